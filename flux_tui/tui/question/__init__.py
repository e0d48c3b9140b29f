"""Questions before something is done that is not easily undone."""
