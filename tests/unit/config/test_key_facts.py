"""The reference of the keys: every key has everything, and every example is a config that loads."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from microconv.config import Loaded, Vocabulary, json_schema, reference, reference_page
from microconv.config.key_notes import NOTES, noted
from microconv.config.key_reference import REPEATED, KeyFacts, key_facts
from microconv.config.keys import config_form
from microconv.core.yaml_text import flow
from microconv.providers import TYPES
from microconv.providers.google_ads.capabilities import APP_SOURCES, CALL_SOURCES, SOURCES
from microconv.providers.words import words

VOCABULARY = Vocabulary(TYPES, words, SOURCES, lambda: ("naming-prefix",))
FACTS = {facts.path: facts for facts in key_facts(config_form(VOCABULARY))}
SCHEMA = json_schema(VOCABULARY)
JAPANESE = re.compile("[\u3040-\u30ff\u4e00-\u9fff]")

PURCHASE = {"name": "purchase", "kind": "macro", "role": "primary", "category": "purchase", "value": 10000}
CHECKOUT = {"name": "mv_begin_checkout", "role": "secondary", "category": "begin_checkout", "value": 500}
CART = {"name": "mv_add_to_cart", "role": "secondary", "category": "add_to_cart", "value": 500}
"""The conversion that takes the examples of keys of conversions."""

SOURCE_OF = {
    "conversions.google_ads.app_id": sorted(APP_SOURCES)[0],
    "conversions.google_ads.phone_call_duration_seconds": sorted(CALL_SOURCES)[0],
}
"""The sources that take keys which are not for a website's conversions."""


def keys_of(schema: dict[str, Any], path: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Every key of the JSON Schema with its dotted path and its own schema, references followed."""
    while "$ref" in schema:
        schema = SCHEMA["$defs"][schema["$ref"].removeprefix("#/$defs/")]
    for name, inner in schema.get("properties", {}).items():
        dotted = f"{path}.{name}" if path else name
        only_reference = set(inner) == {"$ref"}
        resolved = SCHEMA["$defs"][inner["$ref"].removeprefix("#/$defs/")] if only_reference else inner
        yield dotted, resolved
        yield from keys_of(resolved, dotted)
    for inner in [*schema.get("anyOf", ()), *([schema["items"]] if "items" in schema else [])]:
        yield from keys_of(inner, path)


KEYS = dict(keys_of(SCHEMA))


def whole(facts: KeyFacts) -> dict[str, Any]:
    """A config with the example of a key."""
    config: dict[str, Any] = {
        "version": 1,
        "client": "aoi",
        "currency": "JPY",
        "google_ads": {"customer_id": "123-456-7890"},
        "ga4": {"property_id": 345678901},
        "tag_manager": {"container": "GTM-ABC1234"},
        "conversions": [PURCHASE, CHECKOUT, CART],
    }
    if not facts.path.startswith("conversions."):
        inside = facts.example if isinstance(facts.example.get("google_ads", facts.example.get("ga4")), dict) else {}
        joined = {key: {**config[key], **value} for key, value in inside.items()}
        config |= facts.example | joined
        if "conversions" in facts.example:
            config["conversions"] = [{**CART, **facts.example["conversions"][0]}]
        return config
    source = SOURCE_OF.get(facts.path, "")
    beside: dict[str, Any] = (
        {"value": {"default": 500, "from_event": True}} if "value" in facts.example.get("tag", {}) else {}
    )
    if "tag" in facts.example and not {"when", "adopt"} & set(facts.example["tag"]):
        beside["tag"] = {"when": {"page": "/form/step1"}, **facts.example["tag"]}
    conversion = {**CART, **({"name": "signup"} if "kind" in facts.example else {}), **facts.example, **beside}
    if source:
        conversion |= {"google_ads": {"source": source, "app_id": "com.example.shop", **facts.example["google_ads"]}}
        conversion["google_ads"] = {
            key: value for key, value in conversion["google_ads"].items() if key != "app_id" or source in APP_SOURCES
        }
    config["conversions"] = [PURCHASE, CHECKOUT, conversion]
    return config


def test_the_schema_has_the_keys_of_the_reference() -> None:
    assert set(KEYS) == set(FACTS)
    assert len(KEYS) > 100


@pytest.mark.parametrize("path", FACTS)
def test_every_key_has_everything(path: str) -> None:
    facts = FACTS[path]
    assert facts.key.google is not None or noted(path) in NOTES
    lines = dict(facts.lines)
    assert facts.key.summary.endswith(".")
    assert lines["allowed"]
    assert lines["default"]
    assert lines["example"]
    if facts.google is None:
        assert lines["Google"] == "no word of its own: only microconv has it"
    else:
        assert lines["Google"] == facts.google.en
        assert facts.google.en.isascii() or "…" in facts.google.en
        assert JAPANESE.search(lines["Japanese"])


@pytest.mark.parametrize("path", FACTS)
def test_the_schema_says_the_same(path: str) -> None:
    facts, described = FACTS[path], KEYS[path]
    assert described["description"].startswith(facts.key.summary)
    assert facts.key.required or f"Default: {facts.default}." in described["description"]
    if facts.google is not None:
        assert f"In Google: {facts.google.en}; {facts.google.ja}." in described["description"]
    assert facts.value in described["examples"]
    validator = jsonschema.Draft202012Validator({**described, "$defs": SCHEMA["$defs"]})
    for example in described["examples"]:
        validator.validate(example)


@pytest.mark.parametrize("path", FACTS)
def test_every_example_is_a_config_that_loads(path: str, loaded: Callable[[str], Loaded]) -> None:
    Path("agency-base.yaml").write_text("version: 1\n", encoding="utf-8")
    Path("logo.png").write_bytes(b"\xff\xd8\xff")
    config = whole(FACTS[path])
    found = loaded(flow(config))
    assert [problem for problem in found.problems if problem.is_error] == []
    jsonschema.Draft202012Validator(SCHEMA).validate(config)


@pytest.mark.parametrize("path", FACTS)
def test_an_example_reads_as_it_is_written(path: str) -> None:
    facts = FACTS[path]
    written = yaml.safe_load(f"{{{dict(facts.lines)['example']}}}")
    assert written == facts.example
    for step in facts.path.removeprefix("conversions.").split("."):
        written = written[0] if isinstance(written, list) else written
        written = written[step]
    assert written == facts.value


def test_no_note_is_about_nothing() -> None:
    assert {noted(path) for path in FACTS} >= set(NOTES)


def test_the_page_has_every_key_with_its_facts() -> None:
    page = reference_page(VOCABULARY)
    for path, facts in FACTS.items():
        if path.startswith(REPEATED):
            continue
        section = page.partition(f"\n## {path}\n")[2].partition("\n## ")[0]
        assert facts.key.summary in section
        printed = reference(path, VOCABULARY) or ""
        for name, fact in facts.lines:
            assert fact in section
            assert f"  {name + ':':10}{fact}\n" in printed
