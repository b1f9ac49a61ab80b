"""Retries on the wire: the requests, the pauses and the limits, with faults of the emulator and its state after.

Tokens that Google refuses although this machine's clock says that they are valid are here too.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from microconv.connections import Connections
from microconv.core.errors import AccessDeniedError, CredentialsError, QuotaError, RejectedError
from microconv.core.ports import Status
from microconv.emulator.faults import Fault
from microconv.emulator.google_ads.errors import AdsFailure, QuotaDetails, error
from microconv.helpers import Helpers
from microconv.project import Project
from microconv.providers.backoff import Backoff
from microconv.providers.ga4.provider import Ga4
from microconv.providers.retrying import Retrying


@pytest.fixture
def pauses() -> list[float]:
    """The pauses that were asked for, in seconds; nothing really waits."""
    return []


@pytest.fixture(autouse=True)
def _one_after_the_other(monkeypatch) -> None:
    """Requests are sent in their order: of several under way each would wait for itself."""
    monkeypatch.setattr(Helpers, "_begin", lambda *_: None)
    monkeypatch.setattr(Ga4, "at_once", 1)


@pytest.fixture
def patient(environment, client, pauses) -> Callable[..., Project]:
    """Makes the store's project whose pauses are only counted."""
    del environment

    def make(*conversions: Any, backoff: Backoff | None = None, **fields: Any) -> Project:
        retrying = Retrying(backoff or Backoff(), sleep=pauses.append, chance=lambda: 1.0)
        return Project(client(*conversions, **fields), connections=Connections(retrying=retrying))

    return make


def statuses(result: Any) -> dict[str, str]:
    return {outcome.change.address.name: outcome.status.value for outcome in result.outcomes}


def ads_error(family: str, word: str, status: str = "RESOURCE_EXHAUSTED", **more: Any) -> dict[str, Any]:
    return {"error": (family, word), "status": status, "message": "No luck today.", **more}


BUSY = ads_error("quota_error", "RESOURCE_TEMPORARILY_EXHAUSTED")
DAILY = ads_error("quota_error", "RESOURCE_EXHAUSTED")
AT_ONCE = ads_error("database_error", "CONCURRENT_MODIFICATION", "INVALID_ARGUMENT")


# ---- Google Ads


@pytest.mark.parametrize("fault", [BUSY, AT_ONCE], ids=["temporarily exhausted", "concurrent modification"])
def test_a_write_that_was_not_done_for_certain_is_sent_again(inhabit, patient, conversion, holds, pauses, fault):
    inhabit().faults.add(Fault("google_ads", "Mutate", rehearsal=False, times=2, **fault))
    wanted = patient(conversion("mv_a"), conversion("mv_b"))
    result = wanted.apply(wanted.plan())
    assert (result.in_sync, statuses(result)) == (True, {"mv_a": "applied", "mv_b": "applied"})
    assert sorted(holds.actions()) == ["mv_a", "mv_b"]
    assert pauses == [1.0, 2.0]
    assert [status for _, status in holds.writes()] == [fault["status"], fault["status"], "OK"]


def test_the_run_goes_on_until_its_patience_ends(inhabit, patient, conversion, holds, pauses):
    inhabit().faults.add(Fault("google_ads", "Mutate", rehearsal=False, nth=0, **BUSY))
    wanted = patient(conversion("mv_a"))
    result = wanted.apply(wanted.plan())
    (failed,) = result.failed
    assert isinstance(failed.error, QuotaError)
    assert failed.error.code == "QuotaError.RESOURCE_TEMPORARILY_EXHAUSTED"
    assert (holds.actions(), pauses, len(holds.writes())) == ({}, [1.0, 2.0, 4.0, 8.0, 16.0], 5)  # then it reads


@contextmanager
def asking_to_wait(monkeypatch: pytest.MonkeyPatch, seconds: int) -> Iterator[None]:
    """The emulator's faults of quotas say when to try again, as Google's do."""

    def answer(fault: Fault) -> None:
        assert fault.error is not None
        quota = QuotaDetails("DEVELOPER", "Requests per minute", seconds)
        raise AdsFailure([error(".".join(fault.error), fault.message, quota=quota)], fault.status, fault.message)

    with monkeypatch.context() as patch:
        patch.setattr("microconv.emulator.google_ads.api._raise_fault", answer)
        yield


