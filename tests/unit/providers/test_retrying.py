"""Retries: the requests that are sent again, the pauses, and the limits. Sleep and chance are given."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import pytest

from microconv.core.errors import (
    AccessDeniedError,
    AlreadyThereError,
    ApiError,
    CredentialsError,
    NotFoundError,
    QuotaError,
    RejectedError,
    UnclearError,
)
from microconv.providers import retrying
from microconv.providers.backoff import NO_RETRY, Backoff
from microconv.providers.retrying import Retrying, may_repeat


def error(kind: type[ApiError], *, repeatable: bool = False, after: float | None = None) -> ApiError:
    return kind(api="x", account="1", code="C", message="m", repeatable=repeatable, retry_after_s=after)


class Watched:
    """A request that ends in `answers` one after the other, and what was waited for in between."""

    def __init__(self, answers: Iterable[ApiError | str], backoff: Backoff | None = None, chance: float = 1.0):
        self.answers = list(answers)
        self.pauses: list[float] = []
        self.told: list[tuple[str, float]] = []
        self.sent = 0
        self.retrying = Retrying(
            backoff or Backoff(),
            sleep=self.pauses.append,
            chance=lambda: chance,
            notify=lambda failure, pause: self.told.append((type(failure).__name__, pause)),
        )

    def run(self) -> str:
        self.sent += 1
        answer = self.answers.pop(0)
        if isinstance(answer, ApiError):
            raise answer
        return answer

    def call(self, *, writing: bool = False) -> str:
        return self.retrying.call(self.run, writing=writing)


BUSY = error(QuotaError, repeatable=True)
LOST = error(UnclearError)


def test_a_good_answer_is_passed_on_at_once() -> None:
    watched = Watched(["done"])
    assert (watched.call(), watched.sent, watched.pauses) == ("done", 1, [])


def test_the_pauses_grow_and_each_is_told_before_it_is_waited_for() -> None:
    watched = Watched([BUSY, LOST, BUSY, "done"])
    assert watched.call() == "done"
    assert watched.pauses == [1.0, 2.0, 4.0]
    assert watched.told == [("QuotaError", 1.0), ("UnclearError", 2.0), ("QuotaError", 4.0)]


def test_the_last_error_is_raised_when_patience_is_at_its_end() -> None:
    errors = [error(QuotaError, repeatable=True) for _ in range(9)]
    watched = Watched(errors)
    with pytest.raises(QuotaError) as raised:
        watched.call()
    assert raised.value is errors[4]
    assert (watched.sent, watched.pauses) == (5, [1.0, 2.0, 4.0, 8.0])


def test_the_budget_ends_it_earlier() -> None:
    watched = Watched([BUSY] * 9, Backoff(attempts=9, budget_s=5.0))
    with pytest.raises(QuotaError):
        watched.call()
    assert watched.pauses == [1.0, 2.0]  # 4 more would be 7


@pytest.mark.parametrize(("chance", "pauses"), [(0.0, [0.5, 1.0]), (0.5, [0.75, 1.5]), (1.0, [1.0, 2.0])])
def test_clients_spread_out(chance: float, pauses: list[float]) -> None:
    watched = Watched([BUSY, BUSY, "done"], chance=chance)
    watched.call()
    assert watched.pauses == pauses


def test_what_the_server_asks_for_is_kept() -> None:
    watched = Watched([error(QuotaError, repeatable=True, after=45.0), BUSY, "done"])
    watched.call()
    assert watched.pauses == [45.0, 2.0]


def test_a_server_that_asks_for_more_than_the_budget_is_not_asked_again() -> None:
    watched = Watched([error(QuotaError, repeatable=True, after=3600.0), "done"])
    with pytest.raises(QuotaError):
        watched.call()
    assert (watched.sent, watched.pauses) == (1, [])


def test_impatience_asks_once() -> None:
    watched = Watched([BUSY, "done"], NO_RETRY)
    with pytest.raises(QuotaError):
        watched.call()
    assert watched.sent == 1


@pytest.mark.parametrize(
    ("kind", "repeatable", "reads", "writes"),
    [
        (UnclearError, False, True, False),  # it may have been done: never blindly
        (QuotaError, True, True, True),
        (RejectedError, True, True, True),  # such as a concurrent modification: nothing was done
        (QuotaError, False, False, False),  # such as the quota of the day
        (RejectedError, False, False, False),
        (AlreadyThereError, False, False, False),
        (AccessDeniedError, False, False, False),
        (NotFoundError, False, False, False),
    ],
)
def test_what_may_be_sent_again(kind: type[ApiError], repeatable: bool, reads: bool, writes: bool) -> None:
    failure = error(kind, repeatable=repeatable)
    assert (may_repeat(failure, writing=False), may_repeat(failure, writing=True)) == (reads, writes)
    for writing, again in ((False, reads), (True, writes)):
        watched = Watched([failure, "done"])
        if again:
            assert watched.call(writing=writing) == "done"
        else:
            with pytest.raises(kind):
                watched.call(writing=writing)
        assert watched.sent == 1 + again


def test_what_is_no_answer_of_an_api_is_never_repeated() -> None:
    sent = []

    def run() -> None:
        sent.append(1)
        raise CredentialsError("no")

    with pytest.raises(CredentialsError):
        Watched([]).retrying.call(run, writing=False)
    assert sent == [1]


def test_an_interrupt_during_a_pause_gets_out() -> None:
    def interrupted(seconds: float) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        Retrying(sleep=interrupted).call(Watched([BUSY]).run, writing=False)


def test_by_default_it_sleeps_and_rolls_dice(
    monkeypatch: pytest.MonkeyPatch, real_wait: Callable[[float], None]
) -> None:
    slept: list[float] = []
    monkeypatch.setattr(retrying, "_wait", real_wait)  # the test run itself does not wait
    monkeypatch.setattr("time.sleep", slept.append)
    watched = Watched([BUSY, BUSY, "done"])
    assert Retrying().call(watched.run, writing=False) == "done"
    first, second = slept
    assert 0.5 <= first <= 1.0 <= second <= 2.0
    assert first not in {0.5, 1.0}
