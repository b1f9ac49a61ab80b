"""Several rules for one event, and rules of events that are no conversions: made, changed, removed and taken back."""

from __future__ import annotations

from dataclasses import replace

import pytest

from microconv.core.client import Unlisted
from microconv.core.errors import AlreadyThereError
from microconv.core.event_page import page_reached
from microconv.core.event_rule import Condition, EventRule, RuledEvent
from microconv.core.plan import Action
from microconv.core.planning.limits import Allow, Limits
from microconv.core.ports import Status
from microconv.emulator.faults import Fault
from microconv.project import Project
from microconv.reconcile.past import find_run
from tests.conftest import PROPERTY

SCROLLED = EventRule((Condition("event_name", "equals", "scroll"),))
FORM, DEMO = (
    EventRule((Condition("event_name", "equals", "page_view"), page_reached(page))) for page in ("/form", "/demo")
)
ANY = Limits(allow=tuple(Allow))


@pytest.fixture
def site(world, inhabit):
    inhabit(key_events=[{"event_name": "mv_form"}])
    return world


@pytest.fixture
def rules(site):
    """The rules that are there: events with their last conditions, by id."""

    def made():
        streams = site.ga4.property(int(PROPERTY)).data_streams
        there = {number: one for stream in streams.values() for number, one in stream.event_create_rules.items()}
        return {
            number: (one.destination_event, one.event_conditions[-1].value) for number, one in sorted(there.items())
        }

    return made


@pytest.fixture
def config(client, conversion):
    """A config with rules for the key event mv_form, and for other events."""

    def make(*rules, others=(), **said):
        form = conversion("mv_form", source=None, event="mv_form", rules=rules, settings={})
        return client(form, customer_id="", event_rules=tuple(others), **said)

    return make


@pytest.fixture
def sync(connections, tmp_path):
    """Plans and applies, and checks that nothing is left; the changes."""

    def run(wanted):
        project = Project(wanted, connections=connections, state=tmp_path, everything=True)
        plan = project.plan()
        result = project.apply(plan, ANY)
        assert (result.in_sync, [item.status for item in result.outcomes]) == (
            True,
            [Status.APPLIED] * len(plan.changes),
        )
        run.done.append(result.run)
        return [(change.action.value, change.address.name) for change in plan.changes]

    run.done = []
    return run


@pytest.fixture
def take_back(connections, tmp_path, sync):
    """Takes back the last run, what it made too."""

    def run(wanted):
        project = Project(wanted, connections=connections, state=tmp_path, everything=True)
        last = find_run(project.journals, sync.done[-1])
        plan = project.undo(last, remove=True)
        result = project.apply(plan, ANY, undoes=last)
        assert find_run(project.journals, result.run).end == "taken back"
        return [(change.action.value, change.address.name) for change in plan.changes]

    return run


def warned(wanted, connections):
    plan = Project(wanted, connections=connections).plan()
    return [str(item.summary) for item in plan.warnings if item.code == "event-rules-twice"]


def test_all_are_made_and_one_is_changed_alone(config, sync, rules, connections):
    assert sync(config(SCROLLED, FORM)) == [("create", "mv_form")] * 2
    before = rules()
    assert sorted(before.values()) == sorted([("mv_form", "scroll"), ("mv_form", FORM.conditions[1].value)])
    assert warned(config(SCROLLED, FORM), connections) == []
    assert sync(config(SCROLLED, FORM)) == []
    assert sync(config(SCROLLED, DEMO)) == [("update", "mv_form")]
    assert [rules()[number] for number, rule in before.items() if rule[1] == "scroll"] == [("mv_form", "scroll")]
    assert rules().keys() == before.keys()


def test_the_warning_tells_how_many_rules_are_to_stay(config, sync, connections):
    sync(config(SCROLLED, FORM, DEMO))
    plan = Project(config(SCROLLED, FORM), connections=connections).plan()
    (warning,) = [item for item in plan.warnings if item.code == "event-rules-twice"]
    assert warning.hint.startswith("delete all but the 2 of the config in GA4")


def test_the_rule_that_stays_is_the_one_that_is_as_the_config_says(config, sync, rules, connections):
    """Whichever of the two is taken out of the config: nothing is changed, the other is told, and removed if asked."""
    sync(config(SCROLLED, FORM))
    before = rules()
    for kept in (SCROLLED, FORM):
        assert sync(config(kept)) == []
        assert warned(config(kept), connections) == [f"2 event rules make mv_form: {', '.join(map(str, before))}"]
    assert rules() == before
    assert sync(config(FORM, unlisted=Unlisted.REMOVE)) == [("remove", "mv_form")]
    assert list(rules().values()) == [("mv_form", FORM.conditions[1].value)]


