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
from microconv.audit.rules.bridge_hidden import bridge_hidden, bridge_hidden_result, bridge_hidden_unused
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


def tag_(name: str, category: str, **state: str) -> Live:
    """A recorded tag."""
    return action(name, 6, category=category, **state)


_LINK, _KEY, _FORM = link(), key_event("mv_cart"), key_event("mv_form", 2)
_IMPORT = imported("mv_form", 2)
_HIDDEN = imported("mv_cart", 7, Standing.HIDDEN)
_OFFERED = imported("generate_lead", 7, Standing.HIDDEN, category="submit_lead_form")
_BOUGHT = imported("purchase", 7, Standing.HIDDEN, category="purchase")
_SCROLL = action("Scroll", 5, category="engagement", primary_for_goal=True)
_LISTED = (
    "- name: generate_lead\n  kind: macro\n  role: secondary\n  google_ads: {source: ga4}\n"
    "  ga4: {event: generate_lead}\n"
)
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
        bridge_hidden_result,
        account(_OFFERED, _SCROLL, counts={"Scroll": Counted(all=900)}, events={"generate_lead": 1_234}),
        "Aoi (web) generate_lead",
        seen=("generate_lead", PROPERTY, "1,234", "30"),
        about="bidding has a step",
        lines=(_LISTED,),
    ),
    passes(bridge_hidden_unused, account(_OFFERED, _SCROLL, counts={"Scroll": Counted(all=900)})),
    fails(bridge_hidden_result, account(_OFFERED, property_=False), "Aoi (web) generate_lead", lines=("",)),
    fails(
        bridge_hidden_result,
        account(_OFFERED, tag_("Sale", "purchase"), counts={}),
        "Aoi (web) generate_lead",
        about="a result that counts nothing",
    ),
    fails(
        bridge_hidden_result,
        account(_OFFERED, tag_("Old", "purchase", type="universal_analytics_goal"), counts={"Old": Counted(all=3)}),
        "Aoi (web) generate_lead",
        about="has ended",
    ),
    fails(
        bridge_hidden_result,
        account(
            _OFFERED,
            action("Visits", 6, Standing.SYSTEM, type="store_visits", category="store_visit"),
            counts={"Visits": Counted(all=3)},
        ),
        "Aoi (web) generate_lead",
        about="Google's",
    ),
    fails(
        bridge_hidden_result,
        account(_OFFERED, tag_("X", "default"), counts={"X": Counted(all=3)}),
        "Aoi (web) generate_lead",
        about="nothing tells what it is",
    ),
    passes(bridge_hidden_result, account(_OFFERED, tag_("Sale", "purchase"), counts={"Sale": Counted(all=1)})),
    passes(bridge_hidden_result, account(_OFFERED, tag_("Sale", "purchase")), about="whether it counts is not known"),
    passes(bridge_hidden_result, account(_OFFERED, events={}), about="it never happens"),
    fails(
        bridge_hidden_result,
        account(_OFFERED, missing={"events": "no"}),
        "Aoi (web) generate_lead",
        about="whether it happens is not known",
    ),
    passes(bridge_hidden_result, account(_OFFERED, tag_("Form", "submit_lead_form"), counts={}), about="has a tag"),
    passes(bridge_hidden_result, account(_HIDDEN), about="a step"),
    passes(bridge_hidden_result, account(imported("something", 7, Standing.HIDDEN, category="default"))),
    passes(bridge_hidden_result, account(_BOUGHT), about="Google marks it everywhere"),
    passes(bridge_hidden_result, account(_BOUGHT, events={"page_view": 9})),
    fails(bridge_hidden_result, account(_BOUGHT, events={"purchase": 1}), "Aoi (web) purchase", seen=("1",)),
    passes(
        bridge_hidden_result,
        account(foreign("purchase", 7, "999", Standing.HIDDEN), events={"purchase": 9}),
        about="of another property",
    ),
    passes(
        bridge_hidden_result,
        account(_OFFERED, client=client(conversion("Lead", source="ga4", event="generate_lead"))),
        about="listed: bridge-hidden tells",
    ),
    does_not_apply(bridge_hidden_result, account(tag_("Sale", "purchase"))),
    does_not_apply(bridge_hidden_result, account(google_ads=False)),
    fails(
        bridge_not_imported,
        account(_LINK, key_event("generate_lead", 3), _SCROLL, counts={"Scroll": Counted(all=900)}),
        "generate_lead",
        about="a step is counted, and no result",
    ),
    fails(
        bridge_not_imported,
        account(_LINK, key_event("purchase", 3, deletable=False), counts={}, events={"purchase": 1}),
        "purchase",
        about="Google marks it everywhere, and it happens here",
    ),
    does_not_apply(
        bridge_not_imported,
        account(_LINK, key_event("purchase", 3, deletable=False), counts={}, events={"page_view": 9}),
        about="it never happens",
    ),
    does_not_apply(
        bridge_not_imported,
        account(_LINK, key_event("generate_lead", 3), tag_("Form", "submit_lead_form"), counts={}),
        about="a tag that counts nothing: silence tells",
    ),
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
        (bridge_hidden_result, account(_OFFERED)),
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
