"""Do GA4 and Google Ads work together?"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
import yaml

from microconv.analysis.lines import entry
from microconv.analysis.subject import Subject
from microconv.audit.rule import Rule
from microconv.audit.rules.bridge import bridge_auto_tagging, bridge_link
from microconv.audit.rules.bridge_hidden import bridge_hidden, bridge_hidden_unused
from microconv.audit.rules.bridge_imports import (
    bridge_not_imported,
    bridge_orphan,
    bridge_other_property,
)
from microconv.audit.rules.ga4 import ga4_enhanced_off
from microconv.audit.rules.silence_events import silence_not_key_event
from microconv.audit.rules.upkeep import upkeep_schedule
from microconv.audit.run import verdict
from microconv.config import Vocabulary, load
from microconv.core.client import Client
from microconv.core.kinds import KEY_EVENT
from microconv.core.measures import Counted
from microconv.core.resource import Live, Standing
from microconv.providers import TYPES
from microconv.providers.google_ads.capabilities import SOURCES
from microconv.providers.words import words
from tests.strategies import PROPERTY, action, client, conversion, imported, key_event, link, measurement
from tests.strategies import rule as event_rule
from tests.unit.audit.cases import account, cannot_tell, does_not_apply, fails, passes


def foreign(event: str, number: int, property_id: str, standing: Standing = Standing.IMPORTED) -> Live:
    """An import from another property, or one whose property Google does not tell."""
    item = imported(event, number, standing)
    return replace(item, identity=f"ga4:{property_id}/{event}")


_LINK, _KEY, _FORM = link(), key_event("mv_cart"), key_event("mv_form", 2)
_IMPORT = imported("mv_form", 2)
_HIDDEN = imported("mv_cart", 7, Standing.HIDDEN)
_WANTS = client(conversion("Cart", source="ga4", event="mv_cart"))

LINKS = [
    fails(bridge_link, account(), PROPERTY, seen=("123-456-7890", ": 0")),
    fails(bridge_link, account(link("5556667777")), PROPERTY, seen=(": 1 555-666-7777",)),
    passes(bridge_link, account(_LINK)),
    passes(bridge_link, account(link("5556667777"), link(number=2))),
    passes(bridge_link, account(link("9998887777"), owner__account="999-888-7777"), "to the account that owns"),
    passes(bridge_link, account(link("9998887777"), account__found_through="999-888-7777"), "to its manager"),
    fails(bridge_link, account(link("9998887777"), owner__account="999-888-0000"), PROPERTY),
    cannot_tell(bridge_link, account(types=frozenset({KEY_EVENT})), "the links"),
    does_not_apply(bridge_link, account(google_ads=False)),
    does_not_apply(bridge_link, account(property_=False)),
    fails(
        bridge_auto_tagging,
        account(customer__auto_tagging_enabled=False),
        "123-456-7890",
        lines=("google_ads:\n  auto_tagging: true\n",),
    ),
    passes(bridge_auto_tagging, account(customer__auto_tagging_enabled=True)),
    cannot_tell(bridge_auto_tagging, account()),
    does_not_apply(bridge_auto_tagging, account(customer__auto_tagging_enabled=False, customer__manager=True)),
    fails(
        bridge_auto_tagging,
        account(customer__auto_tagging_enabled=False, customer__manager=False),
        "123-456-7890",
    ),
    does_not_apply(bridge_auto_tagging, account(google_ads=False)),
]


def _importing(*live: Live, client: Client | None = None) -> Subject:
    """A linked account that imports mv_form."""
    return account(_LINK, _FORM, _IMPORT, *live, client=client)


NOT_IMPORTED = [
    fails(
        bridge_not_imported,
        _importing(_KEY),
        "mv_cart",
        seen=(": 1",),
        lines=(entry("mv_cart", role="secondary", google_ads={"source": "ga4"}, ga4={"event": "mv_cart"}),),
    ),
    fails(
        bridge_not_imported,
        _importing(_KEY, key_event("mv_pdf", 3)),
        "mv_cart",
        "mv_pdf",
        about="each of them",
    ),
    passes(bridge_not_imported, _importing()),
    passes(bridge_not_imported, _importing(_KEY, imported("mv_cart", 3))),
    passes(bridge_not_imported, _importing(_KEY, imported("mv_cart", 3), client=_WANTS)),
    passes(bridge_not_imported, _importing(_KEY, _HIDDEN), "hidden: another rule's business"),
    passes(bridge_not_imported, _importing(_KEY, imported("mv_cart", 3, Standing.REMOVED)), "somebody removed it"),
    fails(
        bridge_not_imported,
        _importing(_KEY, imported("mv_cart", 3, Standing.REMOVED), client=_WANTS),
        "mv_cart",
        about="the config wants it though somebody removed it",
    ),
    passes(bridge_not_imported, _importing(key_event("purchase", 3, deletable=False)), "Google's own"),
    fails(
        bridge_not_imported,
        _importing(
            key_event("purchase", 3, deletable=False), client=client(conversion("Buy", source="ga4", event="purchase"))
        ),
        "purchase",
        about="Google's own, and the config wants it",
    ),
    fails(bridge_not_imported, account(_LINK, _KEY, client=_WANTS), "mv_cart", seen=("source: ga4",), lines=("",)),
    does_not_apply(
        bridge_not_imported, account(_LINK, _KEY, client=client(conversion("Cart", source="ga4", event="mv_form")))
    ),
    does_not_apply(
        bridge_not_imported, account(_LINK, _KEY, client=client(conversion("mv_cart", event="mv_cart", source=None)))
    ),
    does_not_apply(bridge_not_imported, account(_LINK, _KEY), about="imports nothing"),
    fails(
        bridge_not_imported,
        account(_LINK, _KEY, key_event("generate_lead", 3)),
        "generate_lead",
        seen=(": 0",),
        about="nothing else counts the result",
    ),
    fails(
        bridge_not_imported,
        account(_LINK, key_event("generate_lead", 3), action("Sale", 4, category="purchase"), counts={}),
        "generate_lead",
        about="what is there counts nothing",
    ),
    fails(
        bridge_not_imported,
        account(_LINK, key_event("generate_lead", 3), action("Visits", 4, Standing.SYSTEM, category="store_visit")),
        "generate_lead",
        about="Google's own is no measurement of the site",
    ),
    does_not_apply(
        bridge_not_imported,
        account(_LINK, key_event("generate_lead", 3), action("Sale", 4, category="purchase")),
        about="nobody counted",
    ),
    does_not_apply(
        bridge_not_imported,
        account(
            _LINK,
            key_event("generate_lead", 3),
            action("Sale", 4, category="purchase"),
            counts={"Sale": Counted(all=0.5)},
        ),
        about="a tag counts",
    ),
    does_not_apply(bridge_not_imported, account(_LINK, _KEY, foreign("mv_form", 2, "999")), about="from another"),
    does_not_apply(bridge_not_imported, account(_KEY, _FORM, _IMPORT), "bridge-link", about="not linked"),
    passes(
        bridge_not_imported,
        _importing(_KEY, client=client(conversion("Cart", event="mv_cart"))),
        "the config counts it by a tag",
    ),
    fails(
        bridge_not_imported,
        _importing(_KEY, client=client(conversion("Cart", event="mv_cart", source=None))),
        "mv_cart",
        lines=(entry("Cart", google_ads={"source": "ga4"}),),
        about="the config does not count it in Google Ads",
    ),
    fails(bridge_not_imported, _importing(_KEY, client=client(conversion("Cart", event="mv_x"))), "mv_cart"),
    passes(bridge_not_imported, _importing(_KEY, action("MV Cart", 3, category="default")), "a tag of that name"),
    fails(bridge_not_imported, _importing(_KEY, action("mv_cart_2", 3)), "mv_cart"),
    passes(
        bridge_not_imported,
        _importing(key_event("generate_lead", 3), action("Danke", 3, category="request_quote")),
        "a tag for the same act",
    ),
    fails(
        bridge_not_imported,
        _importing(key_event("generate_lead", 3), action("Danke", 3, category="purchase")),
        "generate_lead",
    ),
    fails(
        bridge_not_imported,
        _importing(key_event("generate_lead", 3), foreign("lead", 3, "999")),
        "generate_lead",
        about="an import is no tag",
    ),
    fails(
        bridge_not_imported,
        account(_LINK, key_event("purchase", 3), imported("mv_form", 2, category="purchase")),
        "purchase",
        about="an import of that category is of another event",
    ),
    fails(
        bridge_not_imported,
        _importing(key_event("purchase", 3), action("Old", 3, Standing.REMOVED, category="purchase")),
        "purchase",
    ),
    cannot_tell(bridge_not_imported, account(_KEY, types=frozenset({KEY_EVENT}))),
    does_not_apply(bridge_not_imported, account(_KEY, google_ads=False)),
]

IMPORTS = [
    fails(
        bridge_orphan, account(_IMPORT, _KEY, imported("mv_cart", 1)), "Aoi (web) mv_form", seen=("mv_form", PROPERTY)
    ),
    passes(bridge_orphan, account(_IMPORT, _FORM)),
    does_not_apply(bridge_orphan, account(imported("mv_form", 2, Standing.HIDDEN)), about="hidden"),
    does_not_apply(bridge_orphan, account(foreign("mv_form", 2, "999")), about="another property's"),
    does_not_apply(bridge_orphan, account(action("mv_form"))),
    does_not_apply(bridge_orphan, account(_IMPORT, property_=False)),
    does_not_apply(bridge_orphan, account(_KEY, google_ads=False)),
    fails(bridge_hidden, account(_HIDDEN, client=_WANTS), "Aoi (web) mv_cart"),
    passes(bridge_hidden, account(_HIDDEN, imported("mv_cart", 8), client=_WANTS), "another one is recorded"),
    passes(bridge_hidden, account(imported("mv_cart", 8), client=_WANTS)),
    passes(bridge_hidden, account(imported("mv_form", 8, Standing.HIDDEN), client=_WANTS), "not listed"),
    does_not_apply(bridge_hidden, account(_HIDDEN, client=client(conversion("Cart", event="mv_cart")))),
    does_not_apply(bridge_hidden, account(_HIDDEN)),
    does_not_apply(bridge_hidden, account(google_ads=False, client=_WANTS)),
    fails(
        bridge_hidden_unused,
        account(_HIDDEN, foreign("x", 9, "999", Standing.HIDDEN)),
        "Aoi (web) mv_cart",
        "Aoi (web) x",
        seen=("mv_cart", PROPERTY, "x", "999"),
        lines=("- name: mv_cart\n  role: secondary\n  google_ads: {source: ga4}\n  ga4: {event: mv_cart}\n", ""),
    ),
    fails(
        bridge_hidden_unused,
        account(_HIDDEN, imported("mv_form", 8, Standing.HIDDEN), client=_WANTS),
        "Aoi (web) mv_form",
    ),
    passes(bridge_hidden_unused, account(_HIDDEN, client=_WANTS)),
    passes(bridge_hidden_unused, account(_IMPORT)),
    does_not_apply(bridge_hidden_unused, account(action("x", 1, Standing.HIDDEN))),
    does_not_apply(bridge_hidden_unused, account(imported("mv_form", 1, Standing.REMOVED))),
    does_not_apply(bridge_hidden_unused, account(google_ads=False)),
    fails(
        bridge_other_property,
        account(_IMPORT, foreign("sale", 3, "999")),
        "Aoi (web) sale",
        seen=("sale", "999"),
    ),
    passes(bridge_other_property, account(_IMPORT)),
    does_not_apply(bridge_other_property, account(foreign("sale", 3, "")), about="its property is not told"),
    does_not_apply(bridge_other_property, account(foreign("sale", 3, "999", Standing.HIDDEN))),
    does_not_apply(bridge_other_property, account(foreign("sale", 3, "999"), property_=False)),
    does_not_apply(bridge_other_property, account(google_ads=False)),
]

CASES = [*LINKS, *NOT_IMPORTED, *IMPORTS]


def test_lines_are_those_of_the_config() -> None:
    (found,) = verdict(bridge_link, account()).evidence
    assert found.lines == "ga4:\n  link_google_ads: true\n"
    (found,) = verdict(bridge_hidden_unused, account(_HIDDEN)).evidence
    assert found.lines == "- name: mv_cart\n  role: secondary\n  google_ads: {source: ga4}\n  ga4: {event: mv_cart}\n"


def test_no_lines_where_the_name_is_taken_or_the_property_is_another() -> None:
    taken = account(_HIDDEN, client=client(conversion("mv_cart")))
    for subject in (taken, account(foreign("mv_cart", 3, "999", Standing.HIDDEN))):
        (found,) = verdict(bridge_hidden_unused, subject).evidence
        assert found.lines == ""


@pytest.mark.parametrize(
    ("rule", "subject"),
    [
        (bridge_link, account()),
        (bridge_hidden_unused, account(_HIDDEN)),
        (bridge_hidden_unused, account(imported("purchase", 3, Standing.HIDDEN))),
        (silence_not_key_event, account(events={"mv_form": 10})),
        (silence_not_key_event, account(events={"purchase": 10})),
        (upkeep_schedule, account(client=client())),
        (ga4_enhanced_off, account(event_rule("mv_scroll90"), measurement("stream"))),
    ],
    ids=lambda item: getattr(item, "id", ""),
)
def test_what_is_proposed_is_what_a_config_takes(rule: Rule, subject: Subject, tmp_path: Path) -> None:
    (found,) = verdict(rule, subject).evidence
    said = yaml.safe_load(found.lines)
    said = {"conversions": said} if isinstance(said, list) else said
    ga4 = {"property_id": 345678901, **said.pop("ga4", {})}
    about = {"version": 1, "client": "aoi", "google_ads": {"customer_id": "123-456-7890"}, "ga4": ga4}
    path = tmp_path / "client.yaml"
    path.write_text(yaml.safe_dump({"conversions": [], **about, **said}))
    loaded = load(path, Vocabulary(TYPES, words, SOURCES, tuple))
    assert [item.summary for item in loaded.problems] == []
    assert loaded.client is not None
