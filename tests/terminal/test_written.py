from __future__ import annotations

from tests.terminal.written import Piece, pieces


def test_an_output_is_told_by_place_with_all_its_bytes() -> None:
    output = "\x1b[?2026h\x1b[3;7H\x1b[1mab\x1b[5C\x1b[22m漢→\x1b[12;1Hx\x1b[1;2H"
    assert list(pieces(output)) == [
        Piece(1, 1, "", 8),
        Piece(3, 7, "ab", 12),
        Piece(3, 14, "漢→", 15),
        Piece(12, 1, "x", 8),
        Piece(1, 2, "", 6),
    ]
    assert sum(piece.size for piece in pieces(output)) == len(output.encode())
