"""This machine, measured with psutil: the first thing to watch that is real."""
