"""Retention, Google signals, time zones, and who may change the property."""

from __future__ import annotations

import datetime

import pytest

from microconv.audit.rules.property_settings import ga4_access, ga4_retention, ga4_signals, ga4_time_zone
from microconv.audit.run import Choice, facts_wanted, verdict
from microconv.core.context import PARTS, USERS
from microconv.core.kinds import ACCESS, AUDITED, CUSTOM_GOAL, RETENTION, SIGNALS, TAG_MANAGER
from microconv.core.measures import NO_CALL_LEFT
from microconv.core.time_zone import same_clock
from tests.strategies import PROPERTY
from tests.unit.audit.cases import Case, account, cannot_tell, does_not_apply, fails, passes

DAY = datetime.date(2026, 11, 23)


def kept(events: str, users: str) -> dict[str, str]:
    """Facts of a property that keeps its data so long."""
    return {"property__event_retention": events, "property__user_retention": users}


def given(*lines: str) -> dict[str, tuple[str, ...]]:
    """Facts of a property to which these have access."""
    return {"property__access": lines}


RETENTIONS = [
    fails(ga4_retention, account(**kept("two_months", "two_months")), PROPERTY, seen=("2",)),
    fails(ga4_retention, account(**kept("two_months", "fourteen_months")), PROPERTY, seen=("2", "14")),
    fails(ga4_retention, account(**kept("fifty_months", "two_months")), PROPERTY, seen=("50", "2")),
    fails(ga4_retention, account(**kept("two_months", "unknown_7")), PROPERTY, seen=("2",)),
    passes(ga4_retention, account(**kept("fourteen_months", "fourteen_months"))),
    passes(ga4_retention, account(**kept("twenty_six_months", "unknown_7"))),
    cannot_tell(ga4_retention, account(), "--measures", about="an old snapshot"),
    cannot_tell(ga4_retention, account(events={"page_view": 1}), "--measures", about="an old one with measures"),
    cannot_tell(ga4_retention, account(missing={"events": "x", RETENTION: "HTTP 500: sorry"}), "HTTP 500: sorry"),
    cannot_tell(ga4_retention, account(missing={"events": "x", RETENTION: NO_CALL_LEFT}), "--only"),
    does_not_apply(ga4_retention, account(property_=False)),
]
STATE = "property__google_signals"
SIGNALED = [
    fails(ga4_signals, account(**{STATE: "google_signals_disabled"}), PROPERTY, seen=("Google",)),  # type: ignore[arg-type]
    fails(ga4_signals, account(**{STATE: "google_signals_state_unspecified"}), PROPERTY),  # type: ignore[arg-type]
    passes(ga4_signals, account(**{STATE: "google_signals_enabled"})),  # type: ignore[arg-type]
    cannot_tell(ga4_signals, account(**{STATE: "unknown_3"}), "unknown_3"),  # type: ignore[arg-type]
    cannot_tell(ga4_signals, account()),
    cannot_tell(ga4_signals, account(missing={"events": "x", SIGNALS: NO_CALL_LEFT}), "--only"),
    does_not_apply(ga4_signals, account(property_=False)),
]


def zones(ads: str | None, ga4: str | None) -> dict[str, str]:
    """Facts of an account and a property in these time zones."""
    both = {"customer__time_zone": ads, "property__time_zone": ga4}
    return {name: zone for name, zone in both.items() if zone is not None}


CLOCKS = [
    fails(
        ga4_time_zone,
        account(**zones("America/Los_Angeles", "Asia/Tokyo")),
        PROPERTY,
        seen=("America/Los_Angeles", "Asia/Tokyo"),
    ),
    fails(ga4_time_zone, account(**zones("Europe/Berlin", "Africa/Lagos")), PROPERTY, about="the same in winter only"),
    passes(ga4_time_zone, account(**zones("Asia/Tokyo", "Asia/Tokyo"))),
    passes(ga4_time_zone, account(**zones("Asia/Tokyo", "Japan")), about="another name of the same"),
    passes(ga4_time_zone, account(**zones("Mars/Olympus", "Mars/Olympus"))),
    cannot_tell(ga4_time_zone, account(**zones("Mars/Olympus", "Asia/Tokyo")), "Mars/Olympus", "Asia/Tokyo"),
    cannot_tell(ga4_time_zone, account(**zones("Asia/Tokyo", None))),
    cannot_tell(ga4_time_zone, account(**zones(None, "Asia/Tokyo"))),
    cannot_tell(ga4_time_zone, account(**zones("", "Asia/Tokyo"))),
    does_not_apply(ga4_time_zone, account(google_ads=False, **zones(None, "Asia/Tokyo"))),
    does_not_apply(ga4_time_zone, account(property_=False, **zones("Asia/Tokyo", None))),
]

