"""The recorded cases with namespaces kept apart, and asking them with the tokens of this run."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace

from tests.contract.http_cases import Answer, Case, Server, cases

ADMIN_TOKEN = "admin-secret"
"""The administrator's, when the recording was made."""

DELETED_WITH = {
    "delete/other token": "TOKEN-OF-OTHER-NS",
    "delete/right token": "TOKEN-OF-LAB",
    "namespaces/delete": ADMIN_TOKEN,
}
"""By case: the token that a DELETE was sent with; the recording has the headers of others only."""

ALL_CASES = list(cases("http-auth"))


def headers_of(case: Case, tokens: dict[str, str]) -> dict[str, str]:
    """A case's headers, with the tokens that this engine gave in place of the recorded ones."""
    headers = dict(case.headers)
    if case.name in DELETED_WITH:
        headers["Authorization"] = f"Bearer {DELETED_WITH[case.name]}"
    for recorded, token in tokens.items():
        headers = {name: value.replace(recorded, token) for name, value in headers.items()}
    return headers


def answers_of(url: str, then: Callable[[Case], None] = lambda case: None) -> dict[str, Answer]:
    """An engine's answers to all cases, asked in the order of the recording.

    What registers a namespace is asked for its token, too, which no two answers share.

    Args:
        url: The engine's, which keeps namespaces apart.
        then: What is done after each case.
    """
    server = Server(url)
    tokens: dict[str, str] = {}
    given: dict[str, Answer] = {}
    for case in ALL_CASES:
        answer, content = server.ask_raw(replace(case, headers=headers_of(case, tokens)))
        given[case.name] = answer
        if answer.status == 200 and case.path == "/api/namespaces":
            name = json.loads(content)["name"]
            tokens[f"TOKEN-OF-{name.upper()}"] = json.loads(content)["token"]
        then(case)
    server.close()
    assert len(set(tokens.values())) == 2
    return given
