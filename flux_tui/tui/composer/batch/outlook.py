"""What is said of a batch: a line for each of its events, and what stands beneath them all."""

from __future__ import annotations

from textual.content import Content

from flux_tui.client import Step
from flux_tui.model.inline import name_text
from flux_tui.model.printable import printable
from flux_tui.tui.composer.batch.draft import BatchDraft
from flux_tui.tui.composer.batch.judgement import BatchJudgement, advice
from flux_tui.tui.composer.batch.outlook_table import OutlookRow
from flux_tui.tui.composer.delivering.delivery import Delivery
from flux_tui.tui.composer.delivering.outbox import Outbox
from flux_tui.tui.composer.delivering.progress import progress_line
from flux_tui.tui.composer.preflight import Verdict
from flux_tui.tui.composer.wording import (
    SIGNS,
    STEP_SIGNS,
    receipt_text,
    receipts_line,
    signed,
    summary,
    times_text,
)
from flux_tui.tui.keys.naming import KeyNames

RANKS = {
    step: rank
    for rank, step in enumerate(
        (
            Step.FAILED,
            Step.UNKNOWN,
            Step.UNSEEN,
            Step.WAITING,
            Step.SENT,
            Step.ACCEPTED,
            Step.MATERIALISED,
        )
    )
}
"""What may become of an event, from bad to good."""


def forecast_text(judgement: BatchJudgement, outbox: Outbox, place: int) -> str:
    """What the event at ``place`` will do, why it failed before, what of it is not sent."""
    drafted = judgement.reading.events[place]
    text = summary(judgement.forecasts[place])
    failed = None if drafted.event is None else outbox.reason(drafted.event)
    if failed is not None:
        text = f"failed before: {printable(failed, limit=200)}"
    if drafted.unsent:
        text += f" (not sent: {name_text(drafted.unsent[0], 30)})"
    if drafted.doubled is not None:
        text += f" (named twice, the last counts: {name_text(drafted.doubled, 30)})"
    return text


def forecast_row(judgement: BatchJudgement, outbox: Outbox, place: int) -> OutlookRow:
    """What the event at ``place`` will do, as a line of a table."""
    drafted = judgement.reading.events[place]
    event = drafted.event
    return OutlookRow(
        _sign(judgement, place),
        str(drafted.line),
        "" if event is None or event.entity_id is None else name_text(event.entity_id, 200),
        "" if event is None else name_text(event.stream, 60),
        "" if event is None else name_text(event.source, 60),
        forecast_text(judgement, outbox, place),
    )


def forecast_line(judgement: BatchJudgement, outbox: Outbox, place: int) -> Content:
    """What the event at ``place`` will do, with its sign, as a line."""
    if place >= len(judgement.forecasts):
        return Content("")
    return signed(_sign(judgement, place), forecast_text(judgement, outbox, place))


def _sign(judgement: BatchJudgement, place: int) -> str:
    """What says how good that is without words."""
    sign = SIGNS[judgement.forecasts[place].verdict]
    return "!" if judgement.reading.events[place].doubled is not None and sign != "✗" else sign


def receipt_row(delivery: Delivery, place: int) -> OutlookRow:
    """What became of the event at ``place``, as a line of a table."""
    receipt = delivery.receipts[place]
    event = receipt.event
    return OutlookRow(
        STEP_SIGNS[receipt.step],
        str(place + 1),
        "" if event.entity_id is None else name_text(event.entity_id, 200),
        name_text(event.stream, 60),
        name_text(event.source, 60),
        receipt_text(receipt, after=""),
    )


def forecast_rank(judgement: BatchJudgement, place: int) -> int:
    """How good what an event will do is; the worst is the lowest."""
    rank = judgement.forecasts[place].verdict.value
    is_doubled = judgement.reading.events[place].doubled is not None
    return min(rank, Verdict.REPEATS.value) if is_doubled else rank


def receipt_rank(delivery: Delivery, place: int) -> int:
    """How good what became of an event is; the worst is the lowest."""
    return RANKS[delivery.receipts[place].step]


def beneath(draft: BatchDraft, judgement: BatchJudgement, key: KeyNames) -> Content:
    """What a batch will do, or how far it has come: first what is read where there is no room."""
    if draft.delivery is None:
        return advice(judgement)
    delivery = draft.delivery
    lines = [receipts_line(delivery.counts, delivery.receipts.unsent)]
    if draft.delivering is not None:
        pause, stop = key("composer.pause"), key("composer.stop")
        lines.append(progress_line(draft.delivering, pause, stop))
    if draft.is_partial:
        lines.append(
            Content(f"the rest stays in the editor; {key('composer.send')} tries it again")
        )
    lost = delivery.first_lost
    if lost is not None:
        lines.append(Content.styled(printable(lost.reason or "", limit=300), "$text-muted"))
    elif delivery.times is not None and (took := times_text(delivery.times)):
        lines.append(Content.styled(took, "$text-muted"))
    return Content("\n").join(lines)
