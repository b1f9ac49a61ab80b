"""Seeds that are wrong at one place, or just not: the reader and the schema say the same, and nothing crashes."""

from __future__ import annotations

import copy
import random
import re
from collections.abc import Iterator
from typing import Any

import jsonschema
import pytest

from microconv.emulator import World
from microconv.emulator.errors import SeedError
from microconv.emulator.seed import read_seed
from microconv.emulator.seed_schema import schema
from microconv.emulator.tag_manager.kinds import KINDS
from tests.emulator.test_seed_schema import EVERYTHING, plain
from tests.heavy import HEAVY

BASE = plain(read_seed(EVERYTHING))
VALIDATOR = jsonschema.Draft202012Validator(schema())
GONE = object()
#: 5.0 is not among them: to JSON Schema it is the whole number 5.
VALUES: tuple[Any, ...] = (
    *(None, {}, [], "", 0, -1, 1.5, 5, True, False, 10**30, "x", "5", " 5", "5.0", "1-2", "null"),
    *("2026-11-23", "20261123", "2026-11-23T09:00", "2026-11-23T09Z", [None], [""], [{}], [5], ["x"], {"a": 1}, GONE),
)
#: What no schema says: that something is there, or there once, or goes with something else.
ABOUT_OTHERS = re.compile(
    r"there is no|there are two|is the id of two resources|stands there twice|is there twice|each once|has no goal"
    r"|has no custom goal|no such key event|not one of the property's (pages|events|devices)"
    r"|less than the successful|only a|is before"
    r"|a manager|one of annotation_date and|one scheme|with the attachment_type|settings of one type"
    r"|the shares (of|must)"
    r"|more than ten digits|has a rate per session|rate: is missing|the parent|is below itself|needs the level"
)
#: Objects of Tag Manager are Google's, and checked by its discovery document; the schema does not repeat that.
OF_TAG_MANAGER = {*(kind.key for kind in KINDS), "builtInVariable", "theirs"}


def places(node: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    if path:
        yield path
    items = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    for key, one in items:
        if key not in OF_TAG_MANAGER:
            yield from places(one, (*path, key))


#: One of each kind of place.
PLACES = list({tuple(0 if isinstance(one, int) else one for one in path): path for path in places(BASE)}.values())


def changed(path: tuple[str | int, ...], value: Any) -> Any:
    content = copy.deepcopy(BASE)
    target = content
    for one in path[:-1]:
        target = target[one]
    if value is GONE:
        del target[path[-1]]
    else:
        target[path[-1]] = copy.deepcopy(value)
    return content


def check(path: tuple[str | int, ...], value: Any) -> None:
    content = changed(path, value)
    wrong = [f"{one.json_path}: {one.message[:200]}" for one in VALIDATOR.iter_errors(content)]
    refusal = refused(content)
    if refusal is None:
        assert wrong == [], f"only the schema refuses {path} = {value!r}"
    elif not wrong:
        assert ABOUT_OTHERS.search(refusal), f"only the reader refuses {path} = {value!r}: {refusal}"


def refused(content: Any) -> str | None:
    """The words of the reader against a seed; None if it takes it."""
    try:
        World.load(copy.deepcopy(content))
    except SeedError as refusal:
        return str(refusal)
    return None


CASES = [(path, value) for path in PLACES for value in VALUES]


@pytest.mark.parametrize("part", range(20))
def test_reader_and_schema_say_the_same(part: int) -> None:
    chosen = CASES if HEAVY else random.Random(14).sample(CASES, 700)
    for path, value in chosen[part::20]:
        check(path, value)


NULLS = [
    ("principals", "grants", "reader", "google_ads"),
    ("google_ads", "customers", 1, "conversion_actions", 0, "name"),
    ("google_ads", "customers", 1, "conversion_actions", 0, "type"),
    ("google_ads", "customers", 1, "campaigns", 0, "name"),
    ("ga4", "accounts", 0, "create_time"),
    ("tag_manager", "accounts", 0, "containers", 0, "workspaces", 0, "conflicts", 0, "kind"),
    ("tag_manager", "accounts", 0, "containers", 0, "destinations", 0),
    ("now",),
]


@pytest.mark.parametrize("path", NULLS, ids=lambda path: ".".join(map(str, path)))
@pytest.mark.parametrize("value", [None, {}, [], ""], ids=repr)
def test_nothing_where_something_is_meant(path: tuple[str | int, ...], value: Any) -> None:
    check(path, value)


def test_a_caller_may_be_given_nothing() -> None:
    content = changed(("principals", "grants", "reader"), {"google_ads": {}, "ga4": {}})
    assert list(VALIDATOR.iter_errors(content)) == []
    grant = World.load(content).principals.grants["reader"]
    assert (set(grant.google_ads or ()), set(grant.ga4 or ())) == (set(), set())
