"""Law 10: however a run ends, no campaign has lost a final conversion that it used, unless the plan's end says so.

Each request of a run in turn is refused, refused in part, refused for want of quota, lost before and after it was
carried out, and the run is interrupted and killed before and after it. At every moment, also of the run that follows:

- what a place used before and uses after the whole plan it uses throughout, if it is a final conversion;
- a place that used a final conversion before and uses one after uses one throughout; likewise anything.

And law 9: nothing is used that neither the state before nor the one after wants.

A place is a campaign, or the account's goals. What it uses is computed from the raw account (`uses.py`).
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest
from ads_store import pair
from goal_worlds import goal_worlds
from hypothesis import assume, event, example, given, settings
from stores import Account, AdsStore, Fault, Ga4Store
from strategies import CAMPAIGN_CONFIG, World, action, campaign, campaign_goal, client, conversion, custom_goal, goal
from test_laws_bidding import ANY, failures, without_conflicts
from uses import Uses, moved_away, uses

from microconv import project
from microconv.core.client import CampaignGoals, CustomGoal, Goals, GoalSetting, Level
from microconv.core.conversion import ConversionKind, Role
from microconv.core.errors import RejectedError
from microconv.core.kinds import ACCOUNT_GOAL, ACTION, needed
from microconv.core.plan import Change
from microconv.core.planning.steps import Step
from microconv.core.ports import Outcome, failed
from microconv.core.resource import Address, Standing
from microconv.project import Project
from microconv.providers import TYPES
from microconv.reconcile.apply import REPEATS
from microconv.reconcile.result import Result
from tests.heavy import HEAVY, sample

RESULTS = {"purchase", "submit_lead_form", "contact"}
"""The categories of results among those of these worlds."""

WORLDS = 40 if HEAVY else 4
"""Generated worlds for each property: each is tried with many troubles."""

BETWEEN = "between two requests of the run "
"""The beginning of what a plan says where it cannot hold a law between two requests."""

few = settings(max_examples=WORLDS, report_multiple_bugs=False, derandomize=not HEAVY or "CI" in os.environ)
"""The quick run tries the same few worlds each time, and so does `.ci/run` with its many."""


class Killed(BaseException):
    """The process is gone."""


class Quota(Account):
    """An account that refuses one write call whole, or in whose midst the process is killed."""

    no_quota = 0
    killed = 0
    after = False

    def apply(self, step: Step) -> Sequence[Outcome]:
        number = self.writes + 1
        if number == self.no_quota:
            self.calls, self.writes = self.calls + 1, number
            error = RejectedError(api=self.name, account=self.account, code="RESOURCE_EXHAUSTED", message="no quota")
            return [failed(change, error) for change in step.changes]
        if number == self.killed and not self.after:
            raise Killed
        outcomes = super().apply(step)
        if number == self.killed:
            raise Killed
        return outcomes


class Run:
    """One project with its two accounts in memory. `moments` is what each place uses after every call, at first now.

    `apart`: a manager account owns the conversions, so that they and campaigns change in calls of their own. `told` are
    the (law, place) pairs that a plan named beforehand, as one that it cannot hold the law for between two requests.
    `batch`: the number of changes that one call holds, 0 for Google's.
    """

    def __init__(self, world: World, *, apart: bool = False, batch: int = 0) -> None:
        needs = needed(world.client)
        live = world.live
        self.ads = Quota(AdsStore(item for item in live if item.address.provider == "google_ads"), needs=needs)
        self.ga4 = Account(Ga4Store(item for item in live if item.address.provider == "ga4"), needs=needs)
        if apart:
            self.ads.owner = {"owner.account": "999-888-7777", "owner.managed": True}
        with pytest.MonkeyPatch.context() as patch:
            if batch:
                patch.setattr(project, "types", lambda: tuple(replace(kind, batch=batch) for kind in TYPES))
            self.project = Project(world.client, providers=[self.ads, self.ga4])
        self._old = {item.id for item in world.actions}
        self._places = {"": "the account's goals"}
        self._places |= {
            str(item.state["campaign"]): f'campaign "{item.address.name}"'
            for item in live
            if item.address.type == CAMPAIGN_CONFIG
        }
        self.told: set[tuple[int, str]] = set()
        self.unsure: set[str] = set()
        self.moments = [self.used()]
        self.ads.watch = lambda: self.moments.append(self.used())
        for journal in self.project.journals.glob("*.jsonl"):
            journal.unlink()

    def sync(self) -> Result | None:
        """The result, or nothing where the process was killed."""
        plan = self.project.plan()
        for law, said in ((10, plan.dangers), (9, plan.warnings)):
            texts = [item.summary for item in said if item.summary.startswith(BETWEEN)]
            self.told |= {
                (law, one) for one, name in self._places.items() if any(f" {name} " in text for text in texts)
            }
        self.unsure |= {
            item.where for item in plan.warnings if item.code == "new-goal" and "only Google knows" in item.summary
        }
        try:
            return self.project.apply(plan, ANY)
        except Killed:
            return None

    def used(self) -> Uses:
        """The actions that bidding uses now: new actions by their names."""
        names = {item.id: item.address.name for item in self.ads.store.live.values()}
        found = uses(self.ads.store.live.values())
        return frozenset((place, one if one in self._old else f"new {names[one]}") for place, one in found)

    def left_to_google(self) -> set[str]:
        """The actions in goals whose start a plan left to Google: bidding may use them or not."""
        return {
            item.id if item.id in self._old else f"new {item.address.name}"
            for item in self.ads.store.live.values()
            if item.address.type == ACTION and str(Address(ACCOUNT_GOAL, pair(item.state))) in self.unsure
        }


def finals(world: World) -> set[str]:
    """The final conversions' actions, as `Run` calls them."""
    found, micro = set(), set()
    for one in world.client.conversions:
        imports = f"ga4:{world.client.property_id}/{one.event}"
        own = {item.id for item in world.actions
               if item.identity == imports or item.address.name in {one.name, *one.previously}}  # fmt: skip
        (found if one.kind is ConversionKind.MACRO else micro).update({*own, f"new {one.name}"})
    for item in world.actions:
        if item.state["category"] in RESULTS and not item.address.name.startswith("mv_") and item.id not in micro:
            found.add(item.id)
    return found


