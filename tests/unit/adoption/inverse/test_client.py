"""Live accounts as the config that would declare them: what becomes of each kind of object."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType

import pytest

from microconv.adoption.inverse import Adoption, Asked, adopt, left
from microconv.core.account_ids import Accounts
from microconv.core.client import CampaignGoals, CustomGoal, GoalSetting, Unlisted
from microconv.core.conversion import Conversion, ConversionKind, Role, Value
from microconv.core.planning.make import make_plan
from microconv.core.resource import Live, Standing
from microconv.core.value import Money
from microconv.providers import TYPES
from microconv.providers.google_ads.capabilities import TYPE_OF_SOURCE
from microconv.providers.words import words
from tests.strategies import (
    CUSTOMER,
    PROPERTY,
    action,
    ads,
    campaign,
    campaign_goal,
    custom_goal,
    ga4,
    goal,
    imported,
    key_event,
    link,
    measurement,
    rule,
)

SOURCES = MappingProxyType({kind: source for source, kind in TYPE_OF_SOURCE.items()})
BOTH = Asked(Accounts(CUSTOMER, property_id=PROPERTY), sources=SOURCES, words=words)
PAGE = "page_location regular_expression ^https?://[^/?#]+/form/step1/?([?#].*)?$"


def adopted(*live: Live, asked: Asked = BOTH, **facts: object) -> Adoption:
    """The import of these live objects, whose plan is checked to be empty."""
    split = [[item for item in live if item.address.provider == name] for name in ("google_ads", "ga4")]
    site = {name: facts.pop(name) for name in list(facts) if name.startswith("stream")}
    readings = [ads(*split[0], **facts)] if asked.accounts.customer_id else []
    readings += [ga4(*split[1], **{key.replace("__", "."): value for key, value in site.items()})]
    found = adopt(TYPES, readings, asked)
    assert left(make_plan(TYPES, found.client, readings)) == ()
    return found


def told(found: Adoption) -> list[tuple[str, str]]:
    return [(item.address.name, item.why) for item in found.unexpressed]


def named(found: Adoption) -> dict[str, Conversion]:
    assert found.unexpressed == ()
    return dict(found.client.by_name)


# ---- actions and key events


def test_what_has_a_key_is_taken_as_it_is_and_the_rest_is_derived() -> None:
    live = action(
        "mv_cart",
        category="add_to_cart",
        primary_for_goal=True,
        counting_type="one_per_click",
        value_settings__default_value=500.0,
        value_settings__always_use_default_value=False,
        click_through_lookback_window_days=7,
    )
    assert named(adopted(live))["mv_cart"] == Conversion(
        "mv_cart",
        ConversionKind.MICRO,
        Role.PRIMARY,
        "website",
        value=Value(500.0, "JPY", from_event=True),
        settings=MappingProxyType(
            {
                "category": "add_to_cart",
                "counting": "one_per_click",
                "google_ads.click_through_lookback_window_days": 7,
                "google_ads.view_through_lookback_window_days": 1,
                "google_ads.attribution_model": "google_ads_last_click",
            }
        ),
    )


@pytest.mark.parametrize(
    ("amount", "worth"), [(300.0, Money(300.0, "JPY")), (0.0, None)], ids=["the same value", "no value"]
)
def test_a_key_event_joins_the_action_of_its_name_where_one_value_says_both(amount: float, worth: Money | None) -> None:
    live = action("mv_cart", value_settings__default_value=amount, value_settings__always_use_default_value=True)
    found = named(adopted(live, key_event("mv_cart", default_value=worth, counting_method="once_per_session")))
    assert list(found) == ["mv_cart"]
    assert found["mv_cart"].event == "mv_cart"
    assert found["mv_cart"].settings["ga4.counting"] == "once_per_session"
    assert found["mv_cart"].event_value


@pytest.mark.parametrize(
    ("amount", "worth", "said"),
    [
        (300.0, None, []),
        (300.0, Money(200.0, "JPY"), ["GA4 has 200 JPY for the event, and keeps it"]),
        (300.0, Money(300.0, "USD"), ["GA4 has 300 USD for the event, and keeps it"]),
        (300.0, Money(-1.0, "yen"), ["GA4 has -1 yen for the event, and keeps it"]),
        (0.0, Money(0.0, "JPY"), ["GA4 has 0 JPY for the event, and keeps it"]),
    ],
)
def test_a_key_event_with_another_value_joins_too_and_keeps_it(
    amount: float, worth: Money | None, said: list[str]
) -> None:
    live = action("mv_cart", value_settings__default_value=amount, value_settings__always_use_default_value=True)
    result = adopted(live, key_event("mv_cart", default_value=worth))
    (found,) = named(result).values()
    assert (found.name, found.source, found.event, found.event_value) == ("mv_cart", "website", "mv_cart", False)
    assert found.value == Value(amount or None, "JPY")
    assert list(result.comments.get(("conversions", "mv_cart"), ())) == said


@pytest.mark.parametrize("worth", [None, Money(1.0, "JPY"), Money(300.0, "JPY")])
@pytest.mark.parametrize("always", [True, False])
def test_the_value_that_google_offers_is_nobodys_decision_and_is_not_written(always: bool, worth: Money | None) -> None:
    live = action("mv_cart", value_settings__default_value=1.0, value_settings__always_use_default_value=always)
    events = (key_event("mv_cart", default_value=worth), key_event("mv_seen", 2, default_value=Money(1.0, "JPY")))
    result = adopted(live, *events)
    found = named(result)
    assert found["mv_cart"].event == "mv_cart"
    assert found["mv_cart"].value == (None if always else Value(None, "JPY", from_event=True))
    assert found["mv_seen"].value == Value(1.0, "JPY")


def test_a_key_event_stands_alone_where_the_value_of_its_action_cannot_be_said() -> None:
    live = action("mv_cart", value_settings__default_value=None)
    result = adopted(live, key_event("mv_cart", default_value=Money(200.0, "JPY")))
    found = named(result)
    assert (found["mv_cart"].event, found["mv_cart"].value) == (None, None)
    alone = found["mv_cart_ga4"]
    assert (alone.event, alone.source, alone.value) == ("mv_cart", None, Value(200.0, "JPY"))
    assert 'the key event of "mv_cart", apart because' in result.comments["conversions", "mv_cart_ga4"][0]


def test_names_that_differ_only_by_case_are_two_conversions() -> None:
    found = named(adopted(action("Contact", 1), action("contact", 2), key_event("CONTACT")))
    assert sorted(found) == ["CONTACT", "Contact", "contact"]


def test_an_import_is_declared_by_its_event() -> None:
    result = adopted(imported("mv_lead", primary_for_goal=True), key_event("mv_lead"))
    found = named(result)
    assert (found["mv_lead"].source, found["mv_lead"].event, found["mv_lead"].role) == ("ga4", "mv_lead", Role.PRIMARY)
    assert '"Aoi (web) mv_lead"' in result.comments["conversions", "mv_lead"][0]


def test_an_import_gives_way_to_the_action_that_has_its_events_name() -> None:
    found = named(
        adopted(action("mv_lead", 1), imported("mv_lead", 2), action("buy", 3), imported("buy", 4),
                key_event("mv_lead", 1), key_event("buy", 2))
    )  # fmt: skip
    assert {name: (item.source, item.event) for name, item in found.items()} == {
        "mv_lead": ("website", None),
        "mv_lead_ga4": ("ga4", "mv_lead"),
        "buy": ("website", None),
        "Aoi (web) buy": ("ga4", "buy"),
    }


def test_the_import_of_a_property_that_was_not_read_is_told_and_left_alone() -> None:
    other = replace(imported("lead"), identity="ga4:999/lead")
    found = adopted(other)
    assert found.client.conversions == ()
    assert found.notes == (
        'conversion "Aoi (web) lead": imported from GA4 property 999, which was not read (`--property-id 999`)',
    )
    assert found.unexpressed == ()


def test_of_two_imports_of_one_event_the_one_is_declared_that_the_planner_finds() -> None:
    web, ios = imported("lead", 1), imported("lead", 2, name="Aoi (iOS) lead", primary_for_goal=True)
    found = adopted(web, ios, key_event("lead"))
    assert [(item.name, item.role) for item in found.client.conversions] == [("lead", Role.PRIMARY)]
    why = "another import of the event lead is declared, and a config can list only one"
    assert (found.notes, found.unexpressed) == ((f'conversion "Aoi (web) lead": {why}',), ())


def test_a_hidden_import_is_told_and_not_declared() -> None:
    found = adopted(imported("lead", standing=Standing.HIDDEN), key_event("lead"))
    assert [(item.name, item.source) for item in found.client.conversions] == [("lead", None)]
    assert "hidden import of event lead" in found.notes[0]


def test_an_import_whose_key_event_is_gone_cannot_be_said() -> None:
    assert told(adopted(imported("lead"))) == [("Aoi (web) lead", "the property has no key event lead any more")]


@pytest.mark.parametrize("standing", [Standing.SYSTEM, Standing.OTHER_OWNER, Standing.FIXED, Standing.HIDDEN])
def test_what_is_not_ours_is_told_and_not_declared(standing: Standing) -> None:
    found = adopted(action("purchase", standing=standing))
    assert found.client.conversions == ()
    assert found.unexpressed == ()
    assert found.notes[0].startswith(f'conversion "purchase": {standing.value}')


def test_what_was_removed_is_not_even_told() -> None:
    assert adopted(action("purchase", standing=Standing.REMOVED)).notes == ()


@pytest.mark.parametrize(
    ("name", "state", "why"),
    [
        ("mv_Foo", {}, "its name begins with mv_ and does not follow the rule for micro-conversions"),
        (" x", {}, "its name is empty, begins or ends with a blank, or holds a control character"),
        ("a\nb", {}, "its name is empty, begins or ends with a blank, or holds a control character"),
        ("x", {"type": "unknown_77"}, "its type unknown_77 has no source in a config"),
        ("x", {"type": None}, "its type (empty) has no source in a config"),
        ("x", {"status": "unknown_5"}, "its status is unknown_5, and what a config lists is enabled"),
        ("x", {"status": None}, "its status is (empty), and what a config lists is enabled"),
        ("x", {"primary_for_goal": None}, "Google does not say whether it is primary"),
        ("x", {"category": "unknown_9"}, "category is missing"),
        ("x", {"category": "download"}, "the API refuses category download for source website"),
        ("x" * 101, {}, "the name has 101 characters; 100 at most"),
    ],
)
def test_an_action_that_no_config_can_say(name: str, state: dict[str, str], why: str) -> None:
    found = adopted(action(name, **state))
    assert told(found) == [(name, why)]
    assert found.client.conversions == ()


def test_what_carries_the_prefix_and_cannot_be_said_is_kept() -> None:
    found = adopted(action("mv_Foo", primary_for_goal=True))
    assert found.client.unlisted is Unlisted.KEEP
    assert "would be demoted otherwise" in found.comments["unlisted",][0]
    assert adopted(action("Foo", type="unknown_1")).client.unlisted is Unlisted.DEMOTE


def test_a_key_event_with_a_name_that_no_conversion_may_have_gets_another_in_the_config() -> None:
    result = adopted(key_event("mv_Foo", 1), key_event("mv_foo", 2))
    assert {item.event: name for name, item in named(result).items()} == {"mv_Foo": "mv_foo", "mv_foo": "mv_foo_ga4"}
    said = "the event mv_Foo does not follow the rule for names; only the config calls it mv_foo"
    assert result.comments == {("conversions", "mv_foo"): (said,)}


def test_a_key_event_that_ga4_would_refuse_today_cannot_be_said() -> None:
    (name, why), *_ = told(adopted(key_event("x" * 39)))
    assert (name, "39 characters" in why) == ("x" * 39, True)


def test_any_number_of_key_events() -> None:
    found = named(adopted(*(key_event(f"event_{number}", number) for number in range(45))))
    assert len(found) == 45


def test_reserved_names_are_fine_as_results() -> None:
    found = named(adopted(key_event("purchase", 1), key_event("page_view", 2)))
    assert sorted(found) == ["page_view", "purchase"]


@pytest.mark.parametrize(
    ("state", "key", "said"),
    [
        ({"click_through_lookback_window_days": 91}, "google_ads.click_through_lookback_window_days", "is 91"),
        ({"attribution_model_settings__attribution_model": "external"}, "google_ads.attribution_model", "is external"),
        ({"counting_type": "unknown_3"}, "counting", "is unknown_3"),
        (
            {"type": "ad_call", "click_through_lookback_window_days": 61},
            "google_ads.click_through_lookback_window_days",
            "61 is too much: source ad_call allows 1 to 60 days",
        ),
    ],
)
def test_a_setting_that_no_config_can_say_stays_as_it_is(state: dict[str, object], key: str, said: str) -> None:
    found = adopted(action("Call", **state))
    assert key not in named(found)["Call"].settings
    lines = found.comments["conversions", "Call"]
    assert any(said in line and line.endswith("it stays as it is") for line in lines)


@pytest.mark.parametrize(
    "state",
    [
        {"value_settings__default_value": None},
        {"value_settings__default_value": -1.0},
        {"value_settings__default_value": 5.0, "value_settings__default_currency_code": "yen"},
        {"value_settings__always_use_default_value": None},
    ],
)
def test_a_value_that_no_config_can_say_stays_as_it_is(state: dict[str, object]) -> None:
    found = adopted(action("x", **state))
    assert named(found)["x"].value is None
    assert "it stays as it is" in found.comments["conversions", "x"][0]


def test_the_planner_has_the_last_word() -> None:
    """A call whose value does not always count: the table would change that, and nobody foresaw it."""
    state = {"value_settings__default_value": None, "value_settings__always_use_default_value": False}
    found = adopted(action("mv_call", type="ad_call", **state))
    assert told(found) == [
        ("mv_call", "the plan would update it (value_settings.always_use_default_value false → true)")
    ]
    assert found.client.conversions == ()


# ---- rules


def test_a_rule_for_a_page() -> None:
    live = rule("mv_step", event_conditions=tuple(sorted(["event_name equals page_view", PAGE])))
    (made,) = named(adopted(key_event("mv_step"), live))["mv_step"].rules
    assert (made.event, made.copy_parameters, made.parameters) == ("page_view", False, ())


@pytest.mark.parametrize(
    ("rules", "why"),
    [
        ([{"event_conditions": ("x contains y",)}], "no condition says which event it starts from"),
        (
            [{"event_conditions": ("event_name contains x", "event_name equals y")}],
            "it looks at the event's name in a way that `ga4.when` cannot say",
        ),
        (
            [{"event_conditions": ("event_name equals y", "x less_than 090")}],
            "its condition 'x less_than 090' compares with what is not a plain number",
        ),
        ([{"parameter_mutations": ("x = ",)}], "its parameter 'x = ' cannot be said"),
        ([{"event_conditions": ("event_name equals mv_step",)}], "it starts from mv_step, which another rule makes"),
    ],
)
def test_a_rule_that_no_config_can_say(rules: list[dict[str, tuple[str, ...]]], why: str) -> None:
    found = adopted(key_event("mv_step"), *(rule("mv_step", number, **state) for number, state in enumerate(rules)))
    assert set(told(found)) == {("mv_step", why)}
    assert [item.rules for item in found.client.conversions] == [()]


def test_parameters_in_an_order_that_means_something_are_left_as_they_are() -> None:
    found = adopted(key_event("mv_step"), rule("mv_step", parameter_mutations=("b = 1", "a = [[b]]")))
    ((name, why),) = told(found)
    assert (name, why.startswith("the plan would update it (parameter_mutations")) == ("mv_step", True)


def test_several_rules_for_one_event() -> None:
    """Each is declared once, whatever GA4 has twice; one that cannot be said leaves the others."""
    scroll, page = ("event_name equals scroll",), ("event_name equals page_view",)
    odd = ("event_name equals page_view", "x less_than 090")
    states = (scroll, page, scroll, odd)
    found = adopted(key_event("mv_step"), *(rule("mv_step", n, event_conditions=one) for n, one in enumerate(states)))
    assert [one.event for one in found.client.by_name["mv_step"].rules] == ["page_view", "scroll"]
    assert told(found) == [("mv_step", "its condition 'x less_than 090' compares with what is not a plain number")]
    assert found.client.unlisted is Unlisted.KEEP


def test_rules_without_a_key_event() -> None:
    found = adopted(rule("mv_step", 1), rule("step", 2), rule("step", 3, event_conditions=("event_name equals click",)))
    assert [(one.event, len(one.rules)) for one in found.client.event_rules] == [("mv_step", 1), ("step", 2)]
    assert (found.unexpressed, found.notes, found.client.conversions) == ((), (), ())
    assert found.client.unlisted is Unlisted.DEMOTE


@pytest.mark.parametrize(
    ("event", "why"),
    [
        ("scroll", "it makes an event that GA4 collects itself"),
        ("ga_own", "'ga_own' starts with 'ga_', which GA4 keeps for itself"),
        ("x" * 40, f"'{'x' * 40}' has 40 characters; the name of an event that a rule makes has at most 39"),
    ],
)
def test_an_event_that_no_rule_may_make(event: str, why: str) -> None:
    found = adopted(rule(event, event_conditions=("event_name equals page_view",)))
    assert told(found) == [(event, why)]
    assert found.client.event_rules == ()


# ---- goals


def test_goals_at_every_level() -> None:
    buy, cart = action("buy", 1), action("mv_cart", 2)
    own, with_custom = campaign("Brand*", 1, own=True), campaign("P-MAX", 2, custom=9)
    found = adopted(
        buy, cart, goal("purchase~website"), goal("contact~call_from_ads", biddable=False), campaign("Rest", 3),
        own, campaign_goal(own, "purchase~website", biddable=False), with_custom, custom_goal("Learning", 9, buy, cart),
    )  # fmt: skip
    assert found.unexpressed == ()
    goals = found.client.goals
    assert goals.account == (GoalSetting("contact", False, "call_from_ads"), GoalSetting("purchase", True))
    assert goals.campaigns == (CampaignGoals("Brand*", goals=(GoalSetting("purchase", False),)),)
    assert goals.custom == (CustomGoal("Learning", ("buy", "mv_cart"), ("P-MAX",)),)


def test_a_custom_goal_with_what_is_not_declared() -> None:
    system = action("Local", 1, Standing.SYSTEM)
    found = adopted(action("buy", 2), system, custom_goal("Learning", 9, 2, system))
    assert told(found) == [("Learning", "it lists what the config does not: Local")]
    assert found.client.goals.custom == ()


@pytest.mark.parametrize("order", [1, -1])
def test_of_custom_goals_with_the_same_list_one_is_said(order: int) -> None:
    """Google takes no two, so neither does a config; the one that it names has its list already."""
    goals = [custom_goal("A", 8, 1), custom_goal("B", 9, 1), custom_goal("C", 10)]
    found = adopted(action("buy", 1), *goals[::order])
    assert found.client is not None
    assert found.client.goals.custom == (CustomGoal("A", ("buy",)),)
    assert told(found) == [
        ("B", "another custom goal lists the same conversions"),
        ("C", "it lists no conversion action"),
    ]


def test_a_campaign_that_has_a_custom_goal_and_follows_the_account() -> None:
    odd = campaign("P-MAX", 2, custom=9)
    odd = replace(odd, state={**odd.state, "goal_config_level": "customer"})
    found = adopted(action("buy", 1), odd, custom_goal("Learning", 9, 1))
    assert told(found) == [("Learning", "a campaign has it, and follows the account's goals nevertheless")]


def test_campaigns_of_one_name_and_names_that_no_config_can_hold() -> None:
    found = adopted(campaign("A", 1, own=True), campaign("A", 2, own=True), campaign(" B", 3, own=True))
    assert told(found) == [
        (" B", "the campaign's name is not one line without blanks at its ends"),
        ("A", "another campaign has the same name"),
    ]


def test_a_goal_that_google_has_no_word_for_yet() -> None:
    assert told(adopted(goal("unknown_8~website"))) == [
        ("unknown_8~website", "a config has no word for it (unknown_8, website)")
    ]


# ---- the accounts themselves


def test_the_accounts_own_settings() -> None:
    who = replace(BOTH, accounts=Accounts(CUSTOMER, "9998887777", PROPERTY, "G-1"), prefix="step_")
    settings = measurement("scrolls")
    found = adopted(link(personalization=False), replace(settings, identity="stream:G-1"), asked=who).client
    assert (found.link_google_ads, found.ads_personalization) == (True, False)
    assert (found.enhanced_measurement["scrolls"], found.enhanced_measurement["stream"]) == (False, True)
    assert (found.accounts.data_stream, found.prefix, found.accounts.login_customer_id) == (
        "G-1",
        "step_",
        "9998887777",
    )
    assert (found.currency, found.accounts.manage_owner) == ("JPY", False)


def test_a_link_to_another_account_is_not_ours() -> None:
    found = adopted(link("9876543210"))
    assert (found.client.link_google_ads, found.unexpressed) == (False, ())


@pytest.mark.parametrize(
    ("name", "label"),
    [("Aoi Store", "Aoi Store"), ("Aoi\u202eStore", "123-456-7890"), ("", "123-456-7890"), (" x", "123-456-7890")],
)
def test_the_label_is_the_accounts_name_where_that_is_harmless(name: str, label: str) -> None:
    assert adopted(customer__descriptive_name=name).client.label == label


def test_without_google_ads_the_currency_is_that_of_most_values() -> None:
    only = replace(BOTH, accounts=Accounts(property_id=PROPERTY))
    worth = [Money(1.0, "USD"), Money(2.0, "JPY"), Money(3.0, "USD")]
    found = adopted(
        *(key_event(f"e{number}", number, default_value=one) for number, one in enumerate(worth)), asked=only
    )
    assert (found.client.currency, found.client.label) == ("USD", "property-345678901")


def test_what_belongs_to_a_manager_account_is_for_its_own_config() -> None:
    live = (action("x", standing=Standing.OTHER_OWNER), goal("purchase~website"))
    found = adopted(*live, owner__account="999-888-7777", owner__managed=False)
    assert (found.client.goals.account, found.client.accounts.manage_owner) == ((), False)
    assert "belong to 999-888-7777" in found.notes[-1]
    managed = adopted(*live, owner__account="999-888-7777", owner__managed=True)
    assert (len(managed.client.goals.account), managed.client.accounts.manage_owner) == (1, True)


def test_a_property_with_several_streams_is_told() -> None:
    found = adopted(stream__refusal="the property has 2 web streams")
    assert found.notes == ("event-create rules and enhanced measurement were not read: the property has 2 web streams",)


def test_the_way_to_the_account_is_kept() -> None:
    assert adopted(account__found_through="999-888-7777").client.accounts.login_customer_id == "9998887777"
    who = replace(BOTH, accounts=replace(BOTH.accounts, login_customer_id="1112223333"))
    assert adopted(asked=who, account__found_through="999-888-7777").client.accounts.login_customer_id == "1112223333"


@pytest.mark.parametrize("days", [1, 90])
def test_settings_at_their_limits_are_said(days: int) -> None:
    found = adopted(action("x", click_through_lookback_window_days=days))
    assert named(found)["x"].settings["google_ads.click_through_lookback_window_days"] == days


def test_another_prefix_makes_other_names_steps() -> None:
    who = replace(BOTH, prefix="step_")
    found = named(adopted(action("mv_Foo", 1), action("step_cart", 2), key_event("step_Two"), asked=who))
    assert {name: item.kind for name, item in found.items()} == {
        "mv_Foo": ConversionKind.UNDECIDED,
        "step_cart": ConversionKind.MICRO,
        "step_two": ConversionKind.MICRO,
    }
