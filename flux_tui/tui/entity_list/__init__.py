"""The entity list: one row an entity, grouped, live."""
