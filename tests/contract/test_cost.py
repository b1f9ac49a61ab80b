"""Numbers of API calls of a run, as the emulator counts them, and as the plan says beforehand."""

from __future__ import annotations

from collections import Counter

import pytest

from microconv.core.client import CampaignGoals, CustomGoal, Demote, Goals, GoalSetting, Unlisted
from microconv.core.conversion import Role
from microconv.core.planning.limits import Allow, Limits
from microconv.emulator.faults import Fault
from tests.contract.ads_account import action, campaign, custom_goal, imported

ADS = ["SearchStream"] * 3  # actions (with the account itself), the account's goals, what its campaigns use
READS = [*ADS, "ListKeyEvents"]


def steps(conversion, count, **fields):
    return [conversion(f"mv_step{number}", value=100, **fields) for number in range(count)]


def test_nothing_to_do_is_four_reads_and_no_write(world, project, conversion, holds):
    done = project(
        conversion("purchase", role=Role.PRIMARY, settings={"category": "purchase"}),
        conversion("mv_add_to_cart", role=Role.PRIMARY, event="mv_add_to_cart", settings={"category": "add_to_cart"}),
        conversion("mv_old_step", role=Role.PRIMARY),
    )
    plan = done.plan()
    assert (plan.changes, plan.apply_calls, plan.reads) == ((), 0, 4)
    before = holds.everything()
    result = done.apply(plan)
    assert (result.in_sync, result.calls) == (True, 4)
    assert (Counter(holds.reads()), holds.writes(), holds.everything()) == (Counter(READS), [], before)


