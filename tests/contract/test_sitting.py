"""The questions and answers of a sitting against an emulated shop whose accounts are in sync: calls, gaps, edits."""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from microconv.access import Access
from microconv.config.replacing import replace_file
from microconv.core.conversion import Role
from microconv.core.cycle_answer import CycleAnswer
from microconv.core.errors import ConfigError, MicroconvError
from microconv.core.plan import Plan
from microconv.core.text import Text
from microconv.core.value import Money
from microconv.emulator import World
from microconv.emulator.faults import Fault
from microconv.loading import load
from microconv.project import Project
from microconv.report.model import Calls
from microconv.review.agenda import Proposal
from microconv.review.model import Evidence, Reason, Share, Suggestion, ValuesReview
from microconv.sitting.answers import ValuesChoice
from microconv.sitting.pastes import paste
from tests.cli.results_site import CART, CHECKOUT, FINAL, SECONDARY, TODAY, config_of, site
from tests.conftest import PROPERTY, STORE

__all__ = ["site"]
FEW_SUFFICE = "learning: {finals: 3, back_below: 1, reviews: 1}\n"


@pytest.fixture
def faults(site: World) -> Iterator[Any]:
    """Refuses requests within one test."""
    yield site.faults
    site.faults.clear()


def project(path: Path) -> Project:
    return Project(load(path), state=path.parent / "state")


@pytest.fixture
def aoi(tmp_path: Path) -> Project:
    """The client whose checkout is worth too little, and its cart too much."""
    return project(config_of(tmp_path, FINAL, CHECKOUT, CART))


def leave_out(path: Path, key: str) -> None:
    """Take one line out of the head of a config."""
    lines = path.read_text("utf-8").splitlines(keepends=True)
    path.write_text("".join(line for line in lines if not line.startswith(key)), "utf-8")


def total(calls: Calls) -> int:
    return calls.ga4 + calls.funnels + calls.google_ads + calls.other


def counted(world: World, ask: Callable[[], Any]) -> tuple[Any, list[str]]:
    """An answer, and the methods that it took."""
    before = len(world.log.entries)
    answer = ask()
    return answer, [one.method.rpartition(".")[2] for one in world.log.entries[before:]]


def reasons(review: ValuesReview) -> dict[str, tuple[Reason, ...]]:
    return {one.conversion: one.reasons for one in review.results}


def changed(plan: Plan) -> dict[tuple[str, str], tuple[Any, Any]]:
    """The changes of a plan: before and after, by object and attribute."""
    return {
        (change.address.name, item.name): (item.before, item.after)
        for change in plan.changes
        for item in change.attributes
    }


# ---- calls


def test_values_cost_a_reading_three_questions_by_day_and_a_funnel_a_pair(site, aoi):
    answer, methods = counted(site, aoi.values)
    calls = answer.ground.calls
    assert total(calls) == len(methods)
    assert (calls.funnels, methods.count("RunFunnelReport")) == (2, 2)
    assert (calls.ga4, methods.count("BatchRunReports")) == (2, 2)  # of the ways, and of each day
    assert calls.google_ads == 2  # the cycle, and the conversions of each day
    assert calls.tokens == 8


def test_paid_traffic_takes_as_many_funnels_again(site, aoi):
    answer, methods = counted(site, lambda: aoi.values(ValuesChoice(paid=True)))
    assert (answer.ground.calls.funnels, total(answer.ground.calls)) == (4, len(methods))


@pytest.mark.parametrize("name", ["roles", "suggest", "test_size"])
def test_every_answer_says_what_the_emulator_counted(site, aoi, name):
    answer, methods = counted(site, getattr(aoi, name))
    assert total(answer.ground.calls) == len(methods)
    assert answer.ground.gaps == ()
    assert answer.ground.emulated is True


def test_a_config_that_says_how_many_suffice_asks_for_no_strategies(site, tmp_path):
    said = project(config_of(tmp_path, FINAL, CHECKOUT, CART, more=FEW_SUFFICE))
    asked = project(config_of(tmp_path, FINAL, CHECKOUT, CART, file="b/aoi.yaml"))
    assert len(counted(site, said.roles)[1]) < len(counted(site, asked.roles)[1])


# ---- what is accepted becomes exactly that


def test_accepted_values_are_all_that_the_plan_changes(site, aoi):
    assert aoi.plan().changes == ()
    answer = aoi.values()
    edited = aoi.decide(answer.proposals, today=answer.ground.today)
    replace_file(edited)
    new = {"mv_checkout": (1_000, 2_000), "mv_add_to_cart": (10_000, 5_000)}
    in_yen = {name: tuple(Money(amount, "JPY") for amount in pair) for name, pair in new.items()}
    assert changed(project(edited.path).plan()) == {
        **{(name, "value_settings.default_value"): pair for name, pair in new.items()},
        **{(name, "default_value"): pair for name, pair in in_yen.items()},
    }


