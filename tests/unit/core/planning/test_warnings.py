"""Warnings of a plan about bidding and event rules, beyond its changes."""

from __future__ import annotations

from dataclasses import replace

import pytest
from strategies import (
    action,
    campaign,
    campaign_goal,
    client,
    conversion,
    custom_goal,
    goal,
    key_event,
    measurement,
    plan_of,
    rule,
)

from microconv.core.client import CampaignGoals, CustomGoal, Demote, Goals, GoalSetting, Unlisted
from microconv.core.conversion import Role
from microconv.core.diagnostics import Diagnostic, Severity, Span
from microconv.core.event_rule import Condition, EventRule, RuledEvent
from microconv.core.plan import Action, Bidding, Plan

PAIR = "add_to_cart~website"
PRIMARY = conversion("mv_cart", role=Role.PRIMARY, span=Span("aoi.yaml", 9, 5))
USED = campaign("Brand", 1, custom=7)


def said(plan: Plan, code: str) -> list[Diagnostic]:
    return [item for item in plan.warnings if item.code == code]


def test_a_goal_that_appears_is_told_before() -> None:
    (note,) = plan_of(client(PRIMARY)).warnings
    assert note == Diagnostic(
        Severity.NOTE,
        "new-goal",
        "the goal add_to_cart (website) appears with its first action, and Google makes it biddable for the whole "
        "account",
        "bidding will use mv_cart, as the config says",
        where=f'google_ads.customer_conversion_goal["{PAIR}"]',
        hint="to decide it yourself, write `goals: {account: [{category: add_to_cart, biddable: false}]}`",
    )


def test_a_goal_that_appears_without_a_primary_action() -> None:
    (note,) = plan_of(client(conversion("mv_call", source="ad_call"))).warnings
    assert note.detail.startswith("none of its actions is primary, so bidding uses nothing of it")
    assert "{category: add_to_cart, origin: call_from_ads, biddable: false}" in note.hint


@pytest.mark.parametrize("biddable", [True, False])
def test_a_goal_that_the_config_decides_is_no_surprise(biddable: bool) -> None:
    goals = Goals(account=(GoalSetting("add_to_cart", biddable),))
    assert said(plan_of(client(conversion("mv_cart"), goals=goals)), "new-goal") == []


def test_a_goal_that_is_there_is_no_surprise() -> None:
    assert said(plan_of(client(PRIMARY), goal(PAIR)), "new-goal") == []
    assert said(plan_of(client(PRIMARY), action("Other", 2)), "new-goal") == []


def test_a_demoted_action_that_a_custom_goal_keeps_in_use() -> None:
    live = (action("mv_cart", 1, primary_for_goal=True), goal(PAIR), USED, custom_goal("Learning", 7, 1))
    plan = plan_of(client(conversion("mv_cart")), *live)
    (warning,) = said(plan, "still-used")
    assert warning == Diagnostic(
        Severity.WARNING,
        "still-used",
        '"mv_cart" is secondary, but bidding still uses it: campaign "Brand" (custom goal "Learning")',
        "a custom goal makes bidding use what it lists, whatever its role",
        where='google_ads.conversion_action["mv_cart"]',
        hint="write `demote: thorough` to take it out of custom goals, or name the custom goal in `goals: {custom: …}` "
        "if that is meant",
    )


def test_an_unlisted_action_in_a_custom_goal_is_warned_of_unless_it_is_kept() -> None:
    live = (action("mv_old", 1), goal(PAIR), USED, custom_goal("Learning", 7, 1))
    assert len(said(plan_of(client(), *live), "still-used")) == 1
    assert said(plan_of(client(unlisted=Unlisted.KEEP), *live), "still-used") == []
    assert said(plan_of(client(), replace(live[0], address=action("Stray").address), *live[1:]), "still-used") == []