def check(run: Run, after: Uses, final: set[str], aside: set[str]) -> None:
    """The law, for every moment. Of the actions `aside` nothing is promised, nor of the places that used them."""
    moments = run.moments
    before = moments[0]
    spared = {place for place, one in before if one in aside} | {place for law, place in run.told if law == 10}
    sure = {(place, one) for place, one in after if one not in aside}
    kept = {(place, one) for place, one in before & after if one in final - aside and (10, place) not in run.told}
    for number, moment in enumerate(moments):
        assert kept <= moment, f"after call {number}, lost: {sorted(kept - moment)}"
        odd = moment - before - after
        odd = {(place, one) for place, one in odd if one not in aside and (9, place) not in run.told}
        assert odd == set(), f"after call {number}, used although nobody wants it: {sorted(odd)}"
        for place in {place for place, _ in before} - spared:
            for what, among in (("final conversion", final), ("conversion", None)):
                had, has, ends = (
                    {one for where, one in some if where == place and (among is None or one in among)}
                    for some in (before, moment, sure)
                )
                assert has or not had or not ends, f"after call {number} {place!r} is without a {what}"


Trouble = Callable[[Run, int], None]


def fault(*faults: Fault) -> Trouble:
    def arm(run: Run, number: int) -> None:
        run.ads.faults.update(enumerate(faults, number))

    return arm


def _quota(run: Run, number: int) -> None:
    run.ads.no_quota = number


def _killed_before(run: Run, number: int) -> None:
    run.ads.killed = number


def _killed_after(run: Run, number: int) -> None:
    run.ads.killed, run.ads.after = number, True


TROUBLES: tuple[Trouble, ...] = (
    _quota,
    _killed_before,
    _killed_after,
    fault(Fault.INTERRUPT_BEFORE),
    fault(Fault.INTERRUPT_AFTER),
    fault(Fault.ANSWER_LOST),
    fault(Fault.NOT_ARRIVED),
    fault(*[Fault.NOT_ARRIVED] * (REPEATS + 2)),
)


