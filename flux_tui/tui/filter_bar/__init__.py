"""The filter bar: asks which entities are shown."""