def test_thorough_leaves_nothing_to_warn_of() -> None:
    live = (action("mv_old", 1), action("Purchase", 2), goal(PAIR), USED, custom_goal("Learning", 7, 1, 2))
    assert said(plan_of(client(), *live), "still-used")
    assert said(plan_of(client(demote=Demote.THOROUGH), *live), "still-used") == []


def test_a_custom_goal_of_the_config_means_what_it_lists() -> None:
    goals = Goals(custom=(CustomGoal("Learning", ("mv_cart",), ("Brand",)),))
    live = (action("mv_cart", 1), goal(PAIR), USED, custom_goal("Learning", 7, 1))
    assert said(plan_of(client(conversion("mv_cart"), goals=goals), *live), "still-used") == []


def test_a_custom_goal_that_no_campaign_uses_keeps_nothing_in_use() -> None:
    live = (action("mv_cart", 1), goal(PAIR), campaign("Brand"), custom_goal("Learning", 7, 1))
    assert said(plan_of(client(conversion("mv_cart")), *live), "still-used") == []


APP = campaign("App", 2, selected=[1])


def test_a_demoted_action_that_an_app_campaign_is_optimized_for() -> None:
    live = (action("mv_cart", 1, primary_for_goal=True), goal(PAIR), campaign("Brand"), APP)
    plan = plan_of(client(conversion("mv_cart")), *live)
    (change,) = plan.changes
    assert (change.action, change.bidding) == (Action.DEMOTE, Bidding.NO_EFFECT)
    assert [(one.bidding, one.campaigns, one.everywhere) for one in plan.shifts] == [(Bidding.STOPS, ("Brand",), False)]
    (warning,) = said(plan, "still-used")
    assert (warning.summary, warning.detail, warning.hint) == (
        '"mv_cart" is secondary, but bidding still uses it: campaign "App" (optimized for it)',
        "an App campaign uses the actions that it is optimized for, whatever their role",
        "microconv does not write what App campaigns are optimized for: if this conversion is not meant, choose "
        "another in the campaign's settings in Google Ads",
    )


def test_thorough_takes_nothing_from_an_app_campaign() -> None:
    live = (action("mv_cart", 1), action("Purchase", 2), goal(PAIR), USED, APP, custom_goal("Learning", 7, 1, 2))
    (flag,) = said(plan_of(client(conversion("mv_cart")), *live), "still-used")
    assert flag.summary.endswith('campaign "App" (optimized for it); campaign "Brand" (custom goal "Learning")')
    assert flag.hint.startswith("write `demote: thorough`")
    (thorough,) = said(plan_of(client(conversion("mv_cart"), demote=Demote.THOROUGH), *live), "still-used")
    assert thorough.summary.endswith('still uses it: campaign "App" (optimized for it)')
    assert thorough.hint.startswith("microconv does not write")


def test_an_app_campaign_gives_a_primary_role_its_effect() -> None:
    live = (action("mv_cart", 1, primary_for_goal=True), goal(PAIR, False), APP)
    assert said(plan_of(client(PRIMARY), *live), "role-without-effect") == []


def test_primary_without_effect_because_of_the_accounts_goal() -> None:
    (warning,) = plan_of(client(PRIMARY), action("mv_cart", 1, primary_for_goal=True), goal(PAIR, False)).warnings
    assert warning == Diagnostic(
        Severity.WARNING,
        "role-without-effect",
        '"mv_cart" is primary, but bidding uses it nowhere',
        "the account's goal is not biddable",
        span=Span("aoi.yaml", 9, 5),
        where='google_ads.conversion_action["mv_cart"]',
        hint="write `goals: {account: [{category: add_to_cart, biddable: true}]}`, or make it secondary",
    )


def test_primary_without_effect_because_of_the_campaigns() -> None:
    own = campaign("Own", 1, own=True)
    live = (action("mv_cart", 1, primary_for_goal=True), goal(PAIR), own, campaign_goal(own, PAIR, False))
    (warning,) = plan_of(client(PRIMARY), *live).warnings
    assert warning.detail == "the campaign's goal is not biddable"
    assert warning.hint == "look at it with `microconv explain`; its campaigns have goals of their own"


