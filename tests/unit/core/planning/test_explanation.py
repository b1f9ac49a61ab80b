"""Why bidding uses a conversion or not."""

from __future__ import annotations

import pytest
from strategies import action, ads, campaign, campaign_goal, client, conversion, custom_goal, ga4, goal, imported

from microconv.core.bidding.effective import Use
from microconv.core.client import CampaignGoals, Client, CustomGoal, Goals, GoalSetting
from microconv.core.conversion import GA4_IMPORT, Role
from microconv.core.planning.explain import explain
from microconv.core.planning.explanation import Explanation, Fit
from microconv.core.resource import Live, Standing
from microconv.providers import TYPES

PAIR = "add_to_cart~website"
CART = "mv_add_to_cart"


def explained(wanted: Client, *live: Live, name: str = CART) -> Explanation:
    return explain(TYPES, wanted, [ads(*live), ga4()], wanted.by_name[name])


def uses(found: Explanation) -> list[tuple[str, Use | None, Use | None]]:
    return [(place.name, place.now.use, place.after.use) for place in found.places]


@pytest.mark.parametrize(
    ("role", "primary", "named", "now", "after"),
    [
        (Role.PRIMARY, True, False, Fit.FITS, Fit.FITS),
        (Role.PRIMARY, False, False, Fit.FITS, Fit.FITS),  # the custom goal lists it
        (Role.SECONDARY, True, False, Fit.DIFFERS, Fit.DIFFERS),
        (Role.SECONDARY, False, False, Fit.DIFFERS, Fit.DIFFERS),
        (Role.SECONDARY, False, True, Fit.MEANT, Fit.MEANT),
        (Role.SECONDARY, True, True, Fit.DIFFERS, Fit.MEANT),  # the other campaign uses it, too, until the plan is done
    ],
)
def test_whether_it_is_what_the_config_wants(role: Role, primary: bool, named: bool, now: Fit, after: Fit) -> None:
    goals = Goals(custom=(CustomGoal("Learning", (CART,), ("Leads",)),)) if named else Goals()
    cart = action(CART, 1, primary_for_goal=primary)
    live = (cart, goal(PAIR), campaign("Brand", 1), campaign("Leads", 2, custom=7), custom_goal("Learning", 7, cart))
    found = explained(client(conversion(CART, role=role), goals=goals), *live)
    assert (found.fit_now, found.fit_after) == (now, after)


def test_a_campaign_that_gets_goals_of_its_own() -> None:
    goals = Goals(campaigns=(CampaignGoals("Brand", goals=(GoalSetting("add_to_cart", False),)),))
    brand, other = campaign("Brand", 1), campaign("Other", 2)
    live = (action(CART, 1, primary_for_goal=True), goal(PAIR), brand, campaign_goal(brand, PAIR), other)
    found = explained(client(conversion(CART, role=Role.PRIMARY), goals=goals), *live)
    assert uses(found) == [
        ("Brand", Use.ACCOUNT_GOAL, Use.CAMPAIGN_GOAL_OFF),
        ("Other", Use.ACCOUNT_GOAL, Use.ACCOUNT_GOAL),
    ]
    assert [(place.now.own, place.after.own) for place in found.places] == [(False, True), (False, False)]
    assert [change.address.type for change in found.changes] == [
        "google_ads.campaign_conversion_goal",
        "google_ads.conversion_goal_campaign_config",
    ]


def test_changes_of_other_conversions_and_goals_are_not_its_own() -> None:
    goals = Goals(account=(GoalSetting("purchase", False), GoalSetting("add_to_cart", False)))
    wanted = client(conversion(CART, role=Role.PRIMARY), conversion("mv_other", role=Role.PRIMARY), goals=goals)
    live = (action(CART, 1), action("mv_other", 2), goal(PAIR), goal("purchase~website"))
    assert [change.address.name for change in explained(wanted, *live).changes] == [CART, PAIR]


def test_a_renamed_action_is_found_by_its_earlier_name() -> None:
    found = explained(client(conversion(CART, previously=("Cart",))), action("Cart", 1), goal(PAIR))
    assert found.action is not None
    assert (found.action.name, found.action.ours) == ("Cart", True)
    assert uses(found) == [("", Use.SECONDARY, Use.SECONDARY)]


def test_an_import_is_found_by_its_event_and_not_by_a_name() -> None:
    wanted = client(conversion("mv_lead", source=GA4_IMPORT, event="mv_lead"))
    namesake, own = action("mv_lead", 1), imported("mv_lead", 2, primary_for_goal=True)
    found = explained(wanted, namesake, own, goal(PAIR), name="mv_lead")
    assert found.action is not None
    assert (found.action.id, found.action.ours) == (own.id, True)
    found = explained(wanted, namesake, goal(PAIR), name="mv_lead")
    assert found.action is not None
    assert (found.action.id, found.action.ours) == (namesake.id, False)
    assert found.action.why == "found by its name only: it is not what the config declares"


def test_a_removed_action_is_made_anew() -> None:
    wanted = client(conversion(CART, role=Role.PRIMARY))
    found = explained(wanted, action(CART, 1, Standing.REMOVED), goal(PAIR))
    assert found.action is not None
    assert (found.action.status, found.action.why) == ("removed", "removed")
    assert uses(found) == [("", None, Use.ACCOUNT_GOAL)]


def test_what_is_there_comes_before_what_is_removed() -> None:
    gone, theirs = action(CART, 1, Standing.REMOVED), action(CART, 9, Standing.OTHER_OWNER)
    found = explained(client(conversion(CART)), gone, theirs, goal(PAIR))
    assert found.action is not None
    assert found.action.id == theirs.id


def test_the_clients_own_and_not_the_managers_of_the_same_name() -> None:
    theirs = action(CART, 9, Standing.OTHER_OWNER, primary_for_goal=True)
    own = action(CART, 1)
    wanted = client(conversion(CART))
    found = explained(wanted, theirs, own, goal(PAIR))
    assert found.action is not None
    assert (found.action.id, found.action.owner) == (own.id, "")
    assert uses(found) == [("", Use.SECONDARY, Use.SECONDARY)]
    found = explained(wanted, theirs, goal(PAIR))
    assert found.action is not None
    assert (found.action.owner, found.action.why) == ("999-888-7777", "owned by another account")
    assert uses(found) == [("", Use.ACCOUNT_GOAL, Use.ACCOUNT_GOAL)]


def test_a_conflict_is_told() -> None:
    wanted = client(conversion(CART, role=Role.PRIMARY))
    found = explained(wanted, action(CART, 1, type="upload_clicks"), goal(PAIR))
    assert [item.summary.partition(":")[0] for item in found.conflicts] == [
        "source is upload_clicks and cannot become website"
    ]


def test_nothing_of_it_is_in_google_ads() -> None:
    found = explained(client(conversion(CART, source=None, event=CART)), action(CART, 1, primary_for_goal=True))
    assert (found.in_google_ads, found.action, found.used_now) == (False, None, 0)
    without = client(conversion(CART), customer_id="")
    assert explain(TYPES, without, [ga4()], without.by_name[CART]).in_google_ads is False
