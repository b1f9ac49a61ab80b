"""The types that a config makes microconv read."""

from __future__ import annotations

from dataclasses import replace

import pytest
from strategies import client, conversion

from microconv.core.client import CampaignGoals, Client, CustomGoal, Demote, Goals, GoalSetting, Unlisted
from microconv.core.conversion import GA4_IMPORT
from microconv.core.event_page import page_reached
from microconv.core.event_rule import Condition, EventRule, RuledEvent
from microconv.core.kinds import ALWAYS, ANNOTATION, EVERYTHING, PREFIXED, PROPERTY, everything, needed
from microconv.providers import TYPES
from microconv.providers.tag_manager.types import TYPES as CONTAINERS

PLAIN = client(conversion("mv_cart", event="mv_cart"))
CUSTOM = "google_ads.custom_conversion_goal"
CAMPAIGN = "google_ads.campaign_conversion_goal"
SETTINGS = "google_ads.customer"
LINK = "ga4.google_ads_link"
RULE = "ga4.event_create_rule"
MEASUREMENT = "ga4.enhanced_measurement_settings"
SCROLLED = EventRule((Condition("event_name", "equals", "scroll"),))
REACHED = EventRule((page_reached("/thanks"),))


def with_rule(rule: EventRule | None, *, no_rule: bool = False) -> Client:
    return client(conversion("mv_cart", event="mv_cart", rules=(rule,) if rule else (), no_rule=no_rule))


@pytest.mark.parametrize(
    ("wanted", "more"),
    [
        (PLAIN, set()),
        (replace(PLAIN, goals=Goals(account=(GoalSetting("purchase", True),))), set()),
        (replace(PLAIN, goals=Goals(campaigns=(CampaignGoals("Brand"),))), {CAMPAIGN}),
        (replace(PLAIN, goals=Goals(custom=(CustomGoal("L", ("mv_cart",)),))), {CUSTOM}),
        (replace(PLAIN, goals=Goals(custom=(CustomGoal("L", ("mv_cart",), ("Brand",)),))), {CUSTOM, CAMPAIGN}),
        (replace(PLAIN, demote=Demote.THOROUGH), {CUSTOM}),
        (replace(PLAIN, annotate=True), {ANNOTATION, PROPERTY}),
        (replace(PLAIN, auto_tagging=True), {SETTINGS}),
        (replace(PLAIN, auto_tagging=False), {SETTINGS}),
        (replace(PLAIN, link_google_ads=True), {LINK}),
        (client(conversion("mv_cart", source=GA4_IMPORT, event="mv_cart")), {LINK}),
        (with_rule(REACHED), {RULE}),
        (with_rule(SCROLLED), {RULE, MEASUREMENT}),
        (with_rule(None, no_rule=True), {RULE}),
        (replace(PLAIN, event_rules=(RuledEvent("read", (REACHED,)),)), {RULE}),
        (replace(PLAIN, event_rules=(RuledEvent("read", (REACHED, SCROLLED)),)), {RULE, MEASUREMENT}),
        (replace(PLAIN, event_rules=(RuledEvent("read", ()),)), {RULE}),
        (replace(PLAIN, unlisted=Unlisted.REMOVE), {RULE}),
        (replace(PLAIN, enhanced_measurement={"scrolls": True}), {MEASUREMENT}),
        (client(conversion("mv_cart"), container="GTM-ABC1234"), {kind.name for kind in CONTAINERS}),
    ],
)
def test_no_type_is_read_that_the_config_does_not_speak_of(wanted: Client, more: set[str]) -> None:
    assert needed(wanted) == ALWAYS | more


def test_the_names_are_those_of_the_types() -> None:
    assert {*(kind.name for kind in (*TYPES, *CONTAINERS)), PROPERTY} == EVERYTHING | {ANNOTATION}
    assert ANNOTATION not in everything([kind.name for kind in TYPES])
    assert ALWAYS < EVERYTHING
    assert PREFIXED < EVERYTHING
