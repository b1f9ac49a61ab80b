"""Every fault at every call of a run, before and after the work was done: what is reported is what the accounts hold,
nothing is made twice, and the next run ends as if nothing had happened.

The calls are not listed here: an undisturbed run makes them. In the heavy run every fault comes at every call; in the
quick one at those whose turn it is, which is another one for each fault.
"""

from __future__ import annotations

from dataclasses import replace

import pytest

from microconv.core.ports import Status
from microconv.reconcile.past import runs
from microconv.reconcile.result import Result
from tests.crash.scenario import Held, held
from tests.crash.site import Clean, Site, happened, journalled, recovers, told
from tests.crash.troubles import KINDS, TIMEOUT_S, Kind, Trouble
from tests.heavy import HEAVY, sample

RULE = ".CreateEventCreateRule"
"""Objects that GA4 may make twice: after no answer they are not sent again in the same run."""

TURNS = {True: 9, False: 60}
"""In the quick run each fault comes at every so-many-th write, and every so-many-th read."""

CASES = [
    pytest.param(api, name, after, id=f"{api} {name}, {'after' if after else 'before'} commit")
    for api, kinds in KINDS.items()
    for number, name in enumerate(kinds)
    for after in (False, True)
    if HEAVY or after == number % 2 == (api == "ga4")
]
"""Each kind of fault, before and after the work is done; in the quick run every other kind of an API, on one side."""


def test_the_run_makes_all_kinds_of_calls(clean: Clean) -> None:
    """The rehearsal of the plan is among the calls that write nothing."""
    assert {api: (calls.count(True), calls.count(False)) for api, calls in clean.calls.items()} == {
        "google_ads": (2, 13), "ga4": (7, 12),
    }  # fmt: skip


def chosen(calls: list[bool], name: str, after: bool) -> list[int]:
    """The numbers, from 1, of the calls at which a fault comes."""
    turn = sum(map(ord, name)) + after
    found = [number for number, write in enumerate(calls, 1) if HEAVY or (number + turn) % TURNS[write] == 0]
    return found or [turn % len(calls) + 1]


def writes(calls: list[bool], step: int) -> list[int]:
    """The numbers, from 1, of the calls that write; in the quick run each `step`-th."""
    return sample([number for number, write in enumerate(calls, 1) if write], step)


@pytest.mark.parametrize(("api", "name", "after"), CASES)
def test_a_fault_at_every_call(site: Site, clean: Clean, monkeypatch, api: str, name: str, after: bool) -> None:
    kind = KINDS[api][name]
    if kind.fault.slow_s:
        hasten(monkeypatch)
    wrong = []
    for number in chosen(clean.calls[api], name, after):
        site.begin(replace(kind.fault, nth=number, after_commit=after))
        try:
            check(site, clean, kind, api, number, after)
        except AssertionError as error:
            wrong.append(f"call {number}, writing {clean.calls[api][number - 1]}: {error}")
    assert not wrong, "\n".join(wrong)


def hasten(patch: pytest.MonkeyPatch) -> None:
    from microconv.providers.ga4 import property as ga4
    from microconv.providers.google_ads import account, writing

    patch.setattr(account, "READ_TIMEOUT_S", TIMEOUT_S)
    patch.setattr(writing, "WRITE_TIMEOUT_S", TIMEOUT_S)
    patch.setattr(ga4, "TIMEOUT_S", TIMEOUT_S)


def check(site: Site, clean: Clean, kind: Kind, api: str, number: int, after: bool) -> None:
    """One run with one fault, and the run after it."""
    writing = clean.calls[api][number - 1]
    done, result = site.sync()
    site.late.wait()
    assert "Traceback" not in done.err
    assert "internal error" not in done.err
    hit = [one.hits for one in site.world.faults.armed]
    assert hit == [1], hit
    now = held(site.world)
    told(done, result, clean, now)
    patient(site, kind, writing)
    repeated(site, kind, api, number, clean)
    ids(site, result)
    journalled(site, result)
    making = ".Create" in clean.names[api][number - 1]
    if kind.unanswered and not after and clean.names[api][number - 1].endswith(RULE):
        assert done.code == 5
        assert [str(item.change.address) for item in result.unknown] == ['ga4.event_create_rule["mv_size"]']
    elif kind.recovers and (kind.makes or not making or after):
        assert (done.code, now == clean.after) == (0, True), (done.code, done.out[-1500:], done.err)
    elif not after:  # a rule that was just made is looked for once more: the end of the run reads it again
        harmless = not writing and (done.code, now == clean.after) == (0, True)
        assert harmless or done.code in {1, 5}, done.code
    recovers(site, clean)


