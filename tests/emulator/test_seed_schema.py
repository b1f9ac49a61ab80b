"""The schema of a seed, and the page about it: they have the keys that the readers take, no more and no less."""

from __future__ import annotations

import ast
import copy
import json
import re
import sys
from collections.abc import Iterator
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from microconv.emulator import World, seeding_course, seeding_values
from microconv.emulator.errors import SeedError
from microconv.emulator.ga4.seeding_section import Section
from microconv.emulator.google_ads import fields
from microconv.emulator.schema_nodes import at, forms
from microconv.emulator.seed import packaged_seed, read_seed
from microconv.emulator.seed_schema import EXAMPLE, page, schema
from microconv.emulator.tokens import SERVICE_ACCOUNT

HERE = Path(__file__).parent
EMULATOR = Path(seeding_values.__file__).parent
EVERYTHING = HERE / "seed_of_everything.yaml"
SEEDS = {
    "packaged": packaged_seed(),
    "end-to-end tests": HERE.parent / "data" / "agency.yaml",
    "emulator tests": HERE / "seed.yaml",
    "everything": EVERYTHING,
    "README": HERE.parent / "docs" / "readme_seed.yaml",
}
SCHEMA = schema()
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)
#: The functions that check the keys of a mapping, and their arguments: place, known keys, and those read elsewhere.
CHECKS = {
    seeding_values.known.__code__: ("path", "names", None),
    seeding_course.known_keys.__code__: ("path", "keys", None),
    Section.__init__.__code__: ("path", "keys", None),
    fields.read_fields.__code__: ("where", "fields", "besides"),
}
#: Their names, and those of methods that make a section.
CHECKING = {"known", "known_keys", "Section", "section", "sections", "read_fields"}


def plain(value: Any) -> Any:
    """A seed as JSON has it: YAML makes times of some texts, and numbers of some names."""
    if isinstance(value, dict):
        return {str(plain(key)): plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [plain(one) for one in value]
    return value.isoformat() if isinstance(value, date | datetime) else value


def problems(content: Any) -> list[str]:
    return [f"{one.json_path}: {one.message[:200]}" for one in VALIDATOR.iter_errors(plain(content))]


@cache
def checked() -> tuple[dict[str, set[str]], set[tuple[str, int]]]:
    """The keys that the readers take at each place of the seed with everything in it, and the lines that check them."""
    taken: dict[str, set[str]] = {}
    lines = set()

    def watch(frame: Any, event: str, _: Any) -> None:
        if event == "call" and frame.f_code in CHECKS:
            place, keys, more = (name and frame.f_locals[name] for name in CHECKS[frame.f_code])
            taken.setdefault(place, set()).update([*keys, *(more or ())])
            caller = frame.f_back
            while caller.f_code.co_filename.endswith("seeding_section.py"):
                caller = caller.f_back
            lines.add((caller.f_code.co_filename, caller.f_lineno))

    sys.setprofile(watch)
    try:
        World.load(read_seed(EVERYTHING))
    finally:
        sys.setprofile(None)
    return taken, lines


def keys_of(node: dict[str, Any], taken: set[str] | None = None, prefix: str = "") -> Iterator[str]:
    """The keys of a record; those of a message within it with their paths.

    taken: the keys that the reader takes; by default what has no meaning of its own is a message.
    """
    for form in forms(node):
        for key, below in form.get("properties", {}).items():
            path = prefix + key
            if taken is None:
                nested = "properties" in below and not below["description"]
            else:
                nested = path not in taken and any(one.startswith(f"{path}.") for one in taken)
            if nested:
                yield from keys_of(below, taken, f"{path}.")
            else:
                yield path


def test_it_is_a_schema():
    jsonschema.Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize("name", SEEDS)
def test_seeds_are_valid_and_so_is_a_dump_of_their_world(name):
    content = read_seed(SEEDS[name])
    assert problems(content) == []
    assert problems(World.load(content).dump()) == []


def test_the_example_is_valid_and_says_what_it_shows():
    content = yaml.safe_load(EXAMPLE)
    assert problems(content) == []
    world = World.load(content)
    assert world.principals.grants[SERVICE_ACCOUNT].google_ads == {9998887777}
    assert world.tokens.users[0].email == "reader@agency.example"


def test_every_line_that_checks_keys_was_met():
    """A place where keys are checked that the seed with everything does not reach would be compared with nothing."""
    _, met = checked()
    found = []
    for path in EMULATOR.rglob("*.py"):
        source = path.read_text("utf-8")
        if path.name in {"seeding_section.py", "seed_schema.py", "seeding_schema.py"} or not re.search(
            "SeedError|Section", source
        ):
            continue
        for call in ast.walk(ast.parse(source)):
            called = getattr(call, "func", None)
            if (getattr(called, "id", None) or getattr(called, "attr", None)) in CHECKING:
                found.append((str(path), range(call.lineno, call.end_lineno + 1)))
    assert len(found) > 30
    assert [(path, lines) for path, lines in found if not any((path, line) in met for line in lines)] == []


def test_the_schema_has_the_keys_that_the_readers_take():
    taken, _ = checked()
    assert len(taken) > 50
    different = {}
    for place, keys in taken.items():
        keys |= {"pending_imports"} if not place else set()  # which the world takes before
        known = set(keys_of(at(SCHEMA, place), keys))
        expected = {one for one in keys if "." not in one or one.partition(".")[0] not in keys}
        if known != expected:
            different[place] = (sorted(known - expected), sorted(expected - known))
    assert different == {}


@pytest.mark.parametrize("place", sorted({re.sub(r"\[\d+\]", "[0]", one) for one in checked()[0]} - {""}))
def test_schema_and_reader_refuse_another_key(place):
    content = plain(read_seed(EVERYTHING))
    target: Any = content
    for part in place.split("."):
        name, _, index = part.partition("[")
        target = target[name] if isinstance(target, dict) and name in target else target
        target = target[int(index[:-1])] if index and isinstance(target, list) else target
    if not isinstance(target, dict):
        pytest.skip("the first of the list is written in another form")
    target["colour"] = "red"
    assert problems(content)
    with pytest.raises(SeedError, match="colour"):
        World.load(content)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda one: one.update(version=2), "version"),
        (lambda one: one["google_ads"]["customers"][1]["conversion_actions"][0].update(type="NONE"), "type"),
        (lambda one: one["google_ads"]["customers"][1]["conversion_actions"][0].pop("name"), "name"),
        (lambda one: one["ga4"]["accounts"][0]["properties"][0]["traffic"].update(sessions_per_day=-1), "sessions"),
        (lambda one: one["principals"]["grants"]["reader"]["ga4"].update({"345678901": "owner"}), "reader"),
        (lambda one: one["policies"].update(hidden_by_api="perhaps"), "hidden_by_api"),
    ],
)
def test_schema_and_reader_refuse_a_value(change, told):
    content = copy.deepcopy(plain(read_seed(EVERYTHING)))
    change(content)
    assert any(told in one for one in problems(content)), problems(content)
    with pytest.raises(SeedError, match=told):
        World.load(content)


