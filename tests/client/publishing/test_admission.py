"""What is known of the right to write: asked sparingly, and a no is not believed for ever."""

from __future__ import annotations

from flux_tui.client import Admission, FluxClient
from flux_tui.client.publishing.admission import FRESH, MOST_ASKED, SILENCE
from flux_tui.errors import NotFound, Unreachable
from flux_tui.model.event import setting
from flux_tui.protocol.answers import NamespaceInfo
from flux_tui.protocol.namespaces import AUTH_DISABLED, NOT_FOUND, not_registered
from tests.client.clocks import StillClock

EVENT = setting("s", "me", "lab/x", {"n": 1})


class Registry(FluxClient):
    """A server that knows the namespaces given; with none it has no authentication."""

    def __init__(self, registered: set[str] | None, token: str | None = "secret") -> None:  # noqa: S107
        super().__init__("http://flux.test", token=token)
        self.registered = registered
        self.asked: list[str] = []
        self.is_away = False

    async def namespace(self, name: str) -> NamespaceInfo:
        self.asked.append(name)
        if self.is_away:
            raise Unreachable("nobody answers")
        if self.registered is None:
            raise NotFound("no", status=404, reason=AUTH_DISABLED)
        if name not in self.registered:
            raise NotFound("no", status=404, reason=NOT_FOUND)
        made = "2026-11-25T01:28:47Z"
        return NamespaceInfo.read(
            {"namespaceId": "ns_1", "name": name, "createdAt": made, "entityCount": 0}
        )


async def test_a_namespace_that_was_not_registered_is_asked_about_again_after_a_while() -> None:
    clock, registry = StillClock(), Registry(set())
    admission = Admission(registry, clock)
    assert await admission.ask(["lab"])
    assert admission.refusal(EVENT) == not_registered("lab")
    assert not admission.is_worth_asking(["lab"])
    registry.registered = {"lab"}
    clock.pass_(FRESH + 1)
    assert admission.refusal(EVENT) is None
    assert admission.is_worth_asking(["lab"])
    await admission.ask(["lab"])
    assert admission.refusal(EVENT) is None
    assert not admission.is_worth_asking(["lab"])


async def test_a_server_without_authentication_is_asked_rarely() -> None:
    clock, registry = StillClock(), Registry(None)
    admission = Admission(registry, clock)
    await admission.ask(["lab", "ops"])
    assert registry.asked == ["lab"]
    assert not admission.is_worth_asking(["lab"])
    clock.pass_(SILENCE + 1)
    assert admission.is_worth_asking(["lab"])


async def test_a_server_that_does_not_answer_is_left_alone_and_nobody_is_refused() -> None:
    registry = Registry({"lab"})
    registry.is_away = True
    admission = Admission(registry, StillClock())
    assert not await admission.ask(["lab"])
    assert not admission.is_worth_asking(["lab"])
    assert admission.refusal(EVENT) is None


async def test_of_thousands_of_namespaces_a_few_are_asked_about() -> None:
    registry = Registry({"lab"})
    admission = Admission(registry, StillClock())
    await admission.ask(f"ns-{number}" for number in range(10_000))
    assert len(registry.asked) == MOST_ASKED


async def test_without_a_token_nothing_can_be_written() -> None:
    admission = Admission(Registry({"lab"}, token=None), StillClock())
    await admission.ask(["lab"])
    assert admission.refusal(EVENT) == "Authorization token not provided"
