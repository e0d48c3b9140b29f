"""The command line: the only place that knows every layer, and that turns errors into text."""