def test_what_a_run_made_is_taken_back_and_nothing_else(config, sync, take_back, rules):
    sync(config(SCROLLED))
    before = rules()
    assert sync(config(SCROLLED, FORM, DEMO)) == [("create", "mv_form")] * 2
    assert take_back(config(SCROLLED)) == [("remove", "mv_form")] * 2
    assert rules() == before


def test_what_a_run_removed_is_made_again(config, sync, take_back, rules):
    sync(config(SCROLLED, FORM))
    before = rules()
    none = config()
    none = replace(none, conversions=(replace(none.conversions[0], no_rule=True),))
    assert sync(none) == [("remove", "mv_form")] * 2
    assert rules() == {}
    assert take_back(none) == [("create", "mv_form")] * 2
    assert sorted(rules().values()) == sorted(before.values())


def test_one_of_several_that_a_run_removed_is_made_again(config, sync, take_back, rules):
    sync(config(SCROLLED, FORM))
    before = rules()
    sync(config(FORM, unlisted=Unlisted.REMOVE))
    assert take_back(config(FORM)) == [("create", "mv_form")]
    assert sorted(rules().values()) == sorted(before.values())


@pytest.mark.parametrize("nth", [1, 2])
@pytest.mark.parametrize("after_commit", [True, False])
def test_an_answer_that_is_lost_leaves_each_rule_once(
    config, sync, rules, site, connections, tmp_path, nth, after_commit
):
    site.faults.add(
        Fault("ga4", "CreateEventCreateRule", nth=nth, status="INTERNAL", message="Lost.", after_commit=after_commit)
    )
    wanted = config(SCROLLED, FORM)
    project = Project(wanted, connections=connections, state=tmp_path)
    result = project.apply(project.plan(), ANY)
    assert {item.status for item in result.outcomes} <= {Status.APPLIED, Status.FAILED, Status.UNKNOWN}
    made = [item.change for item in result.outcomes if item.status is Status.APPLIED]
    assert len(made) == len(rules())
    sync(wanted)
    assert sorted(rules().values()) == sorted([("mv_form", "scroll"), ("mv_form", FORM.conditions[1].value)])


def test_another_machine_that_made_a_rule_meanwhile_is_noticed(config, rules, connections, tmp_path):
    """The plan knows nothing of it, and the event would be counted twice."""
    wanted = config(SCROLLED, FORM)
    project = Project(wanted, connections=connections, state=tmp_path / "a")
    plan = project.plan()
    other = Project(config(DEMO), connections=connections, state=tmp_path / "b")
    other.apply(other.plan(), ANY)
    result = project.apply(plan, ANY, read_again=False)
    (outcome,) = result.outcomes
    assert (outcome.status, type(outcome.error)) == (Status.FAILED, AlreadyThereError)
    assert [change.address.name for change in result.skipped] == ["mv_form"]
    assert list(rules().values()) == [("mv_form", DEMO.conditions[1].value)]


def test_events_that_are_no_conversions(config, sync, take_back, rules, site):
    others = (RuledEvent("deep_scroll", (SCROLLED,)), RuledEvent("mv_reader", (FORM, DEMO)))
    wanted = config(others=others)
    assert sync(wanted) == [("create", "deep_scroll"), ("create", "mv_reader"), ("create", "mv_reader")]
    assert {one.event_name for one in site.ga4.property(int(PROPERTY)).key_events.values()} == {"mv_form"}
    assert sync(config(others=(RuledEvent("deep_scroll", ()), others[1]))) == [("remove", "deep_scroll")]
    assert [event for event, _ in rules().values()] == ["mv_reader"] * 2
    assert take_back(wanted) == [("create", "deep_scroll")]
    assert sorted(event for event, _ in rules().values()) == ["deep_scroll", "mv_reader", "mv_reader"]


def test_rules_that_the_config_does_not_name_stay(config, sync, rules):
    """Law 4: without the prefix they are nobody's; law 8: with it they go only where the config says so."""
    sync(config(others=(RuledEvent("deep_scroll", (SCROLLED,)), RuledEvent("mv_reader", (FORM,)))))
    before = rules()
    assert sync(config()) == []
    assert rules() == before
    assert sync(config(unlisted=Unlisted.REMOVE)) == [(Action.REMOVE.value, "mv_reader")]
