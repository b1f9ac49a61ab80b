"""How many API calls a run makes, as the emulator counts them, and as the plan says beforehand."""

from __future__ import annotations

import pytest

from microconv.core.client import Unlisted
from microconv.core.conversion import Role
from microconv.core.safety import Allow, Limits

READS = ["SearchStream", "SearchStream", "ListKeyEvents"]


def steps(conversion, count, **fields):
    return [conversion(f"mv_step{number}", value=100, **fields) for number in range(count)]


def test_nothing_to_do_is_three_reads_and_no_write(world, project, conversion, holds):
    done = project(
        conversion("purchase", role=Role.PRIMARY, settings={"category": "purchase"}),
        conversion("mv_add_to_cart", role=Role.PRIMARY, event="mv_add_to_cart", settings={"category": "add_to_cart"}),
        conversion("mv_old_step", role=Role.PRIMARY),
    )
    plan = done.plan()
    assert (plan.changes, plan.apply_calls, plan.reads) == ((), 0, 3)
    before = holds.everything()
    result = done.apply(plan)
    assert (result.in_sync, result.calls) == (True, 3)
    assert (holds.reads(), holds.writes(), holds.everything()) == (READS, [], before)


@pytest.mark.parametrize("key_events", [0, 1, 3])
def test_changes_cost_one_mutate_one_call_for_each_key_event_and_the_verifying_reads(
    inhabit, project, conversion, holds, key_events
):
    inhabit()
    wanted = [
        *steps(conversion, 5),
        *(conversion(f"mv_event{number}", source=None, event=f"mv_event{number}") for number in range(key_events)),
    ]
    changed = project(*wanted)
    plan = changed.plan()
    assert plan.apply_calls == 1 + key_events
    reads = ["SearchStream", "SearchStream", "SearchStream", "ListKeyEvents"]  # an empty account: its currency too
    assert (plan.reads, holds.reads()) == (4, reads)
    result = changed.apply(plan)
    assert result.in_sync
    assert holds.writes() == [("CreateKeyEvent", "OK")] * key_events + [("Mutate", "OK")]
    assert holds.reads() == reads + READS
    assert result.calls == len(holds.world.log.entries) == plan.reads + plan.apply_calls + 3


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