CUSTOM = Goals(custom=(CustomGoal("Learning", ("mv_a",)),))
OWN = Goals(campaigns=(CampaignGoals("Brand", goals=(GoalSetting("engagement", True),)),))
READ_MORE = {
    "plain": ({}, {}, 3),
    "goals of the account": ({}, {"goals": Goals(account=(GoalSetting("engagement", True),))}, 3),
    "custom goals that the config names": ({}, {"goals": CUSTOM}, 4),
    "custom goals for a thorough demote": ({}, {"demote": Demote.THOROUGH}, 4),
    "campaigns that the config names": ({}, {"goals": OWN}, 4),
    "both": ({}, {"goals": Goals(campaigns=OWN.campaigns, custom=CUSTOM.custom)}, 5),
    "a campaign with goals of its own": (
        {"campaign_conversion_goals": [{"campaign": 71, "category": "ENGAGEMENT", "origin": "WEBSITE",
                                        "biddable": True}]}, {}, 4,
    ),
    "a campaign with a custom goal": (
        {"conversion_goal_campaign_configs": [{"campaign": 71, "custom_conversion_goal": 81}]}, {}, 4,
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", READ_MORE)
def test_what_the_account_and_the_config_need_is_read_and_nothing_else(inhabit, project, conversion, holds, name):
    account, config, calls = READ_MORE[name]
    inhabit(
        [action(1, "mv_a", primary=False)],
        campaigns=[campaign(71, "Brand")],
        custom_conversion_goals=[custom_goal(81, "Learning", 1)],
        **account,
    )
    reading = project(conversion("mv_a"), property_id="", **config).providers[0].read()
    assert (reading.calls, holds.reads()) == (calls, ["SearchStream"] * calls)


@pytest.mark.parametrize("read_again", [True, False], ids=["a plan of a while ago", "a plan of this moment"])
@pytest.mark.parametrize("key_events", [0, 1, 3])
def test_changes_cost_one_mutate_one_call_for_each_key_event_and_the_readings(
    inhabit, project, conversion, holds, key_events, read_again
):
    """Read for the plan, once more right before the first write unless the plan is new, and after the last one.

    Google Ads is asked whether it takes the changes: as often as is read before the first write.
    """
    inhabit()
    wanted = [
        *steps(conversion, 5),
        *(conversion(f"mv_event{number}", source=None, event=f"mv_event{number}") for number in range(key_events)),
    ]
    changed = project(*wanted)
    plan = changed.plan()
    assert plan.apply_calls == 1 + key_events
    reads = ["SearchStream", *READS]  # an empty account: its currency too
    assert (plan.reads, Counter(holds.reads()), holds.rehearsals()) == (6, Counter(reads), ["OK"])
    result = changed.apply(plan, read_again=read_again)
    assert result.in_sync
    assert holds.writes() == [("CreateKeyEvent", "OK")] * key_events + [("Mutate", "OK")]
    assert Counter(holds.reads()) == Counter([*reads, *(reads if read_again else []), *READS])
    before = plan.reads if read_again else 0
    assert result.calls == len(holds.world.log.entries) == plan.reads + before + plan.apply_calls + 4


@pytest.mark.parametrize(
    ("arguments", "answer", "readings"), [(["--yes"], None, 2), ([], "yes\n", 3)], ids=["--yes", "asked"]
)
def test_a_sync_that_asks_nobody_reads_twice_and_one_that_asks_three_times(
    run, environment, write_config, holds, arguments, answer, readings
):
    """With `--yes` nothing comes between plan and apply; while somebody thinks, anything can."""
    cart = {"name": "mv_add_to_cart", "category": "add_to_cart", "role": "primary", "value": 500}
    done = run("sync", write_config(cart, ga4=None), *arguments, answer=answer)
    assert (done.code, holds.writes()) == (0, [("Mutate", "OK")]), done
    assert holds.actions()["mv_add_to_cart"]["value_settings.default_value"] == 500
    recent = ["SearchStream"] * 2  # what the action counted lately and how long bidding learns, for the plan alone
    assert holds.reads() == [*ADS * readings, *recent]


STAKES = {
    "a value": ({"value": 900.0, "role": Role.PRIMARY}, 2),
    "bidding stops using it": ({"role": Role.SECONDARY}, 2),
    "a lookback window": (
        {"role": Role.PRIMARY, "settings": {"google_ads.click_through_lookback_window_days": 7}}, 0,
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", STAKES)
def test_what_was_counted_lately_is_asked_once_and_only_where_something_is_at_stake(
    inhabit, project, conversion, holds, name
):
    """In the plan that somebody looks at: neither the reading before the first write nor the last one asks."""
    fields, more = STAKES[name]
    inhabit([action(1, "mv_a")])
    changed = project(conversion("mv_a", **fields), property_id="")
    plan = changed.plan()
    assert (len(plan.changes), plan.reads, holds.reads()) == (1, 4 + more, ADS + ["SearchStream"] * more)
    result = changed.apply(plan)
    assert result.in_sync
    assert result.calls == len(holds.world.log.entries) == plan.reads + 4 + plan.apply_calls + 3


def test_what_is_asked_of_an_import_is_counted(inhabit, project, conversion, holds):
    """Google is asked whether it would let it be changed: for the plan, and again right before the first write."""
    inhabit([imported(1, "lead", primary=True, status="ENABLED")], key_events=[{"event_name": "lead"}])
    changed = project(conversion("lead", source="ga4", event="lead"))
    plan = changed.plan()
    asked, counted, reading = 1, 2, len([*READS, "ListGoogleAdsLinks"])
    assert plan.reads == len(holds.world.log.entries) == reading + asked + counted
    result = changed.apply(plan)
    assert result.in_sync
    assert result.calls == len(holds.world.log.entries) == plan.reads + reading + asked + plan.apply_calls + reading


def test_an_unclear_answer_costs_a_reading_and_the_same_request_once_more(inhabit, project, conversion, holds):
    """Counts of the last days are not asked for again: they settle nothing."""
    world = inhabit([action(1, "mv_a")])
    changed = project(conversion("mv_a"), property_id="")
    plan = changed.plan()
    assert plan.reads == 3 + 1 + 2
    world.faults.add(Fault("google_ads", "Mutate", rehearsal=False, status="UNAVAILABLE"))
    result = changed.apply(plan, read_again=False)
    assert result.in_sync
    assert holds.writes() == [("Mutate", "UNAVAILABLE"), ("Mutate", "OK")]
    assert result.calls == len(holds.world.log.entries) == plan.reads + (1 + 3 + 1) + 3


def test_many_actions_are_one_request(inhabit, project, conversion, holds):
    inhabit()
    many = project(*steps(conversion, 250))
    assert many.apply(many.plan()).in_sync
    assert len(holds.actions()) == 250
    assert holds.writes() == [("Mutate", "OK")]
    fewer = project(*steps(conversion, 125), unlisted=Unlisted.REMOVE)
    assert fewer.apply(fewer.plan(), Limits(allow=tuple(Allow))).in_sync
    assert len(holds.actions()) == 125
    assert holds.writes() == [("Mutate", "OK")] * 2


SHOP = Goals(account=(GoalSetting("engagement", False), GoalSetting("signup", True)))
WRITES = {
    "one goal": (Goals(account=(GoalSetting("engagement", False),)), (), 1),
    "a goal closed, one opened": (SHOP, (), 1),
    "a goal closed, an action promoted": (Goals(account=(GoalSetting("signup", False),)), ("mv_a",), 1),
    "every step": (
        Goals(
            account=SHOP.account,
            campaigns=(CampaignGoals("Brand", goals=(GoalSetting("signup", True),)),),
            custom=(CustomGoal("Learning", ("mv_a",), ("Generic",)),),
        ),
        ("mv_a", "mv_new"),
        2,
    ),
}


@pytest.mark.parametrize("name", WRITES)
def test_goals_take_at_most_two_calls(inhabit, project, conversion, holds, name):
    goals, primary, calls = WRITES[name]
    signup = {"category": "SIGNUP", "origin": "WEBSITE", "biddable": goals.account != SHOP.account}
    inhabit(
        [action(1, "mv_a", primary=False), action(2, "mv_b", "SIGNUP", primary=False)],
        goals=[signup],
        campaigns=[campaign(71, "Brand"), campaign(72, "Generic")],
    )
    wanted = [conversion("mv_a"), conversion("mv_b", settings={"category": "signup"})]
    if "mv_new" in primary:
        wanted.append(conversion("mv_new", settings={"category": "contact"}))
    wanted = [
        conversion(one.name, settings=dict(one.settings), role=Role.PRIMARY) if one.name in primary else one
        for one in wanted
    ]
    changed = project(*wanted, goals=goals, property_id="")
    plan = changed.plan()
    result = changed.apply(plan)
    assert result.in_sync
    assert Counter(holds.writes()) == {("Mutate", "OK"): calls}
    assert plan.apply_calls == calls
    assert result.calls == len(holds.world.log.entries)
