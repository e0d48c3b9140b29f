"""Flux's wire: requests, answers, frames and stream messages, to and from the model.

The facts are those of the recordings in ``tests/recordings``.
"""
