"""Colour rules: which rows a person wants to look otherwise, by queries of the configuration."""
