"""Two runs that both make one event rule, as nothing in GA4 keeps them from it: the one with the smaller id stays."""

from __future__ import annotations

import pytest

from microconv.core.errors import UnansweredError, UnclearError
from microconv.core.event_page import page_reached
from microconv.core.event_rule import EventRule
from microconv.core.plan import Action
from microconv.core.planning.limits import Allow, Limits
from microconv.core.ports import Status
from microconv.emulator import rest_messages
from microconv.emulator.faults import Fault
from microconv.project import Project
from microconv.providers.ga4.provider import Ga4
from microconv.providers.ga4.writing import Property
from microconv.reconcile.past import find_run
from microconv.reconcile.result import Result
from tests.conftest import PROPERTY


@pytest.fixture
def wanted(client, conversion):
    """A config with one rule; `page` is what it waits for."""

    def make(page="/form"):
        rule = EventRule((page_reached(page),), None, ())
        return client(conversion("mv_form", source=None, event="mv_form", rules=(rule,)), customer_id="")

    return make


@pytest.fixture
def site(world, inhabit):
    inhabit(key_events=[{"event_name": "mv_form"}])
    return world


@pytest.fixture
def rules(site):
    """The ids of the rules that are there."""

    def found() -> list[int]:
        streams = site.ga4.property(int(PROPERTY)).data_streams
        return sorted(one for stream in streams.values() for one in stream.event_create_rules)

    return found


@pytest.fixture
def meet(wanted, connections, tmp_path, monkeypatch):
    """Two runs on two machines: the second one writes when the first is about to make its rule, or just has made it."""

    def run(first="/form", second="/form", *, before: bool = True) -> list[Result]:
        states = ((first, tmp_path / "a"), (second, tmp_path / "b"))
        projects = [Project(wanted(page), connections=connections, state=state) for page, state in states]
        plans = [project.plan() for project in projects]
        results: list[Result] = []
        create = Property.create

        def other() -> None:
            monkeypatch.setattr(Property, "create", create)
            monkeypatch.setenv("MICROCONV_STATE_DIR", str(tmp_path / "second"))
            results.append(projects[1].apply(plans[1], read_again=False))

        def met(self, *arguments):
            if before:
                other()
                return create(self, *arguments)
            made = create(self, *arguments)
            other()
            return made

        monkeypatch.setenv("MICROCONV_STATE_DIR", str(tmp_path / "first"))
        monkeypatch.setattr(Property, "create", met)
        if not before:
            monkeypatch.setattr(Ga4, "_look", lambda *_: None)  # both had looked before
        results.insert(0, projects[0].apply(plans[0], read_again=False))
        return results

    return run


@pytest.mark.parametrize("before", [True, False])
def test_one_of_two_equal_rules_stays(meet, rules, before):
    results = meet(before=before)
    assert len(rules()) == 1
    assert [result.in_sync for result in results] == [True, True]
    made = [item.made for result in results for item in result.outcomes if item.change.action is Action.CREATE]
    assert len(made) == 2
    assert int(min(made).rpartition("/")[2]) == rules()[0]
    withdrawn = [
        (number, item.change.id, item.status)
        for number, result in enumerate(results)
        for item in result.outcomes
        if item.change.action is Action.REMOVE
    ]
    assert withdrawn == [(0 if before else 1, max(made), Status.APPLIED)]


def test_where_rules_cannot_be_listed_after_a_create_the_end_of_the_run_withdraws_the_second(meet, rules, monkeypatch):
    def silent(self, type_name):
        raise UnclearError(api="ga4", account=PROPERTY, code="UNAVAILABLE", message="no answer")

    monkeypatch.setattr(Ga4, "listed", silent)
    results = meet()
    assert len(rules()) == 1
    withdrawn = [item for result in results for item in result.outcomes if item.change.action is Action.REMOVE]
    assert [item.status for item in withdrawn] == [Status.APPLIED]
    assert (results[0].in_sync, results[0].after.warnings) == (True, ())


@pytest.mark.parametrize("after_commit", [True, False], ids=["it was made", "it was not made"])
def test_a_rule_whose_create_got_no_answer_is_not_made_a_second_time(site, rules, wanted, connections, after_commit):
    """GA4 may still make it later: a rule that is not seen stays unknown, and is not sent again."""
    site.faults.add(Fault("ga4", "CreateEventCreateRule", status="DEADLINE_EXCEEDED", after_commit=after_commit))
    project = Project(wanted(), connections=connections)
    result = project.apply(project.plan())
    (outcome,) = [item for item in result.outcomes if item.change.action is Action.CREATE]
    assert outcome.status is (Status.APPLIED if after_commit else Status.UNKNOWN)
    assert isinstance(outcome.error, UnansweredError)
    assert outcome.error.code == "HTTP 504"
    assert len(rules()) == after_commit
    assert len(site.log.writes()) == 1


def test_a_rule_is_not_sent_again_blindly_where_google_asks_to_wait(site, rules, wanted, connections, monkeypatch):
    """Its answer says that nothing was done. The rule is looked for all the same, as nothing forbids a second one."""
    site.faults.add(Fault("ga4", "CreateEventCreateRule", status="RESOURCE_EXHAUSTED"))
    plain = rest_messages.json_response

    def asking(request, status, content, headers=None):
        more = {"Retry-After": "3"} if status == 429 else {}
        return plain(request, status, content, {**(headers or {}), **more})

    monkeypatch.setattr(rest_messages, "json_response", asking)
    project = Project(wanted(), connections=connections)
    result = project.apply(project.plan())
    assert (result.in_sync, len(rules())) == (True, 1)
    reads = [one.method.rpartition(".")[2] for one in site.log.entries]
    first, second = [number for number, name in enumerate(reads) if name == "CreateEventCreateRule"]
    assert "ListEventCreateRules" in reads[first:second]


def test_rules_that_differ_both_stay_and_are_told(meet, rules, wanted, connections):
    meet(second="/other")
    assert len(rules()) == 2
    plan = Project(wanted(), connections=connections).plan()
    (warning,) = [item for item in plan.warnings if item.code == "event-rules-twice"]
    first, second = rules()
    assert str(warning.summary) == f"2 event rules make mv_form: {first}, {second}"


def test_taking_back_a_run_that_withdrew_its_rule_leaves_the_other(meet, rules, wanted, connections, tmp_path):
    results = meet()
    kept = rules()
    project = Project(wanted(), connections=connections, state=tmp_path / "a", everything=True)
    run = find_run(project.journals, results[0].run)
    assert project.undo(run, remove=True).changes == ()
    assert rules() == kept
    project = Project(wanted(), connections=connections, state=tmp_path / "b", everything=True)
    other = find_run(project.journals, results[1].run)
    project.apply(project.undo(other, remove=True), Limits(allow=tuple(Allow)), undoes=other)
    assert rules() == []
