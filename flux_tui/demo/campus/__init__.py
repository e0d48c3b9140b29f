"""A research campus: ten agents look after its rooms, sensors, robots and services."""
