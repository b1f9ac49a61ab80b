"""The judgement of the way to the accounts."""

from __future__ import annotations

import datetime

import pytest

from microconv.analysis.access import CLOCK_S, SOON, Check, Reached, Status, checks
from microconv.core.errors import AccessDeniedError, CredentialsError
from microconv.core.examination import Examination, VisibleAccount
from microconv.core.text import Text

NOW = datetime.datetime(2026, 11, 29, 12, tzinfo=datetime.UTC)
ENDS = datetime.date(2027, 11, 1)
ADS = Examination("google_ads", "Google Ads", "v26", ENDS, False, Text("a key", "鍵"), accounts=(VisibleAccount("1"),))


def named(name: str, found: tuple[Check, ...]) -> Check:
    (check,) = [one for one in found if one.name == name]
    return check


@pytest.mark.parametrize("seconds", [0, CLOCK_S, -CLOCK_S])
def test_a_clock_that_agrees(seconds):
    server = NOW + datetime.timedelta(seconds=seconds)
    assert named("clock", checks([ADS], NOW, server)).status is Status.OK


@pytest.mark.parametrize(("seconds", "said"), [(CLOCK_S + 1, "61 seconds behind"), (-3601, "3,601 seconds ahead of")])
def test_a_clock_that_is_off_is_a_failure_with_its_direction(seconds, said):
    found = named("clock", checks([ADS], NOW, NOW + datetime.timedelta(seconds=seconds)))
    assert found.status is Status.FAILED
    assert said in found.state
    assert found.advice


def test_no_time_is_unknown_and_no_pass():
    assert named("clock", checks([ADS], NOW, None)).status is Status.UNKNOWN


@pytest.mark.parametrize(
    ("today", "status"),
    [
        (ENDS - SOON - datetime.timedelta(days=1), Status.OK),
        (ENDS - SOON, Status.WARNING),
        (ENDS - datetime.timedelta(days=1), Status.WARNING),
        (ENDS, Status.FAILED),
    ],
)
def test_the_end_of_a_version_is_told_in_time(today, status):
    now = datetime.datetime.combine(today, datetime.time(), datetime.UTC)
    found = named("Google Ads: API version", checks([ADS], now, now))
    assert found.status is status
    assert "2027-11" in found.state
    assert bool(found.advice) is (status is not Status.OK)


def test_no_visible_account_is_a_warning():
    blind = Examination("ga4", "GA4", "v1beta", emulated=False)
    assert named("GA4: accounts visible", checks([blind], NOW, NOW)).status is Status.WARNING


def test_accounts_that_were_not_asked_about_are_counted():
    many = Examination("ga4", "GA4", "v1beta", accounts=(VisibleAccount("1", "Aoi"),), left_off=7)
    found = named("GA4: accounts visible", checks([many], NOW, NOW)).state
    assert (found.en, found.ja) == ("1 Aoi; and 7 more", "1 Aoi、ほか 7 件")


def test_an_error_is_a_failure_and_no_account_is_promised():
    refused = Examination("ga4", "GA4", "v1beta", errors=(CredentialsError("there is no key", hint="make one"),))
    found = checks([refused], NOW, NOW)
    failed = named("GA4: access", found)
    assert (failed.status, failed.state, failed.advice) == (Status.FAILED, "there is no key", "make one")
    assert not [one for one in found if one.name == "GA4: accounts visible"]


@pytest.mark.parametrize(("writes", "status"), [(True, Status.OK), (False, Status.WARNING)])
def test_a_missing_scope_to_write_is_a_warning(writes, status):
    item = Examination("ga4", "GA4", "v1beta", writes=writes)
    assert named("GA4: scope to write", checks([item], NOW, NOW)).status is status


def test_a_client_account_is_reached_or_not():
    error = AccessDeniedError(api="ga4", account="1", code="DENIED", message="no", request_id="", hint="ask for it")
    found = checks([], NOW, NOW, [Reached("aoi", "GA4 1", "Aoi"), Reached("botan", "GA4 2", error=error)])
    assert [(one.name, one.status) for one in found[1:]] == [
        ("aoi: GA4 1", Status.OK),
        ("botan: GA4 2", Status.FAILED),
    ]
    assert found[2].advice == "ask for it"
