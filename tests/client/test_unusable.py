"""What a client cannot be made with is a usage error at once, and says no secret."""

from __future__ import annotations

from pathlib import Path

import pytest

from flux_tui.client import FluxClient
from flux_tui.errors import UsageError


@pytest.mark.parametrize(
    "url",
    [
        "",
        "localhost:3000",
        "ftp://localhost",
        "http://",
        "http://localhost:port",
        "http://localhost:99999",
        "http://[::1",
        "http://a b",
        "http://localhost/?x=1",
        "http://localhost/#x",
        "http://user:s3cret@localhost:99999",
        "http://user:s3cret@:3000",
        "user:s3cret@localhost",
        "http://\x00",
        pytest.param("http://" + "x" * 70_000, id="70,000 characters"),
    ],
)
def test_a_malformed_url_is_a_usage_error_that_keeps_its_password(url: str) -> None:
    with pytest.raises(UsageError) as caught:
        FluxClient(url)
    assert "s3cret" not in str(caught.value)


@pytest.mark.parametrize("token", ["a b", "a\nb", "ü", "\x00"])
def test_a_token_that_no_header_can_carry_is_a_usage_error_without_the_token(token: str) -> None:
    with pytest.raises(UsageError) as caught:
        FluxClient("http://localhost", token=token)
    assert token not in str(caught.value)


@pytest.mark.parametrize("insecure", [False, True])
@pytest.mark.parametrize("url", ["https://localhost", "http://localhost"])
def test_a_ca_file_that_is_none_is_a_usage_error_whatever_the_url(
    tmp_path: Path, url: str, insecure: bool
) -> None:
    text = tmp_path / "ca.pem"
    text.write_text("nothing")
    for file in (text, tmp_path / "absent.pem"):
        with pytest.raises(UsageError, match="certificate authority"):
            FluxClient(url, ca_file=file, insecure_tls=insecure)


async def test_a_proxy_variable_that_cannot_be_used_is_a_usage_error(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("HTTP_PROXY", "gopher://proxy:1")
    with pytest.raises(UsageError, match="proxy"):
        await FluxClient("http://example.com").entities()
