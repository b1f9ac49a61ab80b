"""Annotations in GA4: a sync that moves bidding, roles or values leaves one, and only one, whatever happens to it."""

from __future__ import annotations

import datetime
from dataclasses import replace

import pytest

from microconv.core.annotation import moves, token_of
from microconv.core.conversion import Role
from microconv.core.kinds import ANNOTATION
from microconv.core.months import Month
from microconv.core.ports import Status
from microconv.emulator.faults import Fault
from microconv.providers.ga4.annotated_history import annotated
from microconv.providers.ga4.client import Connection
from microconv.providers.ga4.property import ReadProperty
from microconv.reconcile.past import runs
from tests.conftest import PROPERTY

STEP = {"category": "engagement", "settings": {}}


@pytest.fixture
def annotations(world):
    """The annotations that the property has."""
    return lambda: list(world.ga4.property(int(PROPERTY)).reporting_data_annotations.values())


@pytest.fixture
def final(conversion):
    """Makes a final conversion: `final(role, value)`."""

    def make(role=Role.PRIMARY, value=500):
        settings = {"category": "purchase"}
        return conversion("purchase", role=role, value=value, settings=settings)

    return make


def sync(project):
    """One sync: the plan, and its result."""
    plan = project.plan()
    return plan, project.apply(plan)


def test_what_moves_is_written_once_and_in_sync_there_is_nothing_to_write(project, final, annotations, world):
    plan, result = sync(project(final(), annotate=True))
    (change,) = [one for one in plan.changes if one.address.type == ANNOTATION]
    assert plan.changes[-1] == change
    assert (result.in_sync, result.failed) == (True, ())
    (one,) = annotations()
    assert token_of(one.title) == change.address.name
    assert (one.color, one.system_generated, one.end_date) == ("BLUE", False, None)
    zone = datetime.timezone(datetime.timedelta(hours=9))
    assert one.start_date == world.clock.now().astimezone(zone).date()
    assert 'conversion "purchase": ' in one.description
    again, result = sync(project(final(), annotate=True))
    assert (again.changes, annotations()) == ((), [one])


def test_a_role_and_a_value_are_named_and_what_is_only_observed_is_not(project, final, conversion, annotations):
    sync(project(final()))
    assert annotations() == []
    plan, _ = sync(project(final(), conversion("mv_step"), annotate=True))
    assert [one for one in plan.changes if moves(one) or one.address.type == ANNOTATION] == []
    assert annotations() == []
    sync(project(final(value=800), conversion("mv_step"), annotate=True))
    assert [one.description for one in annotations()] == ['conversion "purchase": value 800']
    sync(project(final(value=800), conversion("mv_step", role=Role.PRIMARY), annotate=True))
    assert annotations()[-1].description == 'conversion "mv_step": role primary'


def test_the_same_may_move_again_later(project, final, annotations):
    for value in (500, 800, 500, 800):
        sync(project(final(value=value), annotate=True))
    assert len({one.title for one in annotations()}) == 4


def test_an_annotation_that_ga4_refuses_is_told_and_changes_nothing_else(project, final, annotations, world, holds):
    world.policies.set("annotation_limit", 0)
    plan, result = sync(project(final(), annotate=True))
    assert [(one.change.address.type, one.status) for one in result.failed] == [(ANNOTATION, Status.FAILED)]
    assert "limit of 0 annotations" in str(result.failed[0].error)
    assert len(result.applied) == len(plan.changes) - 1
    assert result.in_sync
    world.policies.set("annotation_limit", 10)
    again, _ = sync(project(final(), annotate=True))
    assert (again.changes, annotations()) == ((), [])


def test_a_run_that_failed_in_part_says_nothing_and_the_next_one_says_all(
    project, final, conversion, annotations, world
):
    """GA4 refuses the key event, and Google Ads does its part."""
    world.faults.add(Fault("ga4", "CreateKeyEvent", status="PERMISSION_DENIED"))
    wanted = (final(), conversion("mv_step", event="mv_step"))
    plan, result = sync(project(*wanted, annotate=True))
    assert (len(result.failed), [one.address.type for one in result.skipped]) == (1, [ANNOTATION])
    assert annotations() == []
    _, result = sync(project(*wanted, annotate=True))
    assert result.in_sync
    (one,) = annotations()
    assert token_of(one.title) == plan.changes[-1].address.name
    assert 'conversion "purchase"' in one.description


def test_an_interrupted_run_is_annotated_by_the_next_one(project, final, annotations):
    asked = []

    def stop() -> bool:
        asked.append(1)
        return len(asked) > 1

    first = project(final(), annotate=True)
    plan = first.plan()
    result = first.apply(plan, stop=stop)
    assert (result.interrupted, annotations()) == (True, [])
    _, result = sync(project(final(), annotate=True))
    assert result.in_sync
    (one,) = annotations()
    assert token_of(one.title) == plan.changes[-1].address.name  # the one that the first run would have left
    assert sync(project(final(), annotate=True))[0].changes == ()


@pytest.mark.parametrize("after", [False, True])
def test_an_answer_that_is_lost_leaves_one(project, final, annotations, world, after):
    world.faults.add(Fault("ga4", "CreateReportingDataAnnotation", after_commit=after))
    sync(project(final(), annotate=True))
    sync(project(final(), annotate=True))
    assert len(annotations()) == 1


def test_it_stays_when_the_run_is_taken_back(project, final, annotations, tmp_path):
    sync(project(final(), annotate=True))
    sync(project(final(value=800), annotate=True))
    before = annotations()
    (past, *_), _ = runs(tmp_path / "state" / "journal")
    undoing = project(final(value=800), annotate=True)
    plan = undoing.undo(past, remove=True)
    assert ANNOTATION not in {one.address.type for one in plan.changes}
    result = undoing.apply(plan)
    assert result.in_sync
    assert annotations() == before
    assert undoing.taken_back(past).left == ()


def test_annotations_are_read_for_nobody_else(project, final, holds):
    sync(project(final()))
    assert "ListReportingDataAnnotations" not in holds.reads()


def test_they_are_a_log_of_changes_on_any_machine(project, final, annotations, world):
    sync(project(final(), annotate=True))
    (one,) = annotations()
    owner = world.ga4.property(int(PROPERTY)).reporting_data_annotations
    owner[1] = replace(one, id=1, title="Sale")
    owner[2] = replace(one, id=2, start_date=one.start_date - datetime.timedelta(days=62))
    source = ReadProperty(Connection(), PROPERTY)
    log = annotated(source, Month.of(one.start_date))
    (entry,) = log.entries
    assert (entry.at, entry.actor, entry.what) == (one.start_date.isoformat(), "", one.description)
    assert entry.token == token_of(one.title)
    assert (log.known, log.requests, source.calls) == (True, 1, 1)
    world.faults.add(Fault("ga4", "ListReportingDataAnnotations", status="PERMISSION_DENIED"))
    refused = annotated(source, Month.of(one.start_date))
    assert (refused.known, refused.entries) == (False, ())
    assert "PERMISSION_DENIED" in refused.why


def test_the_plan_counts_its_calls(project, final):
    bare, plan = project(final()).plan(), project(final(), annotate=True).plan()
    assert plan.apply_calls == bare.apply_calls + 2  # listed once more, and made
    assert plan.reads == bare.reads + 2  # the annotations, and the property for its time zone