@pytest.mark.parametrize(("asked", "waited"), [(37, [37.0]), (1, [1.0])])
@pytest.mark.parametrize("method", ["Mutate", "SearchStream"])
def test_what_google_asks_to_wait_is_waited(
    inhabit, patient, conversion, holds, pauses, monkeypatch, asked, waited, method
):
    inhabit().faults.add(Fault("google_ads", method, **BUSY))
    wanted = patient(conversion("mv_a"))
    with asking_to_wait(monkeypatch, asked):
        result = wanted.apply(wanted.plan())
    assert (result.in_sync, pauses, sorted(holds.actions())) == (True, waited, ["mv_a"])


def test_more_than_the_budget_is_not_waited(inhabit, patient, conversion, holds, pauses, monkeypatch):
    inhabit().faults.add(Fault("google_ads", "Mutate", rehearsal=False, **BUSY))
    wanted = patient(conversion("mv_a"))
    with asking_to_wait(monkeypatch, 121):
        result = wanted.apply(wanted.plan())
    assert (result.in_sync, holds.actions(), len(holds.writes())) == (False, {}, 1)
    assert pauses == [pytest.approx(121, abs=3)]  # before the account is read again, as for everybody
    assert result.failed[0].error.retry_after_s == 121.0


@pytest.mark.parametrize("method", ["Mutate", "SearchStream"])
def test_the_quota_of_the_day_is_never_asked_again(inhabit, patient, conversion, holds, pauses, monkeypatch, method):
    inhabit().faults.add(Fault("google_ads", method, rehearsal=False, **DAILY))
    wanted = patient(conversion("mv_a"))
    with asking_to_wait(monkeypatch, 5):
        if method == "SearchStream":
            with pytest.raises(QuotaError) as raised:
                wanted.plan()
            found = raised.value
        else:
            found = wanted.apply(wanted.plan()).failed[0].error
    assert found.code == "QuotaError.RESOURCE_EXHAUSTED"
    assert found.hint == "the daily quota of the Cloud project is used up; run again tomorrow"
    assert (pauses, holds.actions(), len(holds.writes())) == ([], {}, int(method == "Mutate"))


@pytest.mark.parametrize("status", ["UNAVAILABLE", "INTERNAL", "DEADLINE_EXCEEDED", "ABORTED", "RESOURCE_EXHAUSTED"])
def test_a_read_is_repeated_whatever_is_unclear(inhabit, patient, conversion, holds, pauses, status):
    inhabit().faults.add(Fault("google_ads", "SearchStream", status=status, times=3))
    wanted = patient(conversion("mv_a"))
    assert [change.address.name for change in wanted.plan().changes] == ["mv_a"]
    assert len(pauses) == 3


@pytest.mark.parametrize("after_commit", [False, True])
@pytest.mark.parametrize("status", ["UNAVAILABLE", "INTERNAL", "DEADLINE_EXCEEDED", "RESOURCE_EXHAUSTED"])
def test_an_unclear_write_is_read_first_and_nothing_is_made_twice(
    inhabit, patient, conversion, holds, pauses, status, after_commit
):
    inhabit().faults.add(Fault("google_ads", "Mutate", rehearsal=False, status=status, after_commit=after_commit))
    wanted = patient(conversion("mv_a"))
    result = wanted.apply(wanted.plan())
    assert (result.in_sync, statuses(result)) == (True, {"mv_a": "applied"})
    assert [one["name"] for one in holds.by_id().values()] == ["mv_a"]
    assert pauses == []  # nothing was repeated by the one who sends
    assert len(holds.writes()) == (1 if after_commit else 2)


def test_a_refusal_is_not_repeated(inhabit, patient, conversion, holds, pauses):
    inhabit().faults.add(
        Fault("google_ads", "Mutate", rehearsal=False, **ads_error("range_error", "TOO_LOW", "INVALID_ARGUMENT"))
    )
    wanted = patient(conversion("mv_a"))
    result = wanted.apply(wanted.plan())
    assert isinstance(result.failed[0].error, RejectedError)
    assert (pauses, len(holds.writes())) == ([], 1)


# ---- GA4


