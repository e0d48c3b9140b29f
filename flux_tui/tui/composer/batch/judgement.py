"""What is to be said of a batch: of each event in its turn, and of all of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field

from textual.content import Content

from flux_tui.client import Admission
from flux_tui.client.publishing.admission import MOST_ASKED
from flux_tui.client.publishing.batches import RequestCount
from flux_tui.model.event import Event
from flux_tui.protocol.namespaces import event_owner
from flux_tui.replica.world import World
from flux_tui.tui.composer.access import access_text
from flux_tui.tui.composer.batch.draft_events import DraftEvent
from flux_tui.tui.composer.batch.reading import MOST_SLIPS, Reading
from flux_tui.tui.composer.preflight import Forecast, Preflight, Verdict
from flux_tui.tui.composer.wording import SIGNS, plural, signed

MOST_NAMES = 500
"""Properties that are told apart: each is a column of the table, and nobody goes through more."""


@dataclass(slots=True)
class BatchJudgement:
    """A text's events, and what each would do; ``is_complete`` once all were looked at."""

    reading: Reading
    environment: Collection[str] = ()
    """The variables that are put in when they are sent."""
    forecasts: list[Forecast] = field(default_factory=list)
    counts: Counter[Verdict] = field(default_factory=Counter)
    requests: int = 0
    """Into how many requests the server's limits split what can be sent, about."""
    doubled: int = 0
    """How many events have a name twice, so that of a value nothing is sent."""
    size: int = 0
    """How many bytes that is, about."""
    names: dict[str, None] = field(default_factory=dict)
    """The properties that they set, as they come: the first of them."""
    namespaces: dict[str, None] = field(default_factory=dict)
    """Into which namespaces they write, as far as they name any: the first of them."""
    access: str = ""
    """What is known of whether they may be written."""
    is_complete: bool = False
    unsettled: set[str | None] = field(default_factory=set)
    """Entities of which events came or went since all were looked at."""

    @property
    def sendable(self) -> Sequence[int]:
        """The places of the events that the server would take."""
        if not self.held_back:
            return range(len(self.forecasts))
        return [
            place for place, forecast in enumerate(self.forecasts) if forecast.verdict.is_sendable
        ]

    @property
    def sendable_events(self) -> list[Event]:
        """The events that the server would take."""
        both = zip(self.reading.events, self.forecasts, strict=False)
        if not self.held_back:
            return [draft.event for draft, _ in both if draft.event is not None]
        return [
            draft.event
            for draft, forecast in both
            if draft.event is not None and forecast.verdict.is_sendable
        ]

    @property
    def held_back(self) -> int:
        """How many events the server would refuse."""
        return sum(n for verdict, n in self.counts.items() if not verdict.is_sendable)


def judge_steps(
    judgement: BatchJudgement,
    world: World,
    admission: Admission | None = None,
    *,
    known: Sequence[Forecast | None] = (),
) -> Iterator[None]:
    """Judge the events that were read by what the world is now, an event a step.

    Where a forecast is ``known``, and its entity not among the unsettled, it stays.
    """
    preflight = Preflight(world, admission, judgement.environment)
    forecasts: list[Forecast] = []
    counts = Counter[Verdict]()
    size, doubled, requests = 0, 0, RequestCount()
    names: dict[str, None] = {}
    namespaces: dict[str, None] = {}
    for place, draft in enumerate(judgement.reading.events):
        forecast = known[place] if known else None
        is_open = draft.event is not None and draft.event.entity_id in judgement.unsettled
        if forecast is None or is_open:
            forecast = forecast_of(preflight, draft)
        if draft.event is not None:
            if len(names) < MOST_NAMES:
                names.update(dict.fromkeys(draft.event.properties or ()))
            length = draft.end - draft.start
            if len(namespaces) < MOST_ASKED and (name := event_owner(draft.event)) is not None:
                namespaces[name] = None
            if forecast.verdict.is_sendable:
                size += length
                requests.add(draft.event, length)
        doubled += draft.doubled is not None
        forecasts.append(forecast)
        counts[forecast.verdict] += 1
        yield
    judgement.forecasts, judgement.counts = forecasts, counts
    judgement.size, judgement.requests = size, requests.number
    judgement.doubled = doubled
    judgement.names, judgement.namespaces = names, namespaces
    judgement.access = access_text(admission, namespaces)
    judgement.unsettled = set()
    judgement.is_complete = True