def test_the_page_has_every_key():
    """In the table of its place."""
    parts = dict(re.findall(r"^### (\S.*)\n\n((?:.+\n|\n(?!###))*)", page(), re.MULTILINE))

    def tables(path: str, node: dict[str, Any]) -> Iterator[tuple[str, set[str]]]:
        for form in forms(node):
            if "properties" in form and (form["description"] or not path) and path != "policies":
                yield path, set(keys_of(form))
            for key, below in form.get("properties", {}).items():
                yield from tables(f"{path}.{key}" if path else key, below)
            if isinstance(form.get("items"), dict):
                yield from tables(f"{path}[]", form["items"])
            if isinstance(form.get("additionalProperties"), dict):
                yield from tables(f"{path}.NAME", form["additionalProperties"])

    expected = {f"`{path}`" if path else "The whole": keys for path, keys in tables("", SCHEMA)}
    assert {title: set(re.findall(r"^\| `([^`]+)`", text, re.MULTILINE)) for title, text in parts.items()} == expected


def test_the_command_prints_it(run):
    assert json.loads(run("emulator", "schema").out) == SCHEMA


def test_the_command_writes_it(run, tmp_path):
    path = tmp_path / "seed.json"
    assert (run("emulator", "schema", "-o", path).code, json.loads(path.read_text("utf-8"))) == (0, SCHEMA)


@pytest.mark.parametrize(
    ("seed", "path"),
    [
        ({"principals": {"denied": {"google_ads": ["\u00b2"]}}}, "principals.denied.google_ads[0]"),
        ({"principals": {"denied": {"google_ads": ["\uff11\uff12"]}}}, "principals.denied.google_ads[0]"),
    ],
)
def test_ids_in_other_digits_are_refused(seed: dict[str, Any], path: str) -> None:
    with pytest.raises(SeedError) as caught:
        World.load({"version": 1, **seed})
    assert caught.value.path == path


def test_a_page_that_is_no_text_and_a_person_who_is_none_are_refused() -> None:
    seed = copy.deepcopy(dict(read_seed(EVERYTHING)))
    seed["ga4"]["accounts"][0]["properties"][0]["traffic"]["events"]["lead"]["pages"] = [{"a": 1}]
    with pytest.raises(SeedError, match=r"pages: \{'a': 1\} is not one of the property's pages"):
        World.load(seed)
    seed = copy.deepcopy(dict(read_seed(EVERYTHING)))
    customer = next(one for one in seed["google_ads"]["customers"] if one.get("changes"))
    customer["changes"][0]["user_email"] = [1]
    with pytest.raises(SeedError, match=r"user_email: must be text, not \[1\]"):
        World.load(seed)