@contextmanager
def retry_after(monkeypatch: pytest.MonkeyPatch, text: str) -> Iterator[None]:
    """The emulator's answers of 429 have this header."""
    from microconv.emulator import rest_messages

    plain = rest_messages.json_response

    def answer(request: Any, status: int, content: Any, headers: Any = None) -> Any:
        more = {"Retry-After": text} if status == 429 else {}
        return plain(request, status, content, {**(headers or {}), **more})

    with monkeypatch.context() as patch:
        patch.setattr(rest_messages, "json_response", answer)
        yield


FULL = {"status": "RESOURCE_EXHAUSTED", "message": "Too many requests."}


def test_ga4_says_how_long_to_wait_before_a_create(inhabit, patient, conversion, holds, pauses, monkeypatch):
    inhabit().faults.add(Fault("ga4", "CreateKeyEvent", times=2, **FULL))
    wanted = patient(conversion("mv_a", source=None, event="mv_a"))
    with retry_after(monkeypatch, "17"):
        result = wanted.apply(wanted.plan())
    assert (result.in_sync, pauses, sorted(holds.key_events())) == (True, [17.0, 17.0], ["mv_a"])


@pytest.mark.parametrize("text", ["soon", "-5", "1.5", "\xb2", "Mon, 23 Nov 2026 09:00:00 GMT"])
def test_a_pause_that_is_no_number_of_seconds(inhabit, patient, conversion, holds, pauses, monkeypatch, text):
    """A read goes on after our own pause; it does not break on what a server writes there."""
    inhabit(key_events=[{"event_name": "mv_a"}]).faults.add(Fault("ga4", "ListKeyEvents", **FULL))
    wanted = patient(conversion("mv_a", source=None, event="mv_a"))
    with retry_after(monkeypatch, text):
        assert wanted.plan().empty
    assert pauses == [1.0]


def test_a_create_without_a_pause_may_mean_that_there_is_no_room(inhabit, patient, conversion, holds, pauses):
    """GA4 answers the same to one object too many: that is not asked again and again."""
    inhabit().faults.add(Fault("ga4", "CreateKeyEvent", nth=0, **FULL))
    wanted = patient(conversion("mv_a", source=None, event="mv_a"))
    result = wanted.apply(wanted.plan())
    assert (statuses(result), pauses, len(holds.writes())) == ({"mv_a": "failed"}, [], 1)


def test_ga4_is_too_busy_for_an_update(inhabit, patient, conversion, holds, pauses):
    inhabit(key_events=[{"event_name": "mv_a"}]).faults.add(Fault("ga4", "UpdateKeyEvent", times=3, **FULL))
    wanted = patient(conversion("mv_a", source=None, event="mv_a", value=5))
    result = wanted.apply(wanted.plan())
    assert (result.in_sync, pauses) == (True, [1.0, 2.0, 4.0])
    assert holds.key_events()["mv_a"]["default_value"] == (5.0, "JPY")


@pytest.mark.parametrize("method", ["ListKeyEvents", "UpdateKeyEvent"])
def test_the_quota_of_a_day_of_ga4(inhabit, patient, conversion, holds, pauses, method):
    message = "Quota exceeded for quota metric 'Requests' and limit 'Requests per day' of service x."
    world = inhabit(key_events=[{"event_name": "mv_a"}])
    world.faults.add(Fault("ga4", method, status="RESOURCE_EXHAUSTED", message=message))
    wanted = patient(conversion("mv_a", source=None, event="mv_a", value=5))
    if method == "ListKeyEvents":
        with pytest.raises(QuotaError) as raised:
            wanted.plan()
        found = raised.value
    else:
        found = wanted.apply(wanted.plan()).failed[0].error
    assert found.hint == "the quota of the day is used up: run again tomorrow"
    assert pauses == []


@pytest.mark.parametrize("status", ["UNAVAILABLE", "INTERNAL", "DEADLINE_EXCEEDED"])
def test_a_read_of_ga4_is_repeated(inhabit, patient, conversion, pauses, status):
    inhabit(key_events=[{"event_name": "mv_a"}]).faults.add(Fault("ga4", "ListKeyEvents", status=status, times=2))
    wanted = patient(conversion("mv_a", source=None, event="mv_a"))
    assert wanted.plan().empty
    assert pauses == [1.0, 2.0]


