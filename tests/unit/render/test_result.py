"""The outcome of a run, as text."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hostile import NAMES, harmful, hostile_plan
from strategies import action, client, conversion, plan_of
from styles import WIDE

from microconv.core.client import Unlisted
from microconv.core.conversion import Role
from microconv.core.errors import RejectedError, UnclearError
from microconv.core.planning.happened import TakenBackCount
from microconv.core.ports import Outcome, Status
from microconv.core.text import Language
from microconv.reconcile.result import Result
from microconv.render.plan import plan_text
from microconv.render.result import result_text, taken_back_text
from microconv.render.safe import width
from microconv.render.style import Style

PLAN = plan_of(client(conversion("mv_new"), conversion("mv_up", role=Role.PRIMARY), unlisted=Unlisted.DEMOTE),
               action("mv_up", 1), action("mv_old", 2, primary_for_goal=True))  # fmt: skip
NEW, OLD, UP = PLAN.changes
DONE = replace(PLAN, changes=())
KIND = "google_ads.conversion_action"


def outcome(change, status=Status.APPLIED, error=None) -> Outcome:
    return Outcome(change, status, "REQ-1", error)


def test_the_changes_are_those_of_this_test() -> None:
    assert [f"{change.action} {change.address.name}" for change in PLAN.changes] == [
        "create mv_new", "demote mv_old", "update mv_up",
    ]  # fmt: skip


def test_in_sync_after_changes() -> None:
    result = Result(PLAN, tuple(map(outcome, PLAN.changes)), after=DONE, calls=7)
    assert result_text(result, WIDE) == (
        '  ✓ conversion "mv_new"  created\n'
        '  ✓ conversion "mv_old"  demoted\n'
        '  ✓ conversion "mv_up"  updated\n'
        "In sync: aoi-store: 3 of 3 changes applied. 7 API calls in all; request REQ-1.\n"
    )


def test_the_end_in_japanese_has_its_own_punctuation() -> None:
    for result in (
        Result(PLAN, tuple(map(outcome, PLAN.changes)), after=DONE, calls=7, run="RUN"),
        Result(PLAN, (outcome(NEW),), skipped=(OLD, UP), interrupted=True, calls=7),
        Result(DONE, after=DONE, calls=3),
    ):
        (last,) = [line for line in result_text(result, WIDE, Language.JA).splitlines() if "aoi-store: " in line]
        assert last.endswith("。")
        assert not {". ", "; ", "。。", "。."} & {last[at : at + 2] for at in range(len(last))}


def test_in_sync_without_a_change() -> None:
    plan = plan_of(client())
    assert result_text(Result(plan, after=plan, calls=3)) == (
        "In sync: aoi-store: nothing to do, nothing written. 3 API calls in all.\n"
    )


def test_an_emulated_run_says_so_at_its_end() -> None:
    plan = plan_of(client(), emulated=True)
    assert result_text(Result(plan, after=plan, calls=3)).startswith("In sync (emulated): aoi-store: ")


def test_removed_is_called_removed() -> None:
    plan = plan_of(client(unlisted=Unlisted.REMOVE), action("mv_old"))
    result = Result(plan, (outcome(plan.changes[0]),), after=plan_of(client()))
    assert result_text(result).splitlines()[0] == '  ✓ conversion "mv_old"  removed'


def test_a_failure_names_googles_words_the_request_and_the_way_out() -> None:
    error = RejectedError(
        api="google_ads", account="123-456-7890", code="ConversionActionError.DUPLICATE_NAME", message="Name is taken.",
        request_id="REQ-1", target=f'{KIND}["mv_new"]', field="name", hint="rename one of the two",
    )  # fmt: skip
    after = replace(PLAN, changes=(NEW,))
    result = Result(PLAN, (outcome(OLD), outcome(UP), outcome(NEW, Status.FAILED, error)), after=after, calls=8)
    assert result_text(result, WIDE) == (
        '  ✓ conversion "mv_old"  demoted\n'
        '  ✓ conversion "mv_up"  updated\n'
        '  ✗ conversion "mv_new"  FAILED\n'
        f'      google_ads 123-456-7890 {KIND}["mv_new"] name: ConversionActionError.DUPLICATE_NAME: Name is taken.\n'
        "      request id REQ-1\n"
        "      → rename one of the two\n"
        "Not in sync: aoi-store: 2 of 3 changes applied. 8 API calls in all; request REQ-1. What is left:\n"
        + plan_text(after, WIDE)
    )


SILENCE = UnclearError(api="ga4", account="345678901", code="DEADLINE_EXCEEDED", message="no answer", hint="run again")


def test_not_verified_and_unknown() -> None:
    outcomes = (Outcome(NEW, Status.UNKNOWN, "", SILENCE), outcome(OLD))
    result = Result(PLAN, outcomes, unverified="ga4 345678901: UNAVAILABLE: no answer", calls=5)
    assert result_text(result, WIDE) == (
        '  ✓ conversion "mv_old"  demoted\n'
        '  ✗ conversion "mv_new"  UNKNOWN whether it happened\n'
        "      ga4 345678901: DEADLINE_EXCEEDED: no answer\n"
        "      → run again\n"
        "Not verified: aoi-store: 1 of 2 changes applied; reading again failed: ga4 345678901: UNAVAILABLE: no answer. "
        "5 API calls in all; request REQ-1.\n"
    )


def test_what_is_unknown_can_be_found_out_later() -> None:
    result = Result(PLAN, (Outcome(NEW, Status.UNKNOWN, "", SILENCE),), unverified="gone", calls=5, run="20261123-abc")
    assert result_text(result, WIDE).splitlines()[-2:] == [
        "Not verified: aoi-store: 0 of 1 changes applied; reading again failed: gone. 5 API calls in all; "
        "journal 20261123-abc.",
        "    → to find out: `microconv history settle 20261123-abc`, or run again",
    ]


def test_what_reading_again_showed_says_so_and_what_the_api_had_answered() -> None:
    after = replace(PLAN, changes=())
    result = Result(PLAN, (Outcome(NEW, Status.APPLIED, "", SILENCE),), after=after, calls=5, run="20261123-abc")
    assert result_text(result, WIDE) == (
        '  ✓ conversion "mv_new"  created\n'
        "      reading again showed it; the API had answered: ga4 345678901: DEADLINE_EXCEEDED: no answer\n"
        "In sync: aoi-store: 1 of 1 changes applied. 5 API calls in all; journal 20261123-abc.\n"
    )


def test_a_run_that_stopped_itself_says_why() -> None:
    result = Result(PLAN, (outcome(OLD),), skipped=(NEW,), unverified="gone", stopped="the journal is full", run="r1")
    assert result_text(result).splitlines()[:3] == [
        '  ✓ conversion "mv_old"  demoted',
        '  · conversion "mv_new"  not tried',
        "  ! the run stopped itself: the journal is full",
    ]


def test_interrupted_says_so_and_names_what_was_not_tried() -> None:
    """An interrupt is not a failed reading: nothing was read."""
    result = Result(
        PLAN, (Outcome(OLD, Status.UNKNOWN),), skipped=(NEW, UP), interrupted=True, unverified="interrupted"
    )
    text = result_text(result)
    assert text.splitlines()[:3] == [
        '  ✗ conversion "mv_old"  UNKNOWN whether it happened',
        '  · conversion "mv_new"  not tried',
        '  · conversion "mv_up"  not tried',
    ]
    assert "0 of 3 changes applied" in text.splitlines()[3]
    assert "nterrupted" in text.splitlines()[3]
    assert "reading again failed" not in text


def test_a_conflict_that_came_up_meanwhile_is_shown() -> None:
    after = plan_of(client(conversion("mv_up")), action("mv_up", type="ad_call"))
    text = result_text(Result(PLAN, tuple(map(outcome, PLAN.changes)), after=after))
    assert "Not in sync: aoi-store: 3 of 3 changes applied." in text
    assert text.endswith(plan_text(after))


@pytest.mark.parametrize("name", NAMES)
def test_nothing_harmful_comes_out(name: str) -> None:
    plan = hostile_plan(name)
    error = RejectedError(api="google_ads", account=name, code=name, message=name, request_id=name, hint=name)
    change = plan.changes[0]
    outcomes = tuple(Outcome(change, status, name, error) for status in Status)
    for result in (
        Result(plan, outcomes, after=plan, skipped=plan.changes),
        Result(plan, outcomes, unverified=name),
        Result(plan, outcomes, after=replace(plan, changes=(), conflicts=())),
        Result(plan, (), after=replace(plan, changes=(), conflicts=())),
    ):
        text = result_text(result)
        assert harmful(text) == []


def test_colour_only_where_it_is_wanted() -> None:
    result = Result(PLAN, (outcome(OLD), Outcome(NEW, Status.FAILED, "", SILENCE)), after=PLAN)
    import click

    assert "\x1b" not in result_text(result)
    assert "\x1b[" in result_text(result, Style(colour=True))
    assert click.unstyle(result_text(result, Style(colour=True))) == result_text(result)


@pytest.mark.parametrize("columns", [60, 80, 120])
@pytest.mark.parametrize("language", list(Language))
def test_the_end_of_a_rollback_is_as_narrow_as_the_terminal(columns: int, language: Language) -> None:
    left = TakenBackCount(3, (OLD.address,))
    text = taken_back_text("20261123-abc", left, PLAN, Style(columns=columns), language, rollback=False)
    assert max(map(width, text.splitlines())) in range(columns // 2, columns + 1)
