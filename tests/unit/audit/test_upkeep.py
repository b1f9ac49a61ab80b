"""Does somebody look after the setup?"""

from __future__ import annotations

import datetime
from dataclasses import replace

import pytest

from microconv.analysis.subject import Subject
from microconv.audit.rules.upkeep import (
    upkeep_ignored_expired,
    upkeep_overdue,
    upkeep_owner,
    upkeep_removed_in_goal,
    upkeep_schedule,
    upkeep_stale,
    upkeep_too_many,
)
from microconv.audit.run import verdict
from microconv.core.client import AuditSettings, Client, Ignored, ReviewEvery
from microconv.core.diagnostics import Span
from microconv.core.kinds import ACTION, CUSTOM_GOAL, KEY_EVENT
from microconv.core.resource import Live, Standing
from microconv.core.review_settings import Decision
from tests.strategies import PROPERTY, action, client, conversion, custom_goal, imported, key_event
from tests.unit.audit.cases import TODAY, Case, account, cannot_tell, does_not_apply, fails, passes


def _ago(days: int) -> datetime.date:
    return TODAY - datetime.timedelta(days=days)


def _with(**said: object) -> Subject:
    """A config with one conversion that says this, and empty accounts."""
    return account(client=client(conversion(), **said))


def _reviewed(every: ReviewEvery, days: int) -> Subject:
    return _with(review_every=every, review_last=_ago(days))


def _late(every: ReviewEvery, days: int, *seen: str) -> tuple[Case, Case]:
    """Overdue after so many days, not one day before."""
    return (
        fails(upkeep_overdue, _reviewed(every, days), "aoi-store", seen=seen),
        passes(upkeep_overdue, _reviewed(every, days - 1), every.value),
    )


REVIEWS = [
    fails(upkeep_owner, _with(), "aoi-store"),
    passes(upkeep_owner, _with(owner="sato@agency.example")),
    does_not_apply(upkeep_owner, account(action("x"))),
    fails(upkeep_schedule, _with(), "aoi-store", seen=("review.every",)),
    passes(upkeep_schedule, _with(review_every=ReviewEvery.YEAR)),
    does_not_apply(upkeep_schedule, account(action("x"))),
    *_late(ReviewEvery.MONTH, 32, "2026-10-22", "2026-11-22"),
    *_late(ReviewEvery.QUARTER, 93),
    *_late(ReviewEvery.YEAR, 367),
    fails(upkeep_overdue, _with(review_every=ReviewEvery.MONTH), "aoi-store", about="never"),
    passes(upkeep_overdue, _reviewed(ReviewEvery.MONTH, 0)),
    does_not_apply(upkeep_overdue, _with(), "upkeep-schedule"),
    does_not_apply(upkeep_overdue, _with(review_last=_ago(999)), "upkeep-schedule"),
    does_not_apply(upkeep_overdue, account(action("x"))),
]

_TWO = AuditSettings(max_conversions=2)


def _actions(count: int) -> tuple[Live, ...]:
    return tuple(action(f"mv_{number:02}", number) for number in range(count))


def _listed(count: int) -> Client:
    return client(*(conversion(f"mv_{number}") for number in range(count)), audit=_TWO)


MANY = [
    fails(upkeep_too_many, account(*_actions(31)), "123-456-7890", seen=("31", "30")),
    passes(upkeep_too_many, account(*_actions(30))),
    fails(upkeep_too_many, account(*_actions(3), client=_listed(0)), "123-456-7890", seen=("3", "2")),
    passes(upkeep_too_many, account(*_actions(2), client=_listed(2))),
    fails(upkeep_too_many, account(client=_listed(3)), "aoi-store", seen=("3", "2")),
    fails(upkeep_too_many, account(*_actions(4), client=_listed(3)), "123-456-7890", "aoi-store", seen=("4", "3")),
    passes(
        upkeep_too_many,
        account(
            *_actions(2),
            action("theirs", 7, Standing.OTHER_OWNER),
            action("gone", 8, Standing.REMOVED),
            action("calls", 9, Standing.SYSTEM),
            client=_listed(0),
        ),
        "only its own recorded ones",
    ),
    passes(upkeep_too_many, account(client=_listed(1))),
    does_not_apply(upkeep_too_many, account()),
    does_not_apply(upkeep_too_many, account(action("gone", 8, Standing.REMOVED), client=_listed(0))),
]


