"""A JSON document that is printed piece by piece has the text of one that is printed whole."""

from __future__ import annotations

from typing import Any

import pytest

from microconv.core.json_text import json_pieces, json_text

ITEMS: list[Any] = [{"a": 1, "b": ["x\u202e\n", "あ"]}, {}, {"c": {"d": None}}]


@pytest.mark.parametrize("items", [[], ITEMS[:1], ITEMS])
@pytest.mark.parametrize("others", [{}, {"more": [{"x": 1}], "last": []}])
def test_the_text_is_the_same(items: list[Any], others: dict[str, Any]) -> None:
    assert "".join(json_pieces("plans", iter(items), others)) == json_text({"plans": items, **others})


def test_each_item_is_a_piece_of_its_own() -> None:
    pieces = json_pieces("plans", ({"number": number} for number in range(3)), {})
    assert next(pieces) == '{\n  "plans": [\n    {\n      "number": 0\n    }'
