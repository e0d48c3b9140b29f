"""A server's URL is read the same whether it is plain or not."""

from __future__ import annotations

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from flux_tui.client.address import parse_address
from flux_tui.errors import UsageError

LABELS = st.from_regex(r"[A-Za-z0-9]{1,8}", fullmatch=True)
NAMES = st.from_regex(r"[A-Za-z0-9_~-]{1,8}", fullmatch=True)


@st.composite
def urls(draw: st.DrawFn) -> str:
    """URLs as people write them."""
    scheme = draw(st.sampled_from(["http", "https", "HTTP"]))
    host = ".".join(draw(st.lists(LABELS, min_size=1, max_size=3)))
    port = draw(st.sampled_from(["", ":80", ":443", ":3000", ":65535", ":03000"]))
    base = "".join(f"/{name}" for name in draw(st.lists(NAMES, max_size=2)))
    return f"{scheme}://{host}{port}{base}{draw(st.sampled_from(['', '/']))}"


@given(urls())
def test_it_is_what_httpx_makes_of_it(text: str) -> None:
    url = httpx.URL(text)
    base = url.raw_path.decode("ascii").rstrip("/")
    assert parse_address(text).url == f"{url.scheme}://{url.netloc.decode('ascii')}{base}"


@pytest.mark.parametrize("port", ["0", "65536", "99999"])
def test_a_port_that_there_is_not_is_refused(port: str) -> None:
    with pytest.raises(UsageError, match="port"):
        parse_address(f"http://localhost:{port}")
