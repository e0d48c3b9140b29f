"""A profile's ``token_command``: what prints its token, as ``pass show flux/lab`` does."""

from __future__ import annotations

import os
import shlex
import signal
import subprocess
import time
from contextlib import suppress
from threading import Event

from flux_tui.errors import UsageError

TIMEOUT = 30.0
"""Seconds that it may take: a password store may ask a person first."""

LOOK = 0.05
"""Seconds between two looks whether its token is still wanted."""

MOST_SAID = 300
"""Characters of what it complained of that an error repeats."""


def run_token_command(profile: str, command: str) -> str:
    """The first line that it prints, while the terminal is free: it may ask there.

    Raises UsageError.
    """
    what = _named(profile)
    try:
        done = subprocess.run(  # noqa: S603 - the user's own file names it
            _words(what, command), stdout=subprocess.PIPE, timeout=TIMEOUT, check=True
        )
    except OSError as error:
        raise UsageError(f"{what} cannot be started: {error.strerror or error}") from None
    except subprocess.TimeoutExpired:
        raise UsageError(f"{what} took longer than {TIMEOUT:.0f} s") from None
    except subprocess.CalledProcessError as error:
        raise UsageError(f"{what} failed with exit code {error.returncode}") from None
    return _token(what, done.stdout)


def run_token_command_aside(profile: str, command: str, unwanted: Event) -> str:
    """The same while the terminal is taken: it has none, and must ask in a window of its own.

    Blocks; ends soon, and the command with it, once ``unwanted`` is set. Raises UsageError.
    """
    what = _named(profile)
    try:
        process = subprocess.Popen(  # noqa: S603 - the user's own file names it
            _words(what, command),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=True,
        )
    except OSError as error:
        raise UsageError(f"{what} cannot be started: {error.strerror or error}") from None
    with process:
        output, complaint = _await(what, process, unwanted)
    if process.returncode:
        said = complaint.decode(errors="replace").strip().partition("\n")[0][:MOST_SAID]
        raise UsageError(
            f"{what} failed with exit code {process.returncode}{': ' if said else ''}{said}; "
            f"if it has to ask at the terminal, start flux-tui with --profile {profile}"
        )
    return _token(what, output)


def _await(what: str, process: subprocess.Popen[bytes], unwanted: Event) -> tuple[bytes, bytes]:
    """What a process wrote to its output and of errors; raises UsageError when it is ended."""
    deadline = time.monotonic() + TIMEOUT
    try:
        while True:
            with suppress(subprocess.TimeoutExpired):
                return process.communicate(timeout=LOOK)
            if unwanted.is_set():
                raise UsageError(f"{what} was not waited for")
            if time.monotonic() > deadline:
                raise UsageError(f"{what} took longer than {TIMEOUT:.0f} s")
    finally:
        if process.poll() is None:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)


def _named(profile: str) -> str:
    return f"the token_command of profile {profile!r}"


def _words(what: str, command: str) -> list[str]:
    try:
        words = shlex.split(command)
    except ValueError as error:
        raise UsageError(f"{what} cannot be read: {error}") from None
    if not words:
        raise UsageError(f"{what} cannot be read: it is empty")
    return words


def _token(what: str, output: bytes) -> str:
    token = output.decode(errors="replace").partition("\n")[0].strip()
    if not token:
        raise UsageError(f"{what} printed nothing")
    return token