def patient(site: Site, kind: Kind, writing: bool) -> None:
    if kind.pauses is None:
        assert site.slept == [], site.slept
    elif kind.pauses:
        assert site.slept or writing
        assert max(site.slept, default=kind.pauses) >= kind.pauses, site.slept  # others wait for what is left of it
    assert sum(site.slept) < 120


def repeated(site: Site, kind: Kind, api: str, number: int, clean: Clean) -> None:
    """After a write whose outcome is open, the next request reads."""
    if not kind.unclear or kind.fault.slow_s or not clean.calls[api][number - 1]:
        return
    entries = [one for one in site.world.log.entries if one.api == api]
    following = entries[number] if number < len(entries) else None
    assert following is None or not following.write or api == "ga4", f"written again blindly: {following}"


def ids(site: Site, result: Result | None) -> None:
    """Google's ids of requests are kept, also of those that failed."""
    answered = {one.request_id for one in site.world.log.writes() if one.api == "google_ads" and one.request_id}
    for outcome in result.outcomes if result else ():
        if outcome.change.address.provider == "google_ads":
            assert outcome.request_id in {*answered, ""}, outcome
            assert outcome.request_id or outcome.error is not None, outcome


# ---- more than one request


GONE = {
    "no answer": (lambda api: Trouble(api, "*", status="UNAVAILABLE", message="Gone."), False),
    "no answer, but done": (lambda api: Trouble(api, "*", status="UNAVAILABLE", message="Gone."), True),
    "daily quota": (lambda api: KINDS[api]["429, daily" if api == "ga4" else "RESOURCE_EXHAUSTED, daily"].fault, False),
}


@pytest.mark.parametrize("name", GONE)
@pytest.mark.parametrize("api", KINDS)
def test_an_api_that_goes_away_in_the_middle(site: Site, clean: Clean, api: str, name: str) -> None:
    """From some call on every request fails. What cannot be known is told as unknown, and settled later."""
    make, after = GONE[name]
    calls = clean.calls[api]
    for number in range(1, len(calls) + 1) if HEAVY else writes(calls, 4):
        site.begin(replace(make(api), nth=number, times=9999, after_commit=after))
        done, result = site.sync()
        now = held(site.world)
        case = f"from call {number}"
        if result is None:
            assert (done.code, now == clean.before) == (1, True), case
            continue
        told(done, result, clean, now)
        assert done.code == 5, case
        journalled(site, result)
        if name == "daily quota":
            assert site.slept == [], case
            assert result.unknown == (), case
        assert ("history settle" in done.out) == bool(result.unknown), case
        site.world.faults.clear()
        settles(site, clean, result, now)
        recovers(site, clean)


def settles(site: Site, clean: Clean, result: Result, now: Held) -> None:
    """Once the accounts can be read again, `history settle` finds out."""
    done = site.command("history", "settle", result.run)
    assert done.code == 0, done
    assert held(site.world) == now
    found, _ = runs(site.state / "journal")
    last = {item.change: item.status for item in found[0].done}
    for change in (item.change for item in result.outcomes):
        assert (last[change] is Status.APPLIED) == happened(change, clean, now), change.address


@pytest.mark.parametrize("api", KINDS)
def test_work_that_is_done_after_the_client_gave_up(site: Site, clean: Clean, monkeypatch, api: str) -> None:
    """The client gives up, reads that nothing was done, and sends again; then the first request is carried out too."""
    hasten(monkeypatch)
    wrong = []
    for number in writes(clean.calls[api], 4):
        site.begin(Trouble(api, "*", nth=number, status="OK", slow_s=TIMEOUT_S * 2, late=True))
        done, _ = site.sync()
        site.late.wait()
        try:
            now = held(site.world)
            recovers(site, clean)
        except AssertionError as error:
            wrong.append(f"call {number}, {clean.names[api][number - 1]}: {error}")
            continue
        if done.code not in {0, 5} or (done.code == 0 and now != clean.after):
            wrong.append(f"call {number}: {done}")
    assert not wrong, "\n".join(wrong)
