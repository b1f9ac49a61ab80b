"""An existing config is completed: what is matched by it is not added again, and what it says is kept."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from microconv.adoption import Updated, update_readings
from microconv.adoption.inverse import about, left
from microconv.core.client import CampaignGoals, CustomGoal, Goals, GoalSetting
from microconv.core.kinds import ACCOUNT_GOAL, ACTION, CAMPAIGN_CONFIG, CAMPAIGN_GOAL, CUSTOM_GOAL, KEY_EVENT
from microconv.core.plan import Conflict
from microconv.core.resource import Address, Live, Standing
from microconv.loading import load
from tests.strategies import (
    action,
    ads,
    campaign,
    campaign_goal,
    client,
    conversion,
    custom_goal,
    ga4,
    goal,
    imported,
    key_event,
    rule,
)

HEAD = """version: 1
client: aoi
currency: JPY
google_ads: {customer_id: 123-456-7890}
ga4: {property_id: 345678901}
"""
BUY = "  - {name: buy, kind: macro, category: add_to_cart, role: secondary}\n"


@pytest.fixture
def updated(tmp_path: Path) -> Callable[..., Updated]:
    """The update of a file with this text, against these live objects."""

    def update(text: str, *live: Live) -> Updated:
        path = tmp_path / "aoi.yaml"
        path.write_text(text, encoding="utf-8")
        client, problems = load(path)
        assert client is not None, problems
        split = [[item for item in live if item.address.provider == name] for name in ("google_ads", "ga4")]
        found = update_readings(path, client, (ads(*split[0]), ga4(*split[1])))
        assert path.read_text(encoding="utf-8") == text  # it writes nothing itself
        return found

    return update


def test_a_renamed_conversion_is_listed(updated: Callable[..., Updated]) -> None:
    text = f"{HEAD}conversions:\n{BUY[:-2]}, previously: [old]}}\n"
    found = updated(text, action("old"))
    assert (found.added, found.data.decode()) == ((), text)


def test_a_key_event_is_added_to_the_file_though_its_action_is_listed(updated: Callable[..., Updated]) -> None:
    found = updated(f"{HEAD}conversions:\n{BUY}", action("buy"), key_event("buy"), rule("buy"))
    assert found.added == (("conversions", "buy (GA4)"),)
    assert left(found.plan) == ()
    assert "    google_ads: false\n    ga4: {event: buy, when: {event: scroll, " in found.data.decode()


def test_a_rule_of_a_listed_event_is_left_alone(updated: Callable[..., Updated]) -> None:
    text = f"{HEAD}conversions:\n  - {{name: mv_a, role: secondary, google_ads: false, ga4: {{}}}}\n"
    found = updated(text, key_event("mv_a"), rule("mv_a"))
    assert (found.added, found.unexpressed) == ((), ())


RULED = """version: 1
client: aoi
ga4:
  property_id: 345678901
  event_rules:
    - {event: read, when: {event: scroll}}
conversions:
  - {name: mv_a, role: secondary, ga4: {}}