def test_one_accepted_and_one_declined_value(site, aoi):
    answer = aoi.values()
    first, second = answer.proposals
    edited = aoi.decide([first], [second], review=True, today=answer.ground.today)
    replace_file(edited)
    again = project(edited.path)
    assert set(changed(again.plan())) == {
        ("mv_checkout", "value_settings.default_value"), ("mv_checkout", "default_value"),
    }  # fmt: skip
    client = load(edited.path)[0]
    assert client is not None
    assert str(client.review_last) == TODAY
    assert [(one.conversion, one.value, one.reason.startswith("declined: ¥")) for one in client.decisions] == [
        ("mv_checkout", 2_000, False), ("mv_add_to_cart", None, True),
    ]  # fmt: skip


def test_an_accepted_role_is_all_that_the_plan_changes(site, tmp_path):
    path = config_of(tmp_path, FINAL, CHECKOUT, CART, more=FEW_SUFFICE)
    (proposal,) = project(path).roles().proposals
    replace_file(project(path).decide([proposal]))
    plan = project(path).plan()
    assert changed(plan) == {("mv_checkout", "primary_for_goal"): (True, False)}
    client = load(path)[0]
    assert client is not None
    assert client.decisions[0].role is Role.SECONDARY


def test_decisions_without_a_file_or_about_nothing_are_errors(site, aoi, tmp_path):
    (proposal, _) = aoi.values().proposals
    fileless = Project(dataclasses.replace(aoi.client, path=""), state=tmp_path)
    with pytest.raises(ConfigError, match="aoi comes from no file: there is nothing to write decisions into"):
        fileless.decide([proposal])
    stranger = Proposal("mv_other", value=proposal.value)
    with pytest.raises(ConfigError, match="there is no conversion 'mv_other'; nothing was written"):
        aoi.decide([stranger])


# ---- the clock


def test_nobody_knows_the_last_change_before_a_run_a_setup_or_a_decision(site, aoi):
    answer = aoi.values()
    assert (answer.ground.past.known, answer.review.last_change_known) == (False, False)
    assert [(one.name, one.known) for one in answer.ground.past_sources] == [("journals", False), ("setup", False)]


@pytest.mark.parametrize(
    "moved", [{**CHECKOUT, "value": 1_100}, SECONDARY], ids=["a value", "a role that is taken back"]
)
def test_what_is_in_the_config_and_not_live_is_synced_first(site, tmp_path, moved):
    answer = project(config_of(tmp_path, FINAL, moved, CART)).values()
    assert answer.proposals == ()
    assert reasons(answer.review) == {"mv_checkout": (Reason.RECENT,), "mv_add_to_cart": (Reason.RECENT,)}
    assert [(str(one.day), one.conversion) for one in answer.ground.past.changes] == [(TODAY, "mv_checkout")]
    assert answer.review.not_before == answer.ground.today + datetime.timedelta(days=28)


def test_a_decision_of_yesterday_is_recent_and_one_of_two_months_ago_is_not(site, tmp_path):
    for day, waits in (("2026-11-22", True), ("2026-09-20", False)):
        decision = f"{{date: {day}, conversion: mv_checkout, change: {{value: 1000}}, reason: by guess}}"
        path = config_of(tmp_path, FINAL, CHECKOUT, CART, more=f"review: {{decisions: [{decision}]}}\n")
        answer = project(path).values()
        assert answer.review.last_change_known
        assert (answer.proposals == ()) == waits, day


def test_past_reviews_count_as_reviews_in_a_row(site, tmp_path):
    twice = "learning: {finals: 3, back_below: 1}\n"
    first = project(config_of(tmp_path, FINAL, CHECKOUT, CART, more=twice)).roles()
    assert first.proposals == ()
    assert first.review.chains[0].reason is Reason.NEXT_REVIEW
    again = project(config_of(tmp_path, FINAL, CHECKOUT, CART, more=f"{twice}review: {{last: 2026-10-20}}\n")).roles()
    assert [str(one.day) for one in again.finals] == ["2026-10-20", TODAY]
    assert all(one.finals is not None and one.finals >= 3 for one in again.finals)
    assert [one.conversion for one in again.proposals] == ["mv_checkout"]


# ---- what is missing


def test_a_client_of_ga4_alone_has_values_and_no_cycle(site, tmp_path):
    rows = [{key: value for key, value in one.items() if key != "category"} for one in (FINAL, CHECKOUT, CART)]
    path = config_of(tmp_path, *rows)
    leave_out(path, "google_ads:")
    client = project(path)
    answer = client.values()
    assert answer.ground.gaps == ()
    assert answer.ground.calls.google_ads == 0
    assert "no Google Ads account" in str(answer.ground.cycle.why)
    assert all(one.evidence is not None and one.evidence.reached >= 20 for one in answer.review.results)
    assert {one.reason for one in client.roles().review.chains} <= {Reason.COUNTS_UNKNOWN}
    assert client.suggest().suggestions[0].subject == "view_size_chart"