def refused(change: Change) -> Trouble:
    def arm(run: Run, number: int) -> None:
        run.ads.refused = run.ga4.refused = {change}

    return arm


def succeeds(run: Run) -> bool:
    """True where a sync does all that it is to do, and that is something."""
    result = run.sync()
    return result is not None and bool(result.outcomes) and not failures(result)


def hold(world: World, whole: Run, *, every: int, apart: bool = False, batch: int = 0) -> None:
    """The law for one world, with each `every`-th trouble in the quick run. `whole` is a run in which all went well."""
    changes = Run(world, apart=apart, batch=batch).project.plan().changes
    after, final, aside = whole.moments[-1], finals(world), moved_away(world.live, whole.ads.store.live.values())
    check(whole, after, final, aside)
    ends = [(trouble, number) for number in range(1, whole.ads.writes + 1) for trouble in TROUBLES]
    ends += [(refused(change), 0) for change in changes]
    for trouble, number in sample(ends, every):
        run = Run(world, apart=apart, batch=batch)
        trouble(run, number)
        run.sync()
        check(run, after, final, aside)
        run.ads.faults.clear()
        run.ads.no_quota, run.ads.killed, run.ads.refused, run.ga4.refused = 0, 0, (), ()
        again = run.sync()
        assert again is not None
        assert again.in_sync
        check(run, after, final, aside)
        open_to_google = whole.left_to_google() | run.left_to_google()
        assert {use for use in run.moments[-1] ^ after if use[1] not in open_to_google} == set()


BRAND, SHOP = campaign("Brand", 1), campaign("Shop", 2)
P, C, Q = "purchase~website", "contact~website", "submit_lead_form~website"


def final(name: str, category: str, **said) -> object:
    return conversion(name, settings={"category": category}, **said)


NO_GOALS = Goals()


def settings_of(**biddable: bool) -> tuple[GoalSetting, ...]:
    return tuple(GoalSetting(category, value) for category, value in biddable.items())


def world(conversions, actions, goals: Goals = NO_GOALS, live=(), **said) -> World:
    return World(client(*conversions, goals=goals, **said), tuple(actions), (), tuple(live))


