"""Signs that nobody can see are escapes, every other sign stays as it is, alone and among letters of any script."""

from __future__ import annotations

import pytest

from microconv.core.signs import escaped, hidden, visible

RANGES = [(0x0000, 0x3400), (0xAC00, 0xAC10), (0xD7F0, 0x10400), (0x1F300, 0x1F700), (0xE0000, 0xE0200)]
"""Every range in which signs of both kinds stand, to the last plane that has any."""


@pytest.mark.parametrize(("first", "last"), RANGES, ids=[f"{first:x}" for first, _ in RANGES])
def test_what_is_hidden_is_escaped_and_nothing_else(first, last):
    for sign in map(chr, range(first, last)):
        shown = escaped(sign) if hidden(sign) else sign
        assert visible(sign) == shown
        assert visible(f"a あ{sign}") == f"a あ{shown}"
