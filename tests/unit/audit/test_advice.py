"""Advice that is followed: an imported config takes the lines of every finding, and its plan has no conflict.

The accounts are generated: types that Google runs, hostile and misspelt names, hidden imports, goals of campaigns.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml

from microconv.adoption.inverse import Asked, adopt
from microconv.analysis.subject import Subject
from microconv.audit.run import audit
from microconv.config import Vocabulary, load
from microconv.config.writer import write
from microconv.core.account_ids import Accounts
from microconv.core.client import Client
from microconv.core.diagnostics import Severity
from microconv.core.measures import Counted
from microconv.core.planning.make import make_plan
from microconv.core.resource import Live, Standing
from microconv.providers import TYPES
from microconv.providers.google_ads.capabilities import SOURCES, TYPE_OF_SOURCE
from microconv.providers.words import words
from tests.heavy import examples
from tests.strategies import (
    ACTION,
    CUSTOMER,
    PROPERTY,
    action,
    campaign,
    campaign_goal,
    custom_goal,
    goal,
    imported,
    key_event,
    link,
)
from tests.unit.audit.cases import TODAY, account

VOCABULARY = Vocabulary(TYPES, words, SOURCES, tuple)
NAMES = (
    *(
        "Sale",
        "mv_cart",
        "Order complete",
        "予約完了",
        "予約ボタンクリック",
        "Newsletter signup",
        "lead",
        "lead_qualified",
    ),
    *("purchase", "Añadir al carrito", "サンクスページ", "Page view", "電話タップ", "Scroll 90%", "mv_Bad Name"),
    *("x: {y}", "# no", "- list", "true", "null", "123", 'a "b"', "generate_lead"),
)
TYPES_OF_ACTION = (
    *[("webpage", Standing.NORMAL, "website")] * 3,
    ("upload_clicks", Standing.NORMAL, "website"),
    ("ad_call", Standing.NORMAL, "call_from_ads"),
    ("google_hosted", Standing.FIXED, "google_hosted"),
    ("smart_campaign_tracked_calls", Standing.FIXED, "call_from_ads"),
    ("webpage_codeless", Standing.FIXED, "website"),
    ("lead_form_submit", Standing.FIXED, "google_hosted"),
    ("store_visits", Standing.SYSTEM, "store"),
    ("universal_analytics_goal", Standing.IMPORTED, "website"),
)
CATEGORIES = (
    *("purchase", "add_to_cart", "page_view", "default", "contact", "submit_lead_form", "signup", "book_appointment"),
    *("engagement", "get_directions", "phone_call_lead"),
)


def generated(seed: int) -> Subject:
    """An account that somebody left behind."""
    rng, live, counts = random.Random(seed), [], {}
    for number, name in enumerate(rng.sample(NAMES, rng.randint(1, 7)), start=1):
        kind, standing, origin = rng.choice(TYPES_OF_ACTION)
        state: dict[str, Any] = {
            "category": rng.choice(CATEGORIES),
            "primary_for_goal": rng.random() < 0.6,
            "value_settings__default_value": rng.choice([0.0, 1.0, 100.0, 9_000.0]),
            "value_settings__always_use_default_value": rng.random() < 0.5,
            "counting_type": rng.choice(["one_per_click", "many_per_click"]),
        }
        if rng.random() < 0.3:
            item = imported(name, number, rng.choice([Standing.IMPORTED, Standing.HIDDEN]), **state)
        else:
            item = action(name, number, standing, type=kind, origin=origin, **state)
        live.append(item)
        count = rng.choice([0, 3, 25, 400])
        counts[item.address.name] = Counted(count, count * rng.choice([0, 0.99, 100]), count, count, TODAY)
    pairs = sorted({f"{item.state['category']}~{item.state['origin']}" for item in live})
    live += [goal(pair, rng.random() < 0.7) for pair in pairs if rng.random() < 0.6]
    live += _surroundings(rng, pairs, tuple(item for item in live if item.address.type == ACTION))
    events = {"generate_lead": rng.choice([0, 30])}
    return account(*live, counts=counts, events=events, spend={"1": 100.0, "2": 50.0})


def _surroundings(rng: random.Random, pairs: list[str], actions: Sequence[Live]) -> list[Live]:
    """Key events, a link and campaigns, each where chance has it."""
    live: list[Live] = []
    if rng.random() < 0.5:
        live += [key_event("generate_lead", 1), key_event("purchase", 2, deletable=False)]
    if rng.random() < 0.7:
        live.append(link(CUSTOMER))
    if rng.random() < 0.8:
        live.append(campaign("Brand", 1))
    if rng.random() < 0.4:
        own = campaign("Own", 2, own=True)
        live += [own, *(campaign_goal(own, pair, rng.random() < 0.7) for pair in pairs)]
    if actions and rng.random() < 0.4:
        listed = rng.sample(list(actions), rng.randint(1, len(actions)))
        special = campaign("Special", 3, custom=7)
        live += [special, *(campaign_goal(special, pair, rng.random() < 0.7) for pair in pairs)]
        live.append(custom_goal("Learning", 7, *listed))
    return live


def imported_text(subject: Subject) -> str:
    """The config that an import writes of an account."""
    sources = {kind: source for source, kind in TYPE_OF_SOURCE.items()}
    asked = Asked(Accounts(CUSTOMER, property_id=PROPERTY), "aoi", sources=sources, words=words)
    return write(adopt(TYPES, subject.readings, asked).client).text


def loaded(text: str, folder: Path) -> Client:
    """The client of a config that has no errors."""
    path = folder / "client.yaml"
    path.write_text(text, encoding="utf-8")
    found = load(path, VOCABULARY)
    assert [item.summary for item in found.problems if item.severity is Severity.ERROR] == []
    assert found.client is not None
    return found.client


def followed(text: str, lines: str) -> str:
    """A config with the lines of a finding: conversions by name, goals by what they are about, other keys by key."""
    data, said = yaml.safe_load(text), yaml.safe_load(lines)
    for item in said if isinstance(said, list) else ():
        names = {item["name"], *item.get("previously", ())}
        there = next((one for one in data.setdefault("conversions", []) if one["name"] in names), None)
        if there is None:
            data["conversions"].append(item)
        else:
            _merge(there, item)
    if isinstance(said, dict):
        _merge(data, said)
    return yaml.safe_dump(data, allow_unicode=True, sort_keys=False)


def _merge(there: dict[str, Any], said: dict[str, Any]) -> None:
    for key, value in said.items():
        if isinstance(value, dict) and isinstance(there.get(key), dict):
            _merge(there[key], value)
        elif isinstance(value, list) and isinstance(there.get(key), list):
            about = [_about(item) for item in value]
            there[key] = [*(item for item in there[key] if _about(item) not in about), *value]
        else:
            there[key] = value


def _about(item: Any) -> Any:
    """The campaign, or the category and origin, of an item of a list of goals."""
    if not isinstance(item, dict):
        return item
    return item.get("campaign") or (item.get("category"), item.get("origin"))


@pytest.mark.parametrize("seed", range(examples(150)))
def test_advice_that_is_followed_ends_in_no_conflict(seed: int, tmp_path: Path) -> None:
    subject = generated(seed)
    text = imported_text(subject)
    client = loaded(text, tmp_path)
    assert not make_plan(TYPES, client, subject.readings).conflicts
    for asked in (subject, replace(subject, client=client)):
        for finding in audit(asked, made="2026-11-23T09:00:00+00:00", tool="microconv").findings:
            if finding.evidence.lines:
                then = loaded(followed(text, finding.evidence.lines), tmp_path)
                conflicts = make_plan(TYPES, then, subject.readings).conflicts
                assert not conflicts, (finding.rule.id, finding.evidence.lines)


def test_the_accounts_have_advice_of_many_rules() -> None:
    advised = {
        finding.rule.id
        for seed in range(40)
        for finding in audit(generated(seed), made="2026-11-23T09:00:00+00:00", tool="microconv").findings
        if finding.evidence.lines
    }
    assert len(advised) >= 8, advised