UP = [final("purchase", "purchase", role=Role.PRIMARY)]
OLD_AND_NEW = [
    action("purchase", 1, category="purchase"),
    action("mv_old", 2, category="purchase", primary_for_goal=True),
]
CASES = {
    "a promotion and the demotion that it replaces": world(UP, OLD_AND_NEW, live=[goal(P), BRAND]),
    "a creation and a demotion": world(UP, OLD_AND_NEW[1:], live=[goal(P), BRAND]),
    "goals of campaigns": world(
        UP, OLD_AND_NEW, Goals(campaigns=(CampaignGoals("*", goals=settings_of(purchase=True)),)),
        [goal(P, False), goal(C), *(item for one in (BRAND, SHOP) for item in (
            one, campaign_goal(one, P, False), campaign_goal(one, C)))],
    ),
    "a campaign from one goal to another whose member is promoted": world(
        [final("purchase", "purchase"), final("lead", "contact", role=Role.PRIMARY)],
        [action("purchase", 1, category="purchase", primary_for_goal=True), action("lead", 2, category="contact")],
        Goals(campaigns=(CampaignGoals("Brand", goals=settings_of(purchase=False, contact=True)),)),
        [goal(P), goal(C, False), campaign("Brand", 1, own=True), campaign_goal(BRAND, P),
         campaign_goal(BRAND, C, False)],
    ),
    "a campaign back to the account, whose goal opens": world(
        [final("purchase", "purchase", role=Role.PRIMARY), final("lead", "contact", role=Role.PRIMARY)],
        [action("purchase", 1, category="purchase", primary_for_goal=True), action("lead", 2, category="contact")],
        Goals(account=settings_of(contact=True, purchase=False), campaigns=(CampaignGoals("Brand", Level.ACCOUNT),)),
        [goal(P), goal(C, False), campaign("Brand", 1, own=True), campaign_goal(BRAND, P),
         campaign_goal(BRAND, C, False)],
    ),
    "another category whose goal opens": world(
        [final("purchase", "contact", role=Role.PRIMARY)],
        [action("purchase", 1, category="purchase", primary_for_goal=True), action("other", 2, category="contact")],
        Goals(account=settings_of(contact=True, purchase=False)),
        [goal(P), goal(C, False), BRAND],
    ),
    "two that change places": world(
        [final("purchase", "contact", role=Role.PRIMARY), final("lead", "purchase", role=Role.PRIMARY)],
        [action("purchase", 1, category="purchase", primary_for_goal=True),
         action("lead", 2, category="contact", primary_for_goal=True)],
        live=[goal(P, True), goal(C, False), campaign("Brand", 1, own=True), campaign_goal(BRAND, P, False),
              campaign_goal(BRAND, C, True)],
    ),
    "a custom goal that loses its only final": world(
        [final("purchase", "purchase", role=Role.PRIMARY), conversion("mv_cart")],
        [action("purchase", 1, category="purchase"), action("mv_cart", 3)],
        Goals(custom=(CustomGoal("Learning", ("mv_cart",), ("Brand",)),), account=settings_of(purchase=True)),
        [goal(P, False), goal("add_to_cart~website"), campaign("Brand", 1, own=True, custom=1),
         campaign_goal(BRAND, P), campaign_goal(BRAND, "add_to_cart~website", False), custom_goal("Learning", 1, 1)],
    ),
    "a demotion into a goal that is not there yet": world(
        [final("purchase", "purchase", role=Role.PRIMARY), final("old", "submit_lead_form")],
        [action("purchase", 1, category="purchase"),
         action("old", 2, category="purchase", primary_for_goal=True)],
        Goals(account=settings_of(submit_lead_form=False)),
        [goal(P), BRAND],
    ),
    "a final moves to a goal that a new action brings": world(
        [final("purchase", "contact", role=Role.PRIMARY), final("lead", "contact")],
        [action("purchase", 1, category="purchase", primary_for_goal=True)],
        Goals(account=settings_of(contact=True, purchase=False)),
        [goal(P), BRAND],
    ),
    "a final leaves a campaign, which gets another one, for a goal that is not there yet": world(
        [final("purchase", "contact", role=Role.PRIMARY), final("lead", "purchase", role=Role.PRIMARY)],
        [action("purchase", 1, category="purchase", primary_for_goal=True)],
        Goals(account=settings_of(purchase=False), campaigns=(
            CampaignGoals("Brand", goals=settings_of(contact=False)),)),
        [goal(P, False), campaign("Brand", 1, own=True), campaign_goal(BRAND, P)],
    ),
    "a final that is used before and after moves to a goal that is not there yet": world(
        [final("purchase", "submit_lead_form", role=Role.PRIMARY)],
        [action("purchase", 1, category="purchase", primary_for_goal=True)],
        Goals(account=settings_of(submit_lead_form=True)),
        [goal(P), BRAND],
    ),
}  # fmt: skip


@pytest.mark.parametrize("apart", [False, True])
@pytest.mark.parametrize("name", CASES)
def test_law_10_for_the_cases_that_were_found(name: str, apart: bool) -> None:
    case = CASES[name]
    whole = Run(case, apart=apart)
    assert succeeds(whole)
    hold(case, whole, every=3, apart=apart)


WITHOUT_GOALS = world(
    [final("purchase", "purchase", role=Role.PRIMARY), final("lead", "purchase", role=Role.PRIMARY)],
    [action("purchase", 1, category="purchase"), *(
        action(name, number, category="purchase", primary_for_goal=True)
        for number, name in enumerate(("mv_old", "mv_older", "mv_oldest"), start=2))],
    live=[goal(P), BRAND],
)  # fmt: skip
"""Two finals come, one of them new, and three steps leave: a plan that changes no goals."""


