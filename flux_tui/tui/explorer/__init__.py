"""The main screen: list, detail, status, keys."""