def test_what_the_plan_opens_has_an_effect() -> None:
    goals = Goals(account=(GoalSetting("add_to_cart", True),))
    assert plan_of(client(PRIMARY, goals=goals), goal(PAIR, False)).warnings == ()
    campaigns = Goals(campaigns=(CampaignGoals("Brand", goals=(GoalSetting("add_to_cart", True),)),))
    brand = campaign("Brand")
    plan = plan_of(client(PRIMARY, goals=campaigns), goal(PAIR, False), brand, campaign_goal(brand, PAIR, False))
    assert plan.warnings == ()


def test_a_new_primary_action_in_a_closed_goal() -> None:
    assert [item.code for item in plan_of(client(PRIMARY), goal(PAIR, False)).warnings] == ["role-without-effect"]


def with_rule(event: str, **said) -> object:
    starts = EventRule((Condition("event_name", "equals", event),), span=Span("aoi.yaml", 12, 7))
    return client(conversion(source=None, event="mv_made", rules=(starts,)), **said)


@pytest.mark.parametrize(
    ("off", "words", "write"),
    [
        (["scrolls"], "scrolls is", "scrolls: true"),
        (["stream"], "stream is", "stream: true"),
        (["stream", "scrolls"], "stream and scrolls are", "stream: true, scrolls: true"),
    ],
)
def test_a_rule_on_what_ga4_does_not_collect(off: list[str], words: str, write: str) -> None:
    (warning,) = plan_of(with_rule("scroll"), key_event("mv_made"), measurement(*off)).warnings
    assert warning == Diagnostic(
        Severity.WARNING,
        "rule-never-matches",
        f"the rule for mv_made waits for scroll, which GA4 does not collect: {words} off in enhanced measurement",
        span=Span("aoi.yaml", 12, 7),
        where='ga4.enhanced_measurement_settings["web stream"]',
        hint=f"write `ga4: {{enhanced_measurement: {{{write}}}}}` at the top of the file, or send the event with a tag",
    )


def test_each_rule_is_looked_at_also_of_what_is_no_conversion() -> None:
    scroll, made = (EventRule((Condition("event_name", "equals", one),)) for one in ("scroll", "mv_other"))
    events = (RuledEvent("read", (scroll, made)),)
    wanted = client(conversion(source=None, event="mv_made"), event_rules=events)
    warnings = plan_of(
        wanted, key_event("mv_made"), rule("read", 1), rule("mv_other", 2), measurement("scrolls")
    ).warnings
    assert [str(item.summary).partition(", which")[0] for item in warnings if item.code == "rule-never-matches"] == [
        "the rule for read waits for mv_other",
        "the rule for read waits for scroll",
    ]


def test_a_rule_on_what_a_rule_of_the_property_makes() -> None:
    other = rule("mv_other")
    (warning,) = plan_of(with_rule("mv_other"), key_event("mv_made"), other).warnings
    assert warning == Diagnostic(
        Severity.WARNING,
        "rule-never-matches",
        "the rule for mv_made waits for mv_other, which another rule of the property makes: GA4's rules do not see "
        "what another rule makes",
        span=Span("aoi.yaml", 12, 7),
        where='ga4.event_create_rule["mv_other"]',
        hint="start from the event that GA4 receives, with conditions of its own",
    )
    assert plan_of(with_rule("mv_elsewhere"), key_event("mv_made"), other).warnings == ()


def test_a_rule_on_what_is_collected_or_will_be() -> None:
    assert plan_of(with_rule("scroll"), measurement()).warnings == ()
    assert plan_of(with_rule("scroll"), measurement("form_interactions")).warnings == ()
    assert plan_of(with_rule("login"), measurement("scrolls")).warnings == ()
    assert plan_of(with_rule("scroll", enhanced_measurement={"scrolls": True}), measurement("scrolls")).warnings == ()
