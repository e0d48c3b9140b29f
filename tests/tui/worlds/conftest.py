from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.tui.worlds.two_worlds import Setting, two_engines


@pytest.fixture
async def two() -> AsyncIterator[Setting]:
    async with two_engines() as setting:
        yield setting
