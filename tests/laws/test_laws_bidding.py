"""Bidding while a plan is carried out: never what neither the old nor the new state wants.

Checked after every single API call: of a run in which all goes well, of runs in which one change is refused, of runs
that an interrupt ends after a call, and of runs in which any number of changes are refused.
"""

from __future__ import annotations

from dataclasses import replace

from goal_worlds import goal_worlds
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st
from stores import Account, AdsStore, Fault, Ga4Store
from strategies import CUSTOM_GOAL, World, action, campaign, campaign_goal, client, conversion, goal
from uses import moved_away

from microconv.core.bidding.forecast import Forecast
from microconv.core.bidding.inputs import bidding_inputs
from microconv.core.client import CampaignGoals, CustomGoal, Demote, Goals, GoalSetting, Unlisted
from microconv.core.conversion import Role
from microconv.core.kinds import needed
from microconv.core.plan import Change, Plan, Shift
from microconv.core.planning.limits import Allow, Limits
from microconv.core.ports import Status
from microconv.core.resource import Live, Standing
from microconv.project import Project
from microconv.reconcile.apply import REPEATS
from microconv.reconcile.past import read_run
from microconv.reconcile.result import Result
from tests.heavy import examples

ANY = Limits(allow=tuple(Allow))
Uses = frozenset[tuple[str, str]]


class Run:
    """One project with its two accounts in memory. Journals of earlier ones go: thousands would fill the memory."""

    def __init__(self, world: World) -> None:
        live = world.live
        needs = needed(world.client)
        self.ads = Account(AdsStore(item for item in live if item.address.provider == "google_ads"), needs=needs)
        self.ga4 = Account(Ga4Store(item for item in live if item.address.provider == "ga4"), needs=needs)
        self.project = Project(world.client, providers=[self.ads, self.ga4])
        self.began = live
        self.old = {item.id for item in world.actions}
        self.moments = [self.uses()]
        self.ads.watch = lambda: self.moments.append(self.uses())
        for journal in self.project.journals.glob("*.jsonl"):
            journal.unlink()

    def sync(self, plan: Plan | None = None) -> Result:
        return self.project.apply(plan or self.project.plan(), ANY)

    def uses(self) -> Uses:
        """Bidding now: a campaign, and an action by its id, or by its name if it is new."""
        state = bidding_inputs(tuple(self.ads.store.live.values()))
        names = {item.id: item.name for item in state.actions}
        return frozenset(
            (campaign, action if action in self.old else f"new {names[action]}") for campaign, action in state.used()
        )

    def named(self, shift: Shift) -> Shift:
        """A shift as a plan calls it: what the plan makes has no id yet."""
        return shift if shift.id in self.old else shift._replace(id=f"new:{shift.action}")

    @property
    def live(self) -> tuple[Live, ...]:
        return (*self.ads.store.live.values(), *self.ga4.store.live.values())


def without_conflicts(world: World) -> World:
    """The same world with a config that can be carried out."""
    while conflicts := Run(world).project.plan().conflicts:
        stuck = {item.address.name for item in conflicts}
        kept = tuple(item for item in world.client.conversions if item.name not in stuck and item.event not in stuck)
        if len(kept) == len(world.client.conversions):
            world = replace(world, client=replace(world.client, goals=Goals(), demote=Demote.FLAG))
            kept = world.client.conversions
        names = {item.name for item in kept}
        custom = tuple(
            replace(item, conversions=tuple(name for name in item.conversions if name in names))
            for item in world.client.goals.custom
        )
        goals = replace(world.client.goals, custom=tuple(item for item in custom if item.conversions))
        world = replace(world, client=replace(world.client, conversions=kept, goals=goals))
    run = Run(world)
    run.ads.store.forgiving = True  # type: ignore[attr-defined]
    run.sync()
    if senseless(run.live):
        assume(world.client.goals)
        return without_conflicts(replace(world, client=replace(world.client, goals=Goals(), demote=Demote.FLAG)))
    return world


def senseless(live: tuple[Live, ...]) -> bool:
    """True where Google would refuse the state: campaigns without goals, custom goals that list the same actions."""
    state = bidding_inputs(live)
    if any(item.own and not item.custom_goal and not any(item.goals.values()) for item in state.campaigns or ()):
        return True
    lists = [
        item.state["conversion_actions"]
        for item in live
        if item.address.type == CUSTOM_GOAL and item.standing is Standing.NORMAL
    ]
    return len(set(lists)) < len(lists)


BRAND = campaign("Brand", 1)
LEAVING = World(
    client(
        conversion("mv_cart", role=Role.PRIMARY),
        conversion("mv_b"),
        goals=Goals(custom=(CustomGoal("Learning", ("mv_b",), ("Brand",)),)),
    ),
    (action("mv_cart", 1, primary_for_goal=True), action("mv_b", 2)),
    (),
    (goal("add_to_cart~website"), BRAND, campaign_goal(BRAND, "add_to_cart~website")),
)
"""A campaign that gets a custom goal keeps the account's goals as its own: they have to be read for that."""


def crossing(account: bool, own: bool) -> World:
    """The account's goal becomes `account`, and the goal of a campaign that leaves it `own`; both were the opposite."""
    return World(
        client(
            conversion("mv_cart", role=Role.PRIMARY),
            goals=Goals(
                account=(GoalSetting("add_to_cart", account),),
                campaigns=(CampaignGoals("Brand", goals=(GoalSetting("add_to_cart", own),)),),
            ),
        ),
        (action("mv_cart", 1, primary_for_goal=True), action("Purchase", 2, category="purchase")),
        (),
        (
            *(goal("add_to_cart~website", not account), goal("purchase~website", not own), BRAND),
            campaign_goal(BRAND, "add_to_cart~website", not account),
            campaign_goal(BRAND, "purchase~website", not own),
        ),
    )


