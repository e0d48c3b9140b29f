"""What is said of a batch that got no clear answer."""

from __future__ import annotations

from flux_tui.client.publishing.clearing import LATE, Doubt
from flux_tui.errors import FluxTuiError, Unreachable


def doubt_of(*problems: FluxTuiError) -> Doubt:
    doubt = Doubt(0)
    for problem in problems:
        doubt.learn(problem)
    return doubt


def test_a_server_that_was_too_slow_once_may_take_it_yet() -> None:
    slow, refused = Unreachable("no answer in time", slow=True), Unreachable("refused")
    assert doubt_of(refused).reason == "refused"
    assert doubt_of(slow, refused).reason == f"refused; {LATE}"


def test_after_a_question_that_is_a_sentence_of_its_own() -> None:
    stuck = Unreachable("it does not answer in time; is the server stuck?", slow=True)
    assert "stuck? The server may still take it;" in doubt_of(stuck).reason
