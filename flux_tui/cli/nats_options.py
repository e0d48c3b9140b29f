"""What ``serve`` is told of NATS."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from flux_tui.cli.logs import hide
from flux_tui.errors import UsageError

if TYPE_CHECKING:
    from flux_tui.engine.log.jetstream.address import NatsAddress

TOKEN = "FLUX_NATS_TOKEN"  # noqa: S105 - the variable's name
"""Holds the token where it is not to stand in a URL, which other users of the machine may see."""

NatsOption = Annotated[
    str | None,
    typer.Option(
        "--nats",
        metavar="URLS",
        help="Keep the log in NATS JetStream [FLUX_NATS_TOKEN].",
    ),
]
CredentialsOption = Annotated[
    Path | None, typer.Option("--nats-creds", metavar="FILE", help="Credentials for NATS.")
]
CaOption = Annotated[
    Path | None,
    typer.Option("--nats-ca", metavar="FILE", help="Who vouches for NATS (PEM)."),
]
CertificateOption = Annotated[
    Path | None, typer.Option("--nats-cert", metavar="FILE", help="Our certificate for it (PEM).")
]
KeyOption = Annotated[
    Path | None, typer.Option("--nats-key", metavar="FILE", help="The certificate's key (PEM).")
]


def nats_address(
    urls: str | None,
    *,
    credentials: Path | None,
    ca: Path | None,
    certificate: Path | None,
    key: Path | None,
) -> NatsAddress | None:
    """Where NATS is; None when the log is not there. Secrets are masked from now on.

    Raises UsageError.
    """
    if urls is None:
        for name, given in (
            ("--nats-creds", credentials),
            ("--nats-ca", ca),
            ("--nats-cert", certificate),
            ("--nats-key", key),
        ):
            if given is not None:
                raise UsageError(f"{name} is for NATS; say where that is with --nats")
        return None
    from flux_tui.engine.log.jetstream.address import parse_address

    address = parse_address(
        urls,
        token=os.environ.get(TOKEN),
        credentials=credentials,
        ca=ca,
        certificate=certificate,
        key=key,
    )
    hide(*address.secrets)
    return address