def test_a_client_of_google_ads_alone_has_no_way_to_count_users(site, tmp_path):
    rows = [{key: value for key, value in one.items() if key != "ga4"} for one in (FINAL, CHECKOUT, CART)]
    path = config_of(tmp_path, *rows)
    leave_out(path, "ga4:")
    client = project(path)
    answer = client.values()
    assert (answer.proposals, answer.ground.source, answer.ground.gaps) == ((), None, ())
    assert {reason for some in reasons(answer.review).values() for reason in some} == {Reason.NOT_COUNTED}
    assert client.suggest().suggestions == ()
    assert client.test_size().sizes == ()
    assert client.roles().finals[-1].finals is not None


def test_an_account_that_is_closed_is_an_error_of_that_account(site, tmp_path):
    closed = project(config_of(tmp_path, FINAL, CHECKOUT, accounts=("5556667777", int(PROPERTY))))
    with pytest.raises(MicroconvError, match="555-666-7777"):
        closed.values()
    denied = project(config_of(tmp_path, FINAL, CHECKOUT, accounts=(STORE, 345678903)))
    with pytest.raises(MicroconvError, match="345678903"):
        denied.suggest()


@pytest.mark.parametrize(
    ("api", "method", "nth"),
    [("ga4", "RunFunnelReport", 0), ("ga4", "BatchRunReports", 0)],
)
def test_what_ga4_refuses_is_a_gap_and_nothing_rests_on_it(site, faults, aoi, api, method, nth):
    faults.add(Fault(api, method, nth=nth, status="PERMISSION_DENIED", message="Not for you."))
    answer = aoi.values()
    assert any("Not for you." in str(gap) for gap in answer.ground.gaps)
    if method == "RunFunnelReport":
        assert answer.proposals == ()
        assert all(Reason.NOT_COUNTED in some for some in reasons(answer.review).values())


def test_a_cycle_that_google_refuses_is_a_gap(site, faults, aoi, monkeypatch):
    refused = CycleAnswer("123-456-7890", why=Text("Google refused", "拒否"), requests=1, refused=True)
    monkeypatch.setattr(Access, "cycle", lambda *_: refused)
    answer = aoi.values()
    assert answer.ground.gaps == (refused.why,)
    assert answer.proposals


# ---- pastes


def pasted(path: Path, text: str) -> Project:
    path.write_text(path.read_text("utf-8") + text, "utf-8")
    return project(path)


def test_a_pasted_suggestion_is_all_that_the_plan_adds(site, tmp_path):
    path = config_of(tmp_path, FINAL, CHECKOUT, CART)
    answer = project(path).suggest()
    plan = pasted(path, answer.pastes[0]).plan()
    made = answer.suggestions[0]
    assert {change.conversion for change in plan.changes} == {made.name}
    assert {change.action.value for change in plan.changes} == {"create"}
    assert yaml.safe_load(answer.pastes[0])[0]["ga4"] == {"event": made.subject}


@pytest.mark.parametrize(
    "subject",
    ["on", "null", "12e3", "Yes", "a: b # c", "say \"hi\" & 'bye'", "資料請求", "- {x: [", "{{event}}"],
)
def test_a_hostile_event_is_pasted_as_that_text(site, aoi, subject):
    (row,) = yaml.safe_load(paste(aoi.client, suggestion(subject)))
    assert (row["ga4"], row["name"], row["role"], row["value"]) == (
        {"event": subject}, "mv_made", "secondary", 3_000,
    )  # fmt: skip
    assert row["funnel"] == {"next": "mv_checkout"}


def suggestion(subject: str, *, page: bool = False) -> Suggestion:
    share = Share(0.3, 0.25, 0.35)
    evidence = Evidence(subject, "purchase", 100, 30, 90, 7.0, share)
    return Suggestion(subject, page, evidence, "purchase", 40.0, 2, "mv_checkout", "mv_made", 3_000, "JPY")


@pytest.mark.parametrize("page", ["/pricing/", "/料金/法人 様", "/a: b, {c} 'd' \"e\"", "/%E6%96%99?"])
@pytest.mark.parametrize("more", ["", "tag_manager: {container: GTM-ABC1234}\n"], ids=["a rule", "a tag"])
def test_a_pasted_page_becomes_an_event_by_a_rule_or_a_tag(site, tmp_path, page, more):
    path = config_of(tmp_path, FINAL, CHECKOUT, CART, more=more)
    row = suggestion(page, page=True)
    client, problems = load(path)
    assert client is not None, problems
    path.write_text(path.read_text("utf-8") + paste(client, row), "utf-8")
    client, problems = load(path)
    assert (client is not None, [one for one in problems if one.is_error]) == (True, [])
    assert client is not None
    made = client.by_name["mv_made"]
    assert (made.next, made.role, made.event) == ("mv_checkout", Role.SECONDARY, "mv_made")
    assert (made.tag is not None) == bool(more)
    if not more:
        assert {change.conversion for change in project(path).plan().changes} == {"mv_made"}