@pytest.mark.parametrize("after_commit", [False, True])
@pytest.mark.parametrize("status", ["UNAVAILABLE", "INTERNAL", "DEADLINE_EXCEEDED"])
def test_an_unclear_create_of_ga4_is_read_first(inhabit, patient, conversion, holds, pauses, status, after_commit):
    inhabit().faults.add(Fault("ga4", "CreateKeyEvent", status=status, after_commit=after_commit))
    wanted = patient(conversion("mv_a", source=None, event="mv_a"))
    result = wanted.apply(wanted.plan())
    assert (result.in_sync, list(holds.key_events()), pauses) == (True, ["mv_a"], [])
    assert len(holds.writes()) == (1 if after_commit else 2)


# ---- tokens that expire before their time


@pytest.fixture
def ticking(monkeypatch):
    """The clients' clock: a minute later at each look, so that no two tokens are signed alike.

    By it, every token stays valid until it is an hour old.
    """
    now = [datetime.datetime.now(datetime.UTC).replace(tzinfo=None)]

    def look() -> datetime.datetime:
        now[0] += datetime.timedelta(milliseconds=50)
        return now[0]

    monkeypatch.setattr("google.auth._helpers.utcnow", look)
    return now


@pytest.fixture
def expire(world, ticking, monkeypatch) -> Callable[[], None]:
    """Every token that was seen so far is refused from now on; the clients do not know.

    Tokens of other tests are put aside: one of the same second is signed alike.
    """
    monkeypatch.setattr(world.tokens, "_grants", {})

    def now() -> None:
        world.tokens.expire_all()
        ticking[0] += datetime.timedelta(seconds=2)  # in the same second the same token would be signed again

    return now


def test_tokens_expire_between_the_plan_and_the_sync(inhabit, patient, conversion, holds, pauses, expire):
    inhabit()
    wanted = patient(conversion("mv_a"), conversion("mv_b", source=None, event="mv_b"))
    plan = wanted.plan()
    expire()
    result = wanted.apply(plan)
    assert result.in_sync
    assert (sorted(holds.actions()), sorted(holds.key_events()), pauses) == (["mv_a"], ["mv_b"], [])


EXPIRED = ads_error("authentication_error", "OAUTH_TOKEN_EXPIRED", "UNAUTHENTICATED")
BARE = {"status": "UNAUTHENTICATED", "message": "Request had invalid authentication credentials."}


@pytest.mark.parametrize("fault", [EXPIRED, BARE], ids=["with a code", "bare"])
@pytest.mark.parametrize("method", ["SearchStream", "Mutate"])
def test_google_ads_gets_a_new_token_once_and_goes_on(
    inhabit, patient, conversion, holds, pauses, ticking, fault, method
):
    inhabit().faults.add(Fault("google_ads", method, rehearsal=False, **fault))
    wanted = patient(conversion("mv_a"))
    connection = wanted.providers[0]._account._connection
    _, before = connection._load()
    result = wanted.apply(wanted.plan())
    _, after = connection._load()
    assert (result.in_sync, list(holds.actions()), pauses) == (True, ["mv_a"], [])
    assert after is not before
    assert len(holds.writes()) == (2 if method == "Mutate" else 1)


@pytest.mark.parametrize("fault", [EXPIRED, BARE], ids=["with a code", "bare"])
def test_a_second_refusal_of_the_same_request_is_final(inhabit, patient, conversion, holds, pauses, ticking, fault):
    inhabit().faults.add(Fault("google_ads", "Mutate", rehearsal=False, nth=0, **fault))
    wanted = patient(conversion("mv_a"))
    result = wanted.apply(wanted.plan())
    (failed,) = result.failed
    assert isinstance(failed.error, AccessDeniedError)
    assert failed.status is Status.FAILED
    assert (holds.actions(), pauses, len(holds.writes())) == ({}, [], 2)


def test_each_request_may_get_a_new_token(inhabit, patient, conversion, holds, ticking):
    """A run of hours outlives more than one token."""
    world = inhabit()
    wanted = patient(conversion("mv_a"))
    plan = wanted.plan()
    world.faults.add(Fault("google_ads", "SearchStream", **EXPIRED))
    world.faults.add(Fault("google_ads", "Mutate", rehearsal=False, **EXPIRED))
    world.faults.add(Fault("google_ads", "SearchStream", nth=6, **EXPIRED))
    assert wanted.apply(plan).in_sync
    assert list(holds.actions()) == ["mv_a"]


