"""JSON that a terminal can show: hidden signs are escapes, and it reads back equal."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import microconv
from microconv.core.json_text import json_line, json_text
from microconv.core.signs import hidden


@pytest.mark.parametrize("write", [json_text, json_line])
@given(text=st.text(alphabet=st.characters(), max_size=40))
def test_no_hidden_sign_and_nothing_lost(write, text):
    written = write({"name": text})
    assert [sign for sign in written if sign != "\n" and hidden(sign)] == []
    assert json.loads(written) == {"name": text}
    written.encode("utf-8")


def test_what_it_looks_like():
    assert json_line({"a": "予約\u202ex\x7f\x9b\U000e0100"}) == '{"a":"予約\\u202ex\\u007f\\u009b\\udb40\\udd00"}'
    assert json_text(["a\nb"]) == '[\n  "a\\nb"\n]\n'


def test_nobody_else_writes_json():
    """Other calls of `json.dumps` make a fingerprint or quote one word for a page."""
    others = {
        "core/json_text.py",
        "core/resource.py",
        "core/plan.py",
        "core/documents/plan_json.py",
        "render/snippets.py",
        "core/tag_condition.py",
        "github/action.py",  # what GitHub reads, no terminal
        "github/api.py",
        "github/command.py",
        "providers/request_limiter.py",
        "providers/tag_manager/convert.py",
        "providers/tag_manager/lines.py",
        "providers/tag_manager/tag_attributes.py",
    }
    root = Path(microconv.__file__).parent
    found = {
        path.relative_to(root).as_posix()
        for path in root.rglob("*.py")
        if "emulator" not in path.parts and re.search(r"json\.dumps?\(", path.read_text(encoding="utf-8"))
    }
    assert found <= others
