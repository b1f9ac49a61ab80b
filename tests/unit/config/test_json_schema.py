"""The JSON Schema, judged by an independent validator, accepts what the loader accepts of one file's structure."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from microconv.config import Vocabulary, json_schema
from microconv.config.structure import structure
from microconv.config.yaml_tree import parse
from microconv.providers import TYPES
from microconv.providers.google_ads.capabilities import SOURCES
from microconv.providers.words import words
from tests.heavy import examples

VOCABULARY = Vocabulary(TYPES, words, SOURCES)
SCHEMA = json_schema(VOCABULARY)
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)
BROKEN = Path(__file__).parent / "broken"

GOOD: dict[str, Any] = {
    "version": 1,
    "extends": "./base.yaml",
    "client": "aoi",
    "owner": "me",
    "approver": "boss@client.example",
    "learning": {"finals": 30, "days": 30, "back_below": 15, "reviews": 2},
    "review": {
        "every": "month",
        "last": "2026-11-01",
        "report": "https://reports.example/r/1?a=b#c",
        "decisions": [
            {"date": "2026-11-01", "conversion": "mv_a", "change": {"role": "secondary", "value": 4.5}, "reason": "a"},
            {"date": "2026-11-01", "conversion": "mv_a", "change": "none", "reason": "a"},
        ],
    },
    "audit": {
        "enough_finals": 30,
        "max_conversions": 20,
        "ignore": [
            {"rule": "naming-*", "object": "purchase", "reason": "agreed", "until": "2027-03-31"},
            {"rule": "naming-prefix", "reason": "agreed", "until": "2027-03-31"},
        ],
    },
    "currency": "JPY",
    "google_ads": {
        "customer_id": "123-456-7890",
        "login_customer_id": 9998887777,
        "manage_owner": True,
        "auto_tagging": False,
    },
    "ga4": {
        "property_id": 345678901,
        "data_stream": "G-AOISTORE01",
        "link_google_ads": True,
        "ads_personalization": False,
        "enhanced_measurement": {"stream": True, "scrolls": False},
    },
    "naming": {"prefix": "mv_"},
    "unlisted": "demote",
    "demote": "thorough",
    "goals": {
        "account": [{"category": "purchase", "biddable": True}],
        "campaigns": [
            {"campaign": "Brand*", "goals": [{"category": "contact", "origin": "call_from_ads", "biddable": False}]},
            {"campaign": "Old", "use": "account"},
        ],
        "custom": [{"name": "Learning", "conversions": ["mv_a"], "campaigns": ["P-MAX*"]}],
    },
    "defaults": {"role": "secondary", "google_ads": {"source": "website"}, "ga4": {"counting": "once_per_event"}},
    "conversions": [
        {"name": "purchase", "kind": "macro", "role": "primary", "category": "purchase", "value": "none"},
        {
            "name": "mv_a",
            "label": "カート",
            "value": {"default": 5.5, "from_event": True, "currency": "USD"},
            "counting": "one_per_click",
            "google_ads": {
                "source": "website",
                "click_through_lookback_window_days": 30,
                "attribution_model": "google_ads_last_click",
            },
            "ga4": {
                "event": "mv_a",
                "value": False,
                "counting": "once_per_session",
                "when": {
                    "page": "/form/step1",
                    "event": "scroll",
                    "where": [
                        {"parameter": "percent_scrolled", "at_least": 90},
                        {"parameter": "link_url", "contains": ".pdf", "ignore_case": True, "not": True},
                        {"parameter": "p", "equals": 5},
                    ],
                    "copy_parameters": True,
                    "send_value": True,
                    "set": [{"parameter": "plan", "to": "basic"}, {"parameter": "form", "from": "form_id"}],
                },
            },
            "funnel": {"next": "purchase"},
            "previously": ["mv_b"],
            "protect": False,
        },
        {"name": "mv_c", "value": 5, "google_ads": False, "ga4": {"when": False}},
    ],
}


def structure_is_fine(data: object) -> bool:
    """True where the loader finds the structure of one file right."""
    text = yaml.safe_dump(data, allow_unicode=True, sort_keys=False, width=10_000)
    found, place, problems = parse(text, "f")
    assert problems == []
    assert place is not None
    return structure(VOCABULARY).check(found, place)[1] == []


def test_it_is_a_schema_and_can_be_written_as_json() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    assert json.loads(json.dumps(SCHEMA)) == SCHEMA


def test_the_good_one_is_good_for_both() -> None:
    VALIDATOR.validate(GOOD)
    assert structure_is_fine(GOOD)


STRUCTURAL = {
    "unknown-key", "wrong-word", "wrong-type", "wrong-form", "out-of-range", "empty-value", "unknown-version",
    "not-a-map",
}  # fmt: skip


@pytest.mark.parametrize("path", sorted(BROKEN.glob("*.yaml")), ids=lambda path: path.stem)
def test_broken_structures_are_bad_for_both(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    data, place, problems = parse(text, "f")
    if problems or place is None or "nan" in text or ".inf" in text or "1e999" in text:
        return
    plain = copy.deepcopy(data)
    found = structure(VOCABULARY).check(data, place)[1]
    assert {problem.code for problem in found} <= STRUCTURAL | {"missing"}
    assert VALIDATOR.is_valid(plain) == (found == [])


def _paths(data: Any, here: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    found = [here]
    for part, value in data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ():
        found += _paths(value, (*here, part))
    return found


ODD = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-5, 100),
    st.integers(),
    st.floats(-1e6, 1e6, allow_nan=False),
    st.sampled_from(
        [
            *("", " ", "none", "primary", "mv_a", "JPY", "jpy", "G-1", "123-456-7890", "1", "2026-13-01", "ga4"),
            *("/", "/a?b", "a b", "G-1A", "account", "purchase", "https://x.example", "http://x"),
        ]
    ),
    st.text("ab_-1 カ.:", max_size=6),
    st.just([]),
    st.just({}),
    st.lists(st.sampled_from(["a", 1, None, {}]), max_size=2),
    st.dictionaries(
        st.sampled_from(["source", "event", "default", "next", "role", "x", "name", "page", "parameter", "campaign"]),
        st.just("website"),
    ),
)


@settings(max_examples=examples(400), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(_paths(GOOD)), ODD, st.sampled_from(["set", "drop", "add"]))
@example(("version",), 1.0, "set")
@example(("version",), True, "set")
@example(("conversions", 2, "google_ads"), 0, "set")
@example(("google_ads", "customer_id"), 1234567890.0, "set")
@example(("conversions", 1, "ga4", "when"), 0, "set")
@example(("conversions", 1, "ga4", "when"), True, "set")
@example(("conversions", 1, "ga4", "when", "page"), "form", "set")
@example(("conversions", 1, "ga4", "when", "where", 2, "equals"), True, "set")
@example(("conversions", 1, "ga4", "when", "where", 0, "at_least"), "90", "set")
@example(("goals", "account", 0, "biddable"), None, "drop")
@example(("ga4", "data_stream"), 0, "set")
@example(("conversions", 1, "google_ads", "click_through_lookback_window_days"), 30.0, "set")
def test_both_agree_on_every_change(path: tuple[Any, ...], value: object, how: str) -> None:
    data: Any = {"root": copy.deepcopy(GOOD)}
    spot = data
    for part in ("root", *path)[:-1]:
        spot = spot[part]
    last = ("root", *path)[-1]
    if how == "set":
        spot[last] = value
    elif how == "drop" and path:
        del spot[last]
    elif isinstance(spot[last], dict):
        spot[last]["added"] = value
    changed = data["root"]
    if changed is None:
        return
    assert structure_is_fine(changed) == VALIDATOR.is_valid(changed)


def test_every_key_is_described_and_every_word_is_there() -> None:
    conversion = SCHEMA["properties"]["conversions"]["items"]["properties"]
    resolved = {
        name: SCHEMA["$defs"][key["$ref"].rpartition("/")[2]] if "$ref" in key else key
        for name, key in conversion.items()
    }
    assert all(key["description"] for key in resolved.values())
    by_key = {attribute.yaml: attribute for kind in TYPES for attribute in kind.attributes}
    assert resolved["category"]["enum"] == list(words(by_key["category"]))
    assert resolved["category"]["description"].startswith(by_key["category"].summary)
    window = SCHEMA["$defs"]["google_ads.click_through_lookback_window_days"]
    assert (window["type"], window["minimum"], window["maximum"]) == ("integer", 1, 90)
    for attribute in by_key:
        assert not attribute or attribute in SCHEMA["$defs"]


def _maps(schema: Any) -> list[dict[str, Any]]:
    found = [schema] if isinstance(schema, dict) and schema.get("type") == "object" else []
    for value in schema.values() if isinstance(schema, dict) else schema if isinstance(schema, list) else ():
        found += _maps(value)
    return found


def test_no_map_takes_unknown_keys() -> None:
    maps = _maps(SCHEMA)
    assert len(maps) > 8
    free = [item for item in maps if item["additionalProperties"] is not False]
    assert [item.get("examples") for item in free] == [
        [{"2026-10": {"purchase": 120}}],
        None,  # each month of these targets
        [{"/form/step1": {"label": "Form, step 1"}}],
        [{"form_id": "contact"}],
    ], "targets, pages and tag.parameters have names of one's own"