@pytest.mark.parametrize("apart", [False, True])
@pytest.mark.parametrize("batch", [1, 2])
def test_law_10_where_actions_alone_change_in_many_requests(batch: int, apart: bool) -> None:
    """Nothing is judged beforehand there: whatever comes is there before anything leaves."""
    whole = Run(WITHOUT_GOALS, apart=apart, batch=batch)
    assert succeeds(whole)
    assert whole.ads.writes == {1: 5, 2: 3}[batch]
    assert whole.told == set()
    hold(WITHOUT_GOALS, whole, every=3, apart=apart, batch=batch)


@few
@given(goal_worlds())
@example(CASES["goals of campaigns"])
def test_law_10_no_run_ends_with_a_final_conversion_lost(world: World) -> None:
    world = without_conflicts(world)
    whole = Run(world)
    assume(succeeds(whole))
    event(f"{whole.ads.writes} calls")
    hold(world, whole, every=23)


@few
@given(goal_worlds())
def test_law_10_where_a_manager_owns_the_conversions(world: World) -> None:
    world = without_conflicts(world)
    whole = Run(world, apart=True)
    assume(succeeds(whole))
    event(f"{whole.ads.writes} calls")
    hold(world, whole, every=23, apart=True)


@few
@given(goal_worlds())
@example(CASES["goals of campaigns"])
def test_law_10_where_one_request_does_not_hold_all_changes(world: World) -> None:
    world = without_conflicts(world)
    whole = Run(world, batch=3)
    assume(succeeds(whole) and whole.ads.writes > 1)
    event(f"{whole.ads.writes} calls")
    hold(world, whole, every=23, batch=3)


FROM_A_GOAL_TO_A_CUSTOM_GOAL = world(
    [final("purchase", "purchase")],
    [action("purchase", 1, category="purchase", primary_for_goal=True)],
    Goals(
        custom=(CustomGoal("Learning", ("purchase",), ("Brand", "Shop")),),
        campaigns=tuple(CampaignGoals(name, goals=settings_of(purchase=False)) for name in ("Brand", "Shop")),
    ),
    [goal(P), goal(C), custom_goal("Learning", 1, 1), campaign("Brand", 1, own=True), campaign("Shop", 2, own=True),
     *(campaign_goal(one, pair) for one in (BRAND, SHOP) for pair in (P, C))],
)  # fmt: skip
"""Two campaigns use the same conversion by another way afterwards: by their settings, no longer by their goals."""


@few
@given(goal_worlds())
@example(FROM_A_GOAL_TO_A_CUSTOM_GOAL)
def test_law_10_where_a_manager_owns_the_conversions_and_a_request_does_not_hold_all(world: World) -> None:
    world = without_conflicts(world)
    whole = Run(world, apart=True, batch=3)
    assume(succeeds(whole) and whole.ads.writes > 1)
    event(f"{whole.ads.writes} calls")
    hold(world, whole, every=23, apart=True, batch=3)


@pytest.mark.parametrize("apart", [False, True])
def test_no_two_requests_share_a_campaign(apart: bool) -> None:
    """Neither law is at risk then, and nothing is told."""
    whole = Run(FROM_A_GOAL_TO_A_CUSTOM_GOAL, apart=apart, batch=3)
    assert succeeds(whole)
    assert whole.ads.writes > 1
    assert whole.told == set()
    hold(FROM_A_GOAL_TO_A_CUSTOM_GOAL, whole, every=1, apart=apart, batch=3)


def test_the_oracle_agrees_with_the_account() -> None:
    """Primary in an open goal, listed, selected; not secondary, closed, hidden or removed."""
    own = campaign("Brand", 1, own=True, custom=1)
    live = [
        *(action("a", 1, category="purchase", primary_for_goal=True), action("b", 2, category="contact")),
        *(action("c", 3, Standing.HIDDEN, category="purchase", primary_for_goal=True), goal(P), goal(C, False)),
        *(own, campaign_goal(own, P, False), campaign_goal(own, C), custom_goal("Learning", 1, 2), SHOP),
    ]
    first, second = (item.id for item in live[:2])
    assert uses(live) == {("", first), ("1", second), ("2", first)}
    assert uses([]) == frozenset()