def test_a_token_that_expired_after_the_work_makes_nothing_twice(inhabit, patient, conversion, holds, ticking):
    """It should not happen; if it did, the second request finds the name taken, and reading tells."""
    inhabit().faults.add(Fault("google_ads", "Mutate", rehearsal=False, after_commit=True, **EXPIRED))
    wanted = patient(conversion("mv_a"))
    result = wanted.apply(wanted.plan())
    assert (result.in_sync, statuses(result)) == (True, {"mv_a": "applied"})
    assert [one["name"] for one in holds.by_id().values()] == ["mv_a"]


def test_accounts_that_share_credentials_renew_them_once(inhabit, patient, conversion, ticking, monkeypatch):
    """Two threads are refused with the same token: the second goes on with what the first got."""
    inhabit()
    connection = patient(conversion("mv_a")).providers[0]._account._connection
    _, stale = connection._load()
    connection.renew(stale)
    _, fresh = connection._load()
    connection.renew(stale)
    assert fresh is not stale
    assert connection._load()[1] is fresh


def test_new_credentials_that_are_refused(inhabit, patient, conversion, holds, ticking, monkeypatch):
    inhabit().faults.add(Fault("google_ads", "Mutate", rehearsal=False, **EXPIRED))
    wanted = patient(conversion("mv_a"))
    plan = wanted.plan()

    def refuse(settings: Any, file: str) -> None:
        raise CredentialsError("Google refused the Google Ads credentials: invalid_grant")

    monkeypatch.setattr("microconv.providers.google_ads.client._credentials", refuse)
    result = wanted.apply(plan)
    (failed,) = result.failed
    assert isinstance(failed.error, CredentialsError)
    assert (failed.status, holds.actions(), len(holds.writes())) == (Status.FAILED, {}, 1)


def test_a_token_that_is_wrong_is_not_renewed(inhabit, patient, conversion, holds, ticking):
    wrong = ads_error("authentication_error", "OAUTH_TOKEN_INVALID", "UNAUTHENTICATED")
    inhabit().faults.add(Fault("google_ads", "Mutate", rehearsal=False, **wrong))
    wanted = patient(conversion("mv_a"))
    result = wanted.apply(wanted.plan())
    assert statuses(result) == {"mv_a": "failed"}
    assert len(holds.writes()) == 1


@pytest.mark.parametrize("method", ["ListKeyEvents", "CreateKeyEvent"])
@pytest.mark.parametrize(("times", "good"), [(1, True), (2, True), (3, False)])
def test_ga4_gets_a_new_token_by_google_auth_and_by_nobody_else(
    inhabit, patient, conversion, holds, pauses, ticking, method, times, good
):
    """The official library itself asks again after a 401, at most twice. Nothing is added to that."""
    inhabit().faults.add(Fault("ga4", method, times=times, **BARE))
    wanted = patient(conversion("mv_a", source=None, event="mv_a"))
    if good:
        assert wanted.apply(wanted.plan()).in_sync
        assert list(holds.key_events()) == ["mv_a"]
    elif method == "ListKeyEvents":
        with pytest.raises(AccessDeniedError):
            wanted.plan()
    else:
        assert statuses(wanted.apply(wanted.plan())) == {"mv_a": "failed"}
        assert holds.key_events() == {}
    assert pauses == []
    made = holds.writes() if method == "CreateKeyEvent" else [one for one in holds.reads() if one == method]
    refused = [one for one in holds.world.log.entries if one.status == "UNAUTHENTICATED"]
    assert len(refused) == times
    assert len(made) >= times


def test_the_journal_tells_of_a_write_that_was_sent_again_as_one(inhabit, patient, conversion, tmp_path, ticking):
    inhabit().faults.add(Fault("google_ads", "Mutate", rehearsal=False, **EXPIRED))
    wanted = patient(conversion("mv_a"))
    result = wanted.apply(wanted.plan())
    (path,) = (tmp_path / "state" / "journal").iterdir()
    records = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    assert [one["record"] for one in records] == ["run", "intent", "outcome", "end"]
    assert (path.stem, records[2]["outcomes"][0]["status"]) == (result.run, "applied")
