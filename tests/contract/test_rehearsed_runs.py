"""A plan says before the first write what its run then meets: nothing is refused that could have been rehearsed.

Generated accounts and configs, policies of the emulator that refuse more or less, campaigns that take no goals. The
oracle is the run itself: the answers that its writes get, and what the accounts hold afterwards.
"""

from __future__ import annotations

import random
from collections import Counter

import pytest

from microconv.core.client import CampaignGoals, CustomGoal, Demote, Goals, GoalSetting, Level, Unlisted
from microconv.core.conversion import Role
from microconv.core.errors import RefusedError
from microconv.core.kinds import CAMPAIGN_CONFIG, CAMPAIGN_GOAL
from microconv.core.plan import Action
from microconv.core.planning.limits import Allow, Limits
from microconv.core.resource import Address
from tests.contract.ads_account import action, campaign, campaign_goal, custom_goal, goal, imported, uses
from tests.heavy import examples

CATEGORIES = ("purchase", "signup", "contact", "page_view")
CAMPAIGNS = ("Brand", "Generic", "Shop A", "Shop B")
POLICIES = {
    "ga4_import_mutability": (
        "status_and_primary",
        "category_name_and_value",
        "status_primary_category_name_and_value",
        "all",
        "none",
    ),
    "name_reuse_after_removal": ("allowed", "refused"),
    "removed_custom_goal_name": ("free", "taken"),
    "new_customer_goal": ("same_category_rule", "always_true"),
    "new_campaign_goal": ("documented_rule", "account_default"),
    "custom_goal_and_campaign_goals": ("both", "custom_only"),
    "campaign_back_to_account": ("reset", "kept"),
}
CASES = examples(60)


class Case:
    """One account and one config, by a seed."""

    def __init__(self, seed: int, conversion) -> None:
        self._rng = rng = random.Random(seed)
        self._conversion = conversion
        names = [f"mv_{letter}" for letter in "abcdef"]
        self.names = rng.sample(names, rng.randint(1, 5))
        self.there = {name: number for number, name in enumerate(names, 1) if rng.random() < 0.6}
        self.campaigns = rng.sample(CAMPAIGNS, rng.randint(0, 4))

    def inhabit(self, inhabit):
        rng = self._rng
        actions = [
            action(number, name, rng.choice(CATEGORIES).upper(), primary=rng.random() < 0.5,
                   status=rng.choice(("ENABLED", "ENABLED", "ENABLED", "REMOVED")))
            for name, number in self.there.items()
        ]  # fmt: skip
        live = [one["id"] for one in actions if one["status"] == "ENABLED"]
        if rng.random() < 0.6:
            actions.append(imported(50, "lead", primary=rng.random() < 0.5, status=rng.choice(("ENABLED", "HIDDEN"))))
        custom = (
            [custom_goal(81, "Learning", rng.choice(live), status=rng.choice(("ENABLED", "REMOVED")))] if live else []
        )
        flags = ({}, {}, {"search_ads_360": True}, {"unified_goals": False})
        campaigns = [campaign(70 + number, name, **rng.choice(flags)) for number, name in enumerate(self.campaigns)]
        free = [one["id"] for one in campaigns if len(one) == 2]
        goals = [goal(category.upper(), rng.random() < 0.6) for category in CATEGORIES if rng.random() < 0.5]
        own = [
            campaign_goal(number, rng.choice(goals)["category"], rng.random() < 0.5)
            for number in free
            if goals and rng.random() < 0.3
        ]
        used = [
            uses(number, 81) for number in free if rng.random() < 0.3 and custom and custom[0]["status"] == "ENABLED"
        ]
        world = inhabit(
            actions,
            goals,
            key_events=[{"event_name": "lead"}],
            campaigns=campaigns,
            custom_conversion_goals=custom,
            campaign_conversion_goals=own,
            conversion_goal_campaign_configs=used,
        )
        for policy, values in POLICIES.items():
            world.policies.set(policy, rng.choice(values))
        return world

    def config(self):
        rng = self._rng
        wanted = [
            self._conversion(name, role=rng.choice(list(Role)), settings={"category": rng.choice(CATEGORIES)})
            for name in self.names
        ]
        if rng.random() < 0.7:
            wanted.append(
                self._conversion("mv_lead", source="ga4", event="lead", role=rng.choice(list(Role)), settings={})
            )
        account = [GoalSetting(category, rng.random() < 0.6) for category in CATEGORIES if rng.random() < 0.4]
        entries = []
        for pattern in rng.sample(("*", "Shop *", *CAMPAIGNS), rng.randint(0, 2)):
            own = tuple(GoalSetting(one, rng.random() < 0.6) for one in CATEGORIES if rng.random() < 0.5)
            entry = CampaignGoals(pattern, goals=own) if own else CampaignGoals(pattern, level=Level.ACCOUNT)
            entries.append(entry)
        members = tuple(rng.sample([one.name for one in wanted], rng.randint(1, len(wanted))))
        custom = (CustomGoal("Learning", members, tuple(rng.sample(CAMPAIGNS, 1))),) if rng.random() < 0.5 else ()
        return wanted, {
            "goals": Goals(tuple(account), tuple(entries), custom),
            "unlisted": rng.choice(list(Unlisted)),
            "demote": rng.choice(list(Demote)),
        }


def depending(plan):
    """The objects that Google cannot be asked about yet, found without the program's help: they have no id before the
    run, and nor does the run make them itself; and the settings of campaigns that have such goals.
    """
    later = {one.address for one in plan.changes if not one.id and one.action is not Action.CREATE}
    campaigns = {one.name.rpartition("/")[0] for one in later if one.type == CAMPAIGN_GOAL}
    return {str(one) for one in later} | {str(Address(CAMPAIGN_CONFIG, name)) for name in campaigns}


@pytest.fixture(scope="module")
def met():
    """The refusals that the cases met: a test of the test, at the end."""
    return Counter()


@pytest.mark.parametrize("seed", range(CASES))
def test_nothing_is_refused_that_could_have_been_asked_about(inhabit, project, conversion, holds, met, seed):
    case = Case(seed, conversion)
    world = case.inhabit(inhabit)
    wanted, fields = case.config()
    run = project(*wanted, **fields)
    plan = run.plan()
    refused = [one for one in plan.conflicts if one.refused]
    met["refused"] += bool(refused)
    named = " ".join(one.summary for one in plan.warnings if one.code == "not-rehearsed")
    try:
        result = run.apply(plan, Limits(allow=tuple(Allow)))
    except RefusedError:
        assert plan.conflicts != ()
        assert holds.writes() == []
        met["stopped"] += 1
        return
    met["refused and the rest done"] += bool(refused) and bool(result.applied)
    later = depending(plan)
    for outcome in result.failed:
        assert str(outcome.change.address) in later or "NOT_DONE" in str(outcome.error), outcome
    assert {address for address in later if address in named} or not result.failed
    assert {str(one.address) for one in plan.changes if str(one.address) in named} <= later
    if not result.failed:
        assert {status for _, status in holds.writes()} <= {"OK"}
        assert result.after is not None
        assert {one.address for one in result.after.conflicts if one.refused} <= {one.address for one in refused}
        assert result.in_sync is (not refused and not result.after.changes)
    assert world.log.entries


def test_the_cases_meet_refusals(met):
    if CASES >= 40 and sum(met.values()):
        assert met["refused"] > 3
        assert met["refused and the rest done"] > 1
