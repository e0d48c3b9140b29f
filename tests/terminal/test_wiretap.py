from __future__ import annotations

import pytest

from tests.terminal.wiretap import smuggled, strangers


@pytest.mark.parametrize(
    "data",
    [
        "\x1b]0;owned\x07",
        "\x1b]52;c;b3duZWQ=\x07",
        "\x1b]8;;http://x\x1b\\",
        "\x1bP1;1|ff\x1b\\",
        "\x1b[2;1r",
        "\x1b[?47h",
        "\x1b[>4;2m",
        "\x1bc",
        "\x00",
        "\x07",
        "\x7f",
        "\x08",
        "\x85",
        "\x9b31m",
        "\u202e",
        "\u2066",
        "\u200b",
        "\u2028",
        "\ue000",
    ],
)
def test_what_data_may_send_to_drive_a_terminal_is_found_amid_what_textual_writes(
    data: str,
) -> None:
    usual = "\x1b[?1049h\x1b[1;1H\x1b[38;2;1;2;3;48;2;4;5;6mentities é 漢字 ▌\x1b[0m\r\n"
    assert strangers(usual.encode()) == []
    assert strangers((usual + "value " + data + " more" + usual).encode())


def test_bytes_that_are_no_text_are_found() -> None:
    assert strangers(b"text \xff text")


def test_an_escape_sequence_of_the_data_is_found_even_where_textual_could_have_written_it() -> None:
    values = ["plain", "\x1b[31mred\x1b[0m"]
    assert strangers(b"\x1b[31mred") == []
    assert smuggled(b"... \x1b[31mred ...", values) == ["\x1b[31mred"]
    assert smuggled("\x1b[38;2;1;2;3m␛[31mred".encode(), values) == []
