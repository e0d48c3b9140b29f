"""``flux-tui``: runs the command line and turns whatever happens into a sentence and a code."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Sequence

import typer

from flux_tui.cli.app import app
from flux_tui.cli.exits import Exit, exit_code
from flux_tui.cli.logs import LOGGER, hidden, is_logging
from flux_tui.cli.output import (
    FULL,
    abandon_output,
    flush_or_abandon,
    open_what_is_closed,
    say,
)
from flux_tui.cli.quick import skip_httpx_command_line
from flux_tui.demo.tether import hold_tether
from flux_tui.errors import FluxTuiError


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command line, ``sys.argv`` by default; the answer is the exit code."""
    open_what_is_closed()
    hold_tether()
    skip_httpx_command_line()
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(AttributeError):
            stream.reconfigure(errors="replace")  # type: ignore[union-attr]
    try:
        return _run(arguments)
    except BrokenPipeError:
        abandon_output()
        return Exit.DONE
    except KeyboardInterrupt:
        return Exit.INTERRUPTED
    except Exception as error:  # noqa: BLE001 - the last resort: a traceback is a defect
        return _confess(error)
    finally:
        flush_or_abandon()


def _run(arguments: Sequence[str] | None) -> int:
    try:
        command = typer.main.get_command(app)
        code = command.main(arguments, prog_name="flux-tui", standalone_mode=False)
        sys.stdout.flush()
    except FluxTuiError as error:
        LOGGER.info("ended by %s", type(error).__name__, exc_info=error)
        _complain(str(error))
        return exit_code(error)
    except typer.TyperException as error:
        _complain(_usage(error))
        return Exit.USAGE
    except OSError as error:
        if error.errno not in FULL:
            raise
        _complain(f"what is to be written cannot be ({error.strerror}); see to the disk it goes to")
        abandon_output()
        return Exit.NO
    except typer.Abort:
        return Exit.INTERRUPTED
    return code if isinstance(code, int) else Exit.DONE


def _usage(error: typer.TyperException) -> str:
    """Typer's complaint in our style, with the place where help is."""
    message = error.format_message().strip().rstrip(".")
    context = getattr(error, "ctx", None)
    command = getattr(context, "command_path", "flux-tui")
    return f"{message[:1].lower()}{message[1:]}; see {command} --help"


def _complain(sentence: str) -> None:
    say(f"flux-tui: {hidden(sentence)}")


def _confess(error: Exception) -> int:
    """Say that we failed, in one sentence, and keep the traceback for the log file."""
    LOGGER.critical("unexpected error", exc_info=error)
    remedy = (
        "please report it with the log file"
        if is_logging()
        else "run it again with --log-file FILE and please report it with that file"
    )
    summary = " ".join(f"{type(error).__name__}: {error}".split())
    _complain(f"an error that flux-tui did not expect ({summary[:300]}); {remedy}")
    return Exit.DEFECT