def _made(days: int, number: int = 1) -> Live:
    return key_event(f"mv_{number}", number, create_time=f"{_ago(days)}T10:11:12.123456789Z")


def _decided(days: int) -> Decision:
    return Decision(_ago(days), "mv_old", value=400.0, reason="agreed")


_ACTION = action("mv_cart")

STALE = [
    fails(upkeep_stale, account(_made(366)), PROPERTY, seen=("2025-11-22", "mv_1")),
    passes(upkeep_stale, account(_made(365))),
    passes(upkeep_stale, account(_made(999), _made(365, 2)), "the newest counts"),
    fails(upkeep_stale, account(_made(999), _made(400, 2)), PROPERTY, seen=("mv_2",)),
    fails(upkeep_stale, _with(review_last=_ago(366)), "aoi-store", seen=("2025-11-22",)),
    passes(upkeep_stale, _with(review_last=_ago(365))),
    passes(upkeep_stale, account(_made(999), client=client(review_last=_ago(10)))),
    passes(upkeep_stale, account(_made(10), client=client(review_last=_ago(999)))),
    fails(upkeep_stale, account(_made(999), client=client(review_last=_ago(400))), "aoi-store", seen=("2025-10-19",)),
    passes(upkeep_stale, _with(review_last=_ago(999), decisions=(_decided(500), _decided(365)))),
    fails(upkeep_stale, _with(decisions=(_decided(400), _decided(999))), "aoi-store", seen=("mv_old", "2025-10-19")),
    cannot_tell(upkeep_stale, account(_ACTION), "Google"),
    cannot_tell(upkeep_stale, account(_ACTION, property_=False), "review"),
    cannot_tell(upkeep_stale, account(key_event("mv_x"))),
    cannot_tell(upkeep_stale, account(key_event("mv_x", create_time="soon")), about="no time at all"),
    cannot_tell(upkeep_stale, account(key_event("mv_x", create_time=7))),
    cannot_tell(upkeep_stale, _with()),
    does_not_apply(upkeep_stale, account()),
    does_not_apply(upkeep_stale, account(client=client(review_last=_ago(999)))),
    does_not_apply(upkeep_stale, account(action("gone", 8, Standing.REMOVED))),
]

_GONE, _HID = action("Gone", 2, Standing.REMOVED), imported("mv_x", 3, Standing.HIDDEN)
_GOAL = custom_goal("Learning", 1, _ACTION, _GONE)


def _goals_read(types: dict[str, str]) -> Subject:
    """An account with a custom goal, of which only one type was read in each API."""
    whole = account(_ACTION, _GONE, _GOAL)
    readings = (replace(item, types=frozenset({types[item.provider]})) for item in whole.readings)
    return replace(whole, readings=tuple(readings))


GOALS = [
    fails(upkeep_removed_in_goal, account(_ACTION, _GONE, _GOAL), "Learning", seen=("Gone", "removed")),
    fails(
        upkeep_removed_in_goal,
        account(_ACTION, replace(_GONE, state={**_GONE.state, "status": None}), _GOAL),
        "Learning",
        about="an action of which Google says no status",
        seen=("Gone (None)",),
    ),
    fails(
        upkeep_removed_in_goal,
        account(_ACTION, _GONE, _HID, custom_goal("B", 2, _HID, _GONE), custom_goal("A", 3, _GONE, _ACTION)),
        "A",
        "B",
        seen=("Aoi (web) mv_x (hidden), Gone (removed)",),
    ),
    passes(upkeep_removed_in_goal, account(_ACTION, _GONE, custom_goal("Learning", 1, _ACTION))),
    passes(upkeep_removed_in_goal, account(_ACTION, custom_goal("Learning", 1, _ACTION, 77)), "77 was not read"),
    passes(upkeep_removed_in_goal, account(replace(_GOAL, state={"conversion_actions": None}))),
    does_not_apply(upkeep_removed_in_goal, account(_GONE, custom_goal("Old", 1, _GONE, standing=Standing.REMOVED))),
    does_not_apply(upkeep_removed_in_goal, account(_ACTION, _GONE)),
    does_not_apply(upkeep_removed_in_goal, account(google_ads=False)),
    cannot_tell(upkeep_removed_in_goal, account(_GOAL, account__warning="not readable"), "not readable"),
    cannot_tell(upkeep_removed_in_goal, _goals_read({"google_ads": ACTION, "ga4": CUSTOM_GOAL})),
    fails(upkeep_removed_in_goal, _goals_read({"google_ads": CUSTOM_GOAL, "ga4": KEY_EVENT}), "Learning"),
]


