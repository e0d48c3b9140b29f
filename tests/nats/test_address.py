"""What ``--nats`` takes."""

from __future__ import annotations

from pathlib import Path

import pytest

from flux_tui.engine.log.jetstream.address import parse_address
from flux_tui.errors import LogError, UsageError


@pytest.mark.parametrize(
    ("text", "urls"),
    [
        ("nats://a:4222", ("nats://a:4222",)),
        ("a", ("nats://a:4222",)),
        ("a:1, tls://b:2,nats://[::1]", ("nats://a:1", "tls://b:2", "nats://[::1]:4222")),
        ("nats://a/", ("nats://a:4222",)),
    ],
)
def test_urls_are_completed(text: str, urls: tuple[str, ...]) -> None:
    assert parse_address(text).urls == urls


@pytest.mark.parametrize(
    ("text", "user", "password", "token"),
    [
        ("nats://s3cret@a", None, None, "s3cret"),
        ("nats://ann:s3c%40ret@a,nats://b", "ann", "s3c@ret", None),
        ("nats://a,nats://s3cret@b", None, None, "s3cret"),
    ],
)
def test_secrets_of_a_url_are_taken_out_of_it(
    text: str, user: str | None, password: str | None, token: str | None
) -> None:
    address = parse_address(text)
    assert (address.user, address.password, address.token) == (user, password, token)
    assert "s3c" not in f"{address!r} {address.place}"
    assert all(secret.startswith("s3c") for secret in address.secrets)


@pytest.mark.parametrize(
    "text", ["", "http://a", "nats://", "nats://a:x", "nats://s3cret@a:99999", "nats://a/s3cret"]
)
def test_what_is_no_url_of_nats_is_refused_without_being_repeated(text: str) -> None:
    with pytest.raises(UsageError, match="URL of --nats") as refused:
        parse_address(f"nats://good,{text}")
    assert "second" in str(refused.value)
    assert "s3cret" not in str(refused.value)


def test_files_that_are_not_there_are_told(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="--nats-creds"):
        parse_address("a", credentials=tmp_path / "none")
    with pytest.raises(UsageError, match="belong together"):
        parse_address("a", certificate=tmp_path / "none")
    with pytest.raises(LogError, match="--nats-ca"):
        parse_address("a", ca=tmp_path / "none").tls()