"""


def test_rules_of_other_events_are_added_and_those_that_are_listed_stay(updated: Callable[..., Updated]) -> None:
    more = rule("deep", 3, source_copy_parameters=True)
    found = updated(RULED, key_event("mv_a"), rule("read", 1), rule("deep", 2), more)
    assert (found.added, found.unexpressed) == ((("ga4", "event_rules", "deep"),), ())
    assert left(found.plan) == ()
    lines = found.data.decode().partition("    - {event: read, when: {event: scroll}}\n")[2].splitlines()
    assert lines[0].startswith("    # Two event rules can make the same event out of one act: ")
    first = lines.index("    - event: deep")
    assert lines[first + 1 : first + 3] == ["      when:", "        - {event: scroll, copy_parameters: false}"]


def test_a_key_event_of_what_the_file_has_as_a_rule_alone_is_told(updated: Callable[..., Updated]) -> None:
    found = updated(RULED, key_event("mv_a", 1), key_event("read", 2), rule("read"), imported("read", 5))
    assert (found.added, found.unexpressed, len(found.notes)) == ((), (), 2)
    assert all("move its rules to a conversion" in line for line in found.notes)


def test_an_import_of_a_listed_event_is_told(updated: Callable[..., Updated]) -> None:
    text = f"{HEAD}conversions:\n  - {{name: buy, kind: macro, category: add_to_cart, role: secondary, ga4: {{}}}}\n"
    found = updated(text, action("buy", 1), imported("buy", 2), key_event("buy"))
    assert (found.added, found.unexpressed) == ((), ())
    assert found.notes[-1].endswith("the event buy is declared with another conversion")


def test_names_that_the_file_uses_are_not_used_again(updated: Callable[..., Updated]) -> None:
    text = f"{HEAD}conversions:\n  - {{name: lead, kind: macro, category: contact, role: secondary}}\n"
    found = updated(text, imported("lead", 2), key_event("lead"))
    assert found.added == (("conversions", "Aoi (web) lead"),)


def test_goals_and_campaigns_that_are_not_named_are_added(updated: Callable[..., Updated]) -> None:
    text = (
        f"{HEAD}goals:\n  account:\n    - {{category: contact, biddable: true}}\n  campaigns:\n"
        f"    - {{campaign: A*, goals: []}} # ours\nconversions:\n{BUY}"
    )
    listed, other = campaign("Aoi", 1, own=True), campaign("Brand", 2, own=True)
    found = updated(
        text, action("buy", 1), goal("contact~website"), goal("purchase~website", biddable=False), listed,
        campaign_goal(listed, "contact~website"), other, campaign_goal(other, "contact~website", biddable=False),
        custom_goal("Learning", 9, 1),
    )  # fmt: skip
    assert found.added == (
        ("goals", "account", "purchase~website"),
        ("goals", "campaigns", "Brand"),
        ("goals", "custom", "Learning"),
    )
    assert found.unexpressed == ()
    assert left(found.plan) == ()
    lines = iter(found.data.decode().splitlines())
    assert all(line in lines for line in text.splitlines())
    assert "    - name: Learning\n      conversions: [buy]\n" in found.data.decode()


def test_what_the_file_makes_of_an_addition_is_told(updated: Callable[..., Updated]) -> None:
    """A default that the live object does not follow, where a config cannot say what it has: the proof finds it."""
    text = f"{HEAD}defaults: {{value: 500}}\nconversions:\n{BUY[:-2]}, value: none}}\n"
    buy = action("buy", 1, value_settings__always_use_default_value=True)
    found = updated(text, buy, action("late", 2, value_settings__default_value=-1.0))
    ((address, why),) = [(item.address.name, item.why) for item in found.unexpressed]
    assert (address, why.startswith("the plan would update it (value_settings.default_value -1 → 500")) == (
        "late",
        True,
    )


def test_what_is_not_ours_is_not_added(updated: Callable[..., Updated]) -> None:
    found = updated(f"{HEAD}conversions: []\n", action("Local", 1, Standing.SYSTEM), action("off", 2, Standing.HIDDEN))
    assert (found.added, found.unexpressed) == ((), ())


def test_a_byte_order_mark_stays(updated: Callable[..., Updated]) -> None:
    text = f"\ufeff{HEAD}conversions:\n{BUY}"
    found = updated(text, action("buy", 1), action("late", 2))
    assert found.data.startswith(text.encode())
    assert found.added == (("conversions", "late"),)


@pytest.mark.parametrize(
    ("type_name", "name", "mine"),
    [
        (ACTION, "late", True),
        (KEY_EVENT, "late_event", True),
        (CUSTOM_GOAL, "Learning", True),
        (ACCOUNT_GOAL, "purchase~website", True),
        (CAMPAIGN_CONFIG, "Brand", True),
        (CAMPAIGN_GOAL, "Brand/purchase~website", True),
        (CAMPAIGN_GOAL, "Brand 2/purchase~website", False),
        (CUSTOM_GOAL, "other", False),
        (ACTION, "buy", False),
    ],
)
def test_what_a_conflict_is_about(type_name: str, name: str, mine: bool) -> None:
    goals = Goals((GoalSetting("purchase", True),), (CampaignGoals("Brand"),), (CustomGoal("Learning", ("late",)),))
    added = client(conversion("late", event="late_event"), goals=goals)
    assert about(Conflict(Address(type_name, name), "why"), added) is mine
