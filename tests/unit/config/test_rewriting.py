"""Additions to a file that somebody wrote: what was there stays, byte by byte, and the loader reads both."""

from __future__ import annotations

from typing import Any

import pytest

from microconv.config.rewriting import Addition, NoPlaceError, add, has
from microconv.config.yaml_tree import parse

NEW = {"name": "new", "kind": "macro", "ga4": {}}
ONE = Addition(("conversions",), [(NEW, ["why", "a\nb"])])
GOAL = Addition(("goals", "account"), [({"category": "x", "biddable": True}, [])])


def data(text: str) -> Any:
    found, _, problems = parse(text, "x")
    assert problems == []
    return found


BLOCK = "a: 1\nconversions:\n  - name: x # one\n    b: [1,\n      2] # two\n    # about x\n\n# about c\nc: 3\n# end\n"


def test_a_block_list_gets_the_item_after_its_last_one() -> None:
    assert add(BLOCK, [ONE]) == (
        "a: 1\nconversions:\n  - name: x # one\n    b: [1,\n      2] # two\n    # about x\n"
        "  # why\n  # a\\x0ab\n  - name: new\n    kind: macro\n    ga4: {}\n"
        "\n# about c\nc: 3\n# end\n"
    )


@pytest.mark.parametrize(
    ("text", "new"),
    [
        ("conversions:\n  - name: x\n# about c\nc: 3\n", "conversions:\n  - name: x\n{}# about c\nc: 3\n"),
        ("conversions:\n  - name: x\n  # of x\n", "conversions:\n  - name: x\n{}  # of x\n"),
        ("conversions:\n  - name: x\n    # of x\n", "conversions:\n  - name: x\n    # of x\n{}"),
        ("conversions:\n  - name: >-\n      x\n\n# c\nc: 3\n", "conversions:\n  - name: >-\n      x\n{}\n# c\nc: 3\n"),
    ],
)
def test_comments_stay_with_what_they_are_about(text: str, new: str) -> None:
    item = "  # why\n  # a\\x0ab\n  - name: new\n    kind: macro\n    ga4: {}\n"
    assert add(text, [ONE]) == new.replace("{}", item)


TEXTS = {
    "block": BLOCK,
    "list at the margin": "conversions:\n- name: a\n\n- name: b\nz: 1\n",
    "windows": BLOCK.replace("\n", "\r\n"),
    "old mac": BLOCK.replace("\n", "\r"),
    "no break at the end": "a: 1\nconversions:\n  - name: x",
    "comment without a break at the end": "conversions:\n  - name: x\n    # end",
    "folded": "conversions:\n - name: >-\n     foo\n     bar\n\n   # c\nx: y\n",
    "quoted over lines": 'conversions:\n - name: "foo\n     # no comment\n     bar" # c\nx: y\n',
    "flow": "conversions: [{name: a},\n  {name: b}, # c, d\n]\nx: 1\n",
    "flow on one line": "conversions: [{name: a}, {name: b}] # c\n",
    "flow with a comma at its end": "conversions: [{name: a}, {name: b},]\n",
    "flow whose comment has a comma": "conversions: [{name: a} # b, c\n  ]\n",
    "empty flow over lines": "conversions: [ # none yet\n  ]\n",
    "all of it flow": "{a: 1, conversions: [{name: b}]}",
    "empty": "a: 1\nconversions: [] # none yet\n# end\nb: 1",
    "not there": "a: 1\n# end\n",
    "not there, no break": "a: 1",
    "document marks": "---\na: 1\nconversions:\n  - name: x\n...\n",
    "anchors": "a: &x {name: q}\nconversions:\n  - *x # again\nz: *x\n",
    "goals in flow": "goals: {custom: []}\nconversions: []\n",
    "goals": "goals:\n  custom: []\n# c\nconversions: []\n",
    "account goals": "goals:\n  account:\n    - {category: a, biddable: false}\n\nconversions: []\n",
}


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS.keys())
def test_the_rest_stays_and_both_are_read(text: str) -> None:
    new = add(text, [ONE, GOAL])
    before, after = data(text), data(new)
    assert after["conversions"] == [*before.get("conversions", []), NEW]
    goals = before.get("goals", {})
    assert after["goals"] == {**goals, "account": [*goals.get("account", []), {"category": "x", "biddable": True}]}
    for key in before.keys() - {"conversions", "goals"}:
        assert after[key] == before[key]
    assert is_within(text.replace(" []", ""), new.replace(" []", ""))
    breaks = {"\r\n" if "\r\n" in text else "\r" if "\r" in text else "\n"}
    assert {"\r\n" if "\r\n" in new else "\r" if "\r" in new else "\n"} == breaks
    assert new.endswith(("\n", "\r")) == text.endswith(("\n", "\r")) or "..." in text or text.startswith("{")


def is_within(text: str, new: str) -> bool:
    """True where a text is the new one without whole parts: its signs are there, in their order."""
    signs = iter(new)
    return all(sign in signs for sign in text)


def test_comments_and_lines_stay_whole() -> None:
    new = add(BLOCK, [ONE, GOAL]).splitlines()
    lines = iter(new)
    assert all(line in lines for line in BLOCK.splitlines())


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("x: &x [{name: a}]\nconversions: *x\n", "conversions is not written as a list there"),
        ("goals: 1\nconversions: []\n", "goals.account is not written as a map there"),
    ],
)
def test_what_has_no_place_is_told(text: str, why: str) -> None:
    with pytest.raises(NoPlaceError) as caught:
        add(text, [ONE if "*x" in text else GOAL])
    assert str(caught.value) == why


def test_nothing_to_add_changes_nothing() -> None:
    assert add(BLOCK, [Addition(("conversions",), [])]) == BLOCK


def test_what_a_file_itself_has() -> None:
    assert has("goals: {account: []}\n", ("goals", "account"))
    assert not has("goals: {account: []}\n", ("goals", "custom"))