def _ignoring(*entries: Ignored) -> Subject:
    return account(client=client(conversion(), audit=AuditSettings(ignore=entries)))


_PAST = Ignored("naming-prefix", "agreed", _ago(1), "purchase", Span("a.yaml", 7, 5))
_NOW = Ignored("naming-*", "agreed", TODAY)

IGNORED = [
    fails(
        upkeep_ignored_expired,
        _ignoring(_NOW, _PAST),
        "aoi-store",
        seen=("naming-prefix purchase", "2026-11-22", "agreed"),
    ),
    fails(
        upkeep_ignored_expired,
        _ignoring(replace(_PAST, object=""), replace(_NOW, until=_ago(9))),
        "aoi-store",
        "aoi-store",
        seen=("naming-prefix *", "naming-* *"),
    ),
    passes(upkeep_ignored_expired, _ignoring(_NOW)),
    does_not_apply(upkeep_ignored_expired, _ignoring()),
    does_not_apply(upkeep_ignored_expired, account(action("x"))),
]

CASES = [*REVIEWS, *MANY, *STALE, *GOALS, *IGNORED]


def test_expired_entries_are_told_apart_and_shown_where_they_stand() -> None:
    subject = _ignoring(_PAST, replace(_PAST, object="lead", span=None))
    first, second = verdict(upkeep_ignored_expired, subject).evidence
    assert (first.id, first.span) == ("naming-prefix purchase", Span("a.yaml", 7, 5))
    assert (second.id, second.span) == ("naming-prefix lead", None)


@pytest.mark.parametrize(
    ("last", "every", "due"),
    [
        (datetime.date(2028, 2, 29), ReviewEvery.YEAR, datetime.date(2029, 3, 1)),
        (datetime.date(2028, 2, 29), ReviewEvery.MONTH, datetime.date(2028, 3, 31)),
        (datetime.date(2027, 1, 31), ReviewEvery.MONTH, datetime.date(2027, 3, 3)),
        (datetime.date.max, ReviewEvery.YEAR, datetime.date.max),
    ],
)
def test_leap_days_and_the_ends_of_months(last: datetime.date, every: ReviewEvery, due: datetime.date) -> None:
    subject = _with(review_every=every, review_last=last)
    for day, late in ((due, False), *([(due + datetime.timedelta(days=1), True)] if due < datetime.date.max else [])):
        assert bool(verdict(upkeep_overdue, replace(subject, today=day)).evidence) is late


@pytest.mark.parametrize(("every", "japanese"), [("month", "毎月"), ("quarter", "四半期ごと"), ("year", "毎年")])
def test_how_often_is_said_in_both_languages(every: str, japanese: str) -> None:
    for subject in (_with(review_every=ReviewEvery(every)), _reviewed(ReviewEvery(every), 400)):
        (item,) = verdict(upkeep_overdue, subject).evidence
        assert item.seen.en.startswith(f"every {every}")
        assert item.seen.ja.startswith(f"予定: {japanese}、")


@pytest.mark.parametrize("every", ReviewEvery)
def test_no_review_is_overdue_before_its_period_is_over(every: ReviewEvery) -> None:
    """Whichever day it was: a month is never longer than 31 days, a quarter than 92, a year than 366."""
    months = {ReviewEvery.MONTH: 1, ReviewEvery.QUARTER: 3, ReviewEvery.YEAR: 12}[every]
    for number in range(0, 4 * 366, 7):
        last = datetime.date(2024, 1, 1) + datetime.timedelta(days=number)
        year, month = divmod(last.month - 1 + months, 12)
        due = datetime.date(last.year + year, month + 1, min(last.day, 28))
        subject = replace(_with(review_every=every, review_last=last), today=due)
        assert not verdict(upkeep_overdue, subject).evidence


def test_lines_plan_a_review() -> None:
    (found,) = verdict(upkeep_schedule, _with()).evidence
    assert found.lines == "review:\n  every: quarter\n"