def forecast_of(preflight: Preflight, draft: DraftEvent) -> Forecast:
    """What one event of a text will do after those that were judged before it."""
    if draft.event is None:
        return Forecast(Verdict.NONE, draft.problem)
    return preflight.judge(draft.event, characters=draft.end - draft.start)


WORDS = {
    Verdict.OUTSIDE: "not opened",
    Verdict.NEW: "new",
    Verdict.RECREATES: "made anew",
    Verdict.CHANGES: "changing",
    Verdict.FROM_ENVIRONMENT: "from the environment",
    Verdict.NO_CHANGE: "without change",
    Verdict.DELETES: "deleting",
    Verdict.REPEATS: "repeated",
    Verdict.IGNORED: "ignored",
    Verdict.TOO_LARGE: "too large",
    Verdict.REFUSED: "refused",
    Verdict.NONE: "not an event",
}
"""The verdicts as they are counted, from good to bad."""


def tally(judgement: BatchJudgement) -> str:
    """How many events there are, and of which kinds: ``3 events: 1 new, 2 changing``."""
    counts = judgement.counts
    parts = [f"{counts[verdict]:,} {word}" for verdict, word in WORDS.items() if counts[verdict]]
    total = plural(len(judgement.reading.events), "event")
    if judgement.doubled:
        parts.append(f"{judgement.doubled:,} with a name twice")
    return f"{total}: {', '.join(parts)}" if parts else total


def advice(judgement: BatchJudgement) -> Content:
    """What stands under a batch before it is sent."""
    reading = judgement.reading
    if reading.slips:
        others = len(reading.slips) - 1
        least = " at least" if len(reading.slips) == MOST_SLIPS else ""
        more = f", and {others} more{least}" if others else ""
        return signed("✗", f"{reading.slips[0]}{more}")
    if not reading.events:
        return Content.styled("write or paste events: an example stands above", "$text-muted")
    if judgement.held_back:
        return signed("✗", f"{tally(judgement)}; {_staying(judgement)}")
    access = [Content.styled(judgement.access, "$text-muted")] if judgement.access else []
    worst = min(judgement.counts, key=lambda verdict: verdict.value)
    sign = "!" if judgement.doubled else SIGNS[worst]
    said = signed(sign, tally(judgement) + split(judgement))
    return Content("\n").join([said, *access])


def _staying(judgement: BatchJudgement) -> str:
    """Of how many events it is known that they will not be sent: ``2 stay here unsent``."""
    held, total = judgement.held_back, len(judgement.reading.events)
    stay = "stays here unsent" if held == 1 else "stay here unsent"
    if held == total:
        return f"it {stay}" if held == 1 else f"all {stay}"
    return f"{held:,} {stay}"


def split(judgement: BatchJudgement) -> str:
    """Into how many requests a large batch is cut: `` · 2.1 MB in 5 requests``; else empty."""
    if judgement.requests <= 1:
        return ""
    return f" · {judgement.size / 1e6:,.1f} MB in {judgement.requests:,} requests"


def what_goes(judgement: BatchJudgement) -> str:
    """What is sent when it is sent all the same, where that is not all; else empty."""
    left = len(judgement.sendable)
    return f"the other {left:,} alone" if judgement.held_back else ""


def question(judgement: BatchJudgement) -> str | None:
    """What is to be asked about before a batch is sent; None when there is nothing."""
    counts = judgement.counts
    parts = []
    if judgement.held_back:
        parts.append(f"{judgement.held_back:,} would be refused and stay here")
    if counts[Verdict.IGNORED]:
        parts.append(f"{counts[Verdict.IGNORED]:,} would be accepted and ignored")
    if counts[Verdict.REPEATS]:
        parts.append(f"{counts[Verdict.REPEATS]:,} would be taken as repetitions of others")
    return "; ".join(parts) or None
