"""A plan without changes takes four calls, all under way at the same time: one round trip to Google."""

from __future__ import annotations

import threading
from typing import Any

import pytest

from microconv.connections import Connections
from microconv.core.errors import AccessDeniedError
from microconv.emulator.faults import Fault
from microconv.project import Project
from microconv.providers.pacing import Pacing

WAIT_S = 20


def send_together(number: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Send no request before `number` of them are to be sent. One after the other, the first would never be."""
    barrier, send = threading.Barrier(number), Pacing.send

    def waiting(self: Pacing, *how: Any) -> Any:
        barrier.wait(WAIT_S)
        return send(self, *how)

    monkeypatch.setattr(Pacing, "send", waiting)


@pytest.fixture
def wanted(client, project, conversion):
    """A client whose accounts are as its config says."""
    fields = conversion("mv_a", event="mv_a")
    made = project(fields)
    assert made.apply(made.plan()).in_sync
    return client(fields)


def test_all_calls_are_under_way_at_the_same_time(wanted, holds, monkeypatch):
    holds.world.log.clear()
    send_together(4, monkeypatch)
    plan = Project(wanted, connections=Connections()).plan()
    assert not plan.changes
    assert sorted(holds.reads()) == ["ListKeyEvents", "SearchStream", "SearchStream", "SearchStream"]
    assert plan.reads == 4


@pytest.mark.parametrize("nth", [1, 2, 3])
def test_a_call_that_fails_fails_the_plan(wanted, connections, world, nth):
    """Whichever of those of Google Ads it is, and whatever the others bring."""
    fresh = Project(wanted, connections=connections)
    world.faults.add(Fault("google_ads", "SearchStream", nth=nth, status="PERMISSION_DENIED", message="Not today."))
    with pytest.raises(AccessDeniedError, match="Not today"):
        fresh.plan()
    assert not fresh.plan().changes