NEW_PAIR = World(
    client(conversion("mv_cart", role=Role.PRIMARY), goals=Goals(account=(GoalSetting("add_to_cart", False),))),
    (action("mv_cart", 1, Standing.HIDDEN, category="page_view"),),
    (),
    (goal("page_view~website"), BRAND, campaign_goal(BRAND, "page_view~website")),
)
"""A hidden action is enabled with another category, and the goal that appears with that is closed."""


GOAL_OPENS_BY_ITSELF = World(
    client(
        conversion("mv_call", role=Role.PRIMARY, source="ad_call"),
        goals=Goals(account=(GoalSetting("add_to_cart", True, "call_from_ads"), GoalSetting("add_to_cart", False))),
        unlisted=Unlisted.REMOVE,
    ),
    (action("mv_old", 1), action("Purchase", 2)),
    (),
    (goal("add_to_cart~website"),),
)
"""A goal that is to open starts open, so that one change of a request that got lost looks done; another one removes."""


def failures(result: Result) -> list[str]:
    return [f"{item.change.address}: {item.error}" for item in (*result.failed, *result.unknown)]


@given(goal_worlds())
@example(crossing(False, True))
@example(crossing(True, False))
@example(NEW_PAIR)
def test_law_1_a_second_run_has_nothing_to_do(world: World) -> None:
    run = Run(without_conflicts(world))
    first = run.project.plan()
    result = run.sync(first)
    assert failures(result) == []
    assert result.skipped == ()
    second = run.project.plan()
    assert second.changes == ()
    assert second.conflicts == ()
    assert {item.address for item in second.waiting} == {item.address for item in first.waiting}


@given(goal_worlds())
@example(LEAVING)
def test_the_plan_foresees_what_bidding_will_use(world: World) -> None:
    run = Run(without_conflicts(world))
    before = bidding_inputs(tuple(run.ads.store.live.values()))
    plan = run.project.plan()
    assume(not failures(run.sync(plan)))
    after = bidding_inputs(tuple(run.ads.store.live.values()))
    # A goal that is not there yet is unknown: of its actions nothing is promised that Google decides.
    unknown = {action.name for action in after.actions if action.pair not in before.goals}
    shifts = {run.named(shift) for shift in Forecast(before, after).shifts()}
    assert {one for one in plan.shifts if one.action not in unknown} == {
        one for one in shifts if one.action not in unknown
    }


def check(run: Run, wanted: Uses) -> None:
    """A final that moves to a goal which was not there is the exception: better used too early than lost."""
    allowed = run.moments[0] | wanted
    aside = moved_away(run.began, run.ads.store.live.values())
    for number, moment in enumerate(run.moments):
        odd = {(place, one) for place, one in moment - allowed if one not in aside}
        assert odd == set(), f"after call {number}: {sorted(odd)}"


@given(goal_worlds())
@example(crossing(False, True))
@example(crossing(True, False))
@example(NEW_PAIR)
def test_at_no_moment_bidding_uses_what_nobody_wants(world: World) -> None:
    world = without_conflicts(world)
    run = Run(world)
    plan = run.project.plan()
    result = run.sync(plan)
    assume(not failures(result))
    wanted = run.moments[-1]
    check(run, wanted)


@settings(max_examples=examples(60))
@given(goal_worlds())
def test_nor_when_any_one_change_is_refused(world: World) -> None:
    world = without_conflicts(world)
    run = Run(world)
    plan = run.project.plan()
    assume(not failures(run.sync(plan)))
    wanted = run.moments[-1]
    for change in plan.changes:
        again = Run(world)
        again.ads.refused = again.ga4.refused = {change}
        again.sync(again.project.plan())
        check(again, wanted)


def told(project: Project, result: Result) -> dict[Change, Status]:
    """The last word of a run's journal on each change that it was about to send."""
    done = read_run(project.journals / f"{result.run}.jsonl").done
    return {item.change: item.status or Status.UNKNOWN for item in done}


@settings(max_examples=examples(60))
@given(
    goal_worlds(),
    st.lists(st.sampled_from([Fault.NOT_ARRIVED, Fault.ANSWER_LOST]), min_size=1, max_size=REPEATS)
    | st.just([Fault.INTERRUPT_AFTER]),
)
@example(GOAL_OPENS_BY_ITSELF, [Fault.NOT_ARRIVED])
@example(GOAL_OPENS_BY_ITSELF, [Fault.ANSWER_LOST])
def test_nor_when_a_call_is_interrupted_or_gets_lost(world: World, faults: list[Fault]) -> None:
    """Lost answers, even several, are settled by the run itself, and the journal has every outcome."""
    world = without_conflicts(world)
    interrupt = Fault.INTERRUPT_AFTER in faults
    run = Run(world)
    assume(not failures(run.sync()))
    for number in range(1, run.ads.writes + 1):
        again = Run(world)
        again.ads.faults.update(enumerate(faults, number))
        result = again.sync()
        assert result.interrupted is interrupt
        assert result.in_sync is not interrupt
        assert interrupt or not failures(result)
        assert told(again.project, result) == {item.change: item.status for item in result.outcomes}
        check(again, run.moments[-1])
        again.ads.faults.clear()
        assert again.sync().in_sync
        check(again, run.moments[-1])


@given(goal_worlds(), st.data())
def test_nor_when_several_are_refused(world: World, data) -> None:
    world = without_conflicts(world)
    run = Run(world)
    plan = run.project.plan()
    assume(plan.changes)
    assume(not failures(run.sync(plan)))
    again = Run(world)
    again.ads.refused = again.ga4.refused = data.draw(st.sets(st.sampled_from(plan.changes)))
    again.sync(again.project.plan())
    check(again, run.moments[-1])