ROBOT = "admin p.iam.gserviceaccount.com 1"
PEOPLE = [
    fails(
        ga4_access,
        account(**given("admin client.example 2", "admin old.example 1", "editor client.example 3")),
        PROPERTY,
        seen=("client.example (2), old.example (1)", "client.example (3)"),
    ),
    fails(
        ga4_access, account(**given("admin client.example 1", "editor old.example 1")), PROPERTY, seen=("old.example",)
    ),
    fails(
        ga4_access, account(**given("editor gmail.com 1")), PROPERTY, seen=("gmail.com (1)",), about="a private mailbox"
    ),
    passes(ga4_access, account(**given("admin client.example 2", "editor client.example 1"))),
    passes(ga4_access, account(**given("editor client.example 1", ROBOT)), about="a program of the agency"),
    passes(ga4_access, account(**given("editor client.example 1", "viewer gmail.com 4", "analyst old.example 1"))),
    passes(ga4_access, account(**given("editor client.example 1", "admin", "admin a b c")), about="a damaged snapshot"),
    does_not_apply(ga4_access, account(**given()), about="all access is given above"),
    does_not_apply(ga4_access, account(**given("viewer client.example 1", ROBOT))),
    cannot_tell(ga4_access, account(), "--measures"),
    cannot_tell(
        ga4_access,
        account(missing={"events": "x", ACCESS: "PERMISSION_DENIED: no"}),
        "PERMISSION_DENIED: no",
        "analytics.manage.users.readonly",
        about="rights are missing",
    ),
    does_not_apply(ga4_access, account(property_=False)),
]

CASES: list[Case] = [*RETENTIONS, *SIGNALED, *CLOCKS, *PEOPLE]


def test_who_may_change_it_stands_in_the_order_of_power() -> None:
    subject = account(**given("admin b.example 1", "editor a.example 2"))
    (evidence,) = verdict(ga4_access, subject).evidence
    assert evidence.seen.en == "administrators: b.example (1); editors: a.example (2)"
    assert evidence.seen.ja == "管理者: b.example (1)、編集者: a.example (2)"


def test_what_is_seen_of_retention_is_in_both_languages() -> None:
    (evidence,) = verdict(ga4_retention, account(**kept("two_months", "fourteen_months"))).evidence
    assert evidence.seen.en == "events: 2 months, users: 14 months"
    assert evidence.seen.ja == "イベント: 2か月、ユーザー: 14か月"


def test_what_was_not_decided_differs_from_what_is_off() -> None:
    off, undecided = (verdict(case.rule, case.subject).evidence[0].seen for case in SIGNALED[:2])
    assert (off.en, undecided.en) == ("Google signals: off", "Google signals: nobody has turned it on or off")


@pytest.mark.parametrize(
    ("choice", "names"),
    [
        (None, {*AUDITED, *PARTS, CUSTOM_GOAL, TAG_MANAGER}),
        (Choice(only=("ga4-*",)), set(AUDITED)),
        (Choice(only=("ga4-signals",)), {SIGNALS}),
        (Choice(ignore=("ga4-access",)), {RETENTION, SIGNALS, *PARTS, CUSTOM_GOAL, TAG_MANAGER}),
        (Choice(only=("ownership-access",)), {USERS}),
        (Choice(only=("upkeep-removed-in-goal",)), {CUSTOM_GOAL}),
        (Choice(only=("naming-*",)), set()),
        (Choice(only=("tags-none",)), {TAG_MANAGER}),
        (Choice(only=("tags-unpublished",)), {TAG_MANAGER}),
    ],
)
def test_only_what_the_chosen_rules_need_is_asked_for(choice: Choice | None, names: set[str]) -> None:
    assert facts_wanted(choice) == names


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Asia/Tokyo", "Asia/Tokyo", True),
        ("Asia/Tokyo", "Asia/Seoul", True),
        ("Etc/UTC", "Europe/London", False),
        ("Africa/Lagos", "Europe/Berlin", False),
        ("Asia/Tokyo", "../etc/passwd", None),
        ("nowhere", "nowhere", True),
        ("nowhere", "Asia/Tokyo", None),
    ],
)
def test_clocks_are_compared_throughout_the_year(one: str, other: str, same: bool | None) -> None:
    for month in range(1, 13):
        day = DAY.replace(month=month)
        assert (same_clock(one, other, day), same_clock(other, one, day)) == (same, same)


def test_the_last_days_of_the_calendar_are_no_error() -> None:
    assert same_clock("Asia/Tokyo", "Europe/Berlin", replace_year(9998)) is False


def replace_year(year: int) -> datetime.date:
    """The day of these tests in another year."""
    return DAY.replace(year=year)
