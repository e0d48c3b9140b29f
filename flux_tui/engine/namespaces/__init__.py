"""Namespaces with a token each: who may write where, and how much.

They are registered by the administrator (``registry``) and kept with the log (``store``). What is
to be written is judged by the gate (``gate``), each namespace within its own rate (``rate``).
"""
