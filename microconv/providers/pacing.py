"""The pace of requests over one connection: each takes its place in the ledger of its project before it is sent.

It belongs below `retrying`: what is sent again is counted again.
"""

from __future__ import annotations

import datetime
import threading
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TypeVar

from microconv.core.errors import AccountQuotaError, QuotaError, QuotaSpentError
from microconv.core.text import Text
from microconv.providers.quota_ledger import QuotaLedger
from microconv.providers.quotas import LONGEST_WAIT_S
from microconv.providers.retrying import Retrying
from microconv.providers.spending import spend, spent

Answer = TypeVar("Answer")


class Pacing:
    """Sends requests of one API, each in its place. Safe for several threads.

    api: its name in errors.
    opened: gives the ledger, at the first request. It may raise CredentialsError.
    retrying: repeats requests; its pauses are the ledger's too, and who hears of them hears of waits for a place.
    """

    def __init__(self, api: str, opened: Callable[[], QuotaLedger], retrying: Retrying) -> None:
        self._api, self._opened, self._given = api, opened, retrying
        self._lock = threading.Lock()
        self._ledger: QuotaLedger | None = None
        self.retrying = replace(retrying, sleep=self._sleep)

    @property
    def ledger(self) -> QuotaLedger:
        """The ledger of the project."""
        with self._lock:
            if self._ledger is None:
                ledger = self._opened()
                # The part of a pause that chance leaves out is that by which who was refused together comes apart.
                self._ledger = QuotaLedger(
                    ledger.path,
                    ledger.windows,
                    level=ledger.level,
                    sleep=self._given.sleep,
                    chance=lambda: 1.0 - self._given.chance(),
                    notify=self._waiting,
                )
            return self._ledger

    def send(
        self,
        run: Callable[[], Answer],
        account: str,
        amounts: Mapping[str, int],
        of_the_day: Callable[[QuotaError], bool],
    ) -> Answer:
        """The answer of `run`, which sends one request, once there is a place for it.

        `amounts` are what it counts, by window; the greatest is what it costs. `of_the_day` tells whether an error says
        that the day's quota is used up. What was too much for the account alone holds back that account.

        Raises QuotaSpentError where the day is used up, also in the place of such an answer, and QuotaError where the
        wait would be long: then nothing was sent. Raises JournalError where the count cannot be kept, and what `run`
        raises.
        """
        ledger = self.ledger
        place = ledger.take(amounts, LONGEST_WAIT_S, account)
        if place.sent_at is None:
            if place.spent:
                raise spent(_spent(self._api, account, place.until))
            raise _full(self._api, account, place.until)
        spend(self._api, max(amounts.values()))
        try:
            answer = run()
        except QuotaError as error:
            alone = isinstance(error, AccountQuotaError)
            used_up = of_the_day(error) and not alone
            if not (used_up or alone or error.repeatable):
                raise
            ledger.refused(place.sent_at, error.retry_after_s, spent=used_up, account=account if alone else "")
            if not used_up:
                raise
            raise spent(_as_spent(error)) from error
        if place.watched:
            ledger.answered(place.sent_at, account)
        return answer

    def _sleep(self, seconds: float) -> None:
        self.ledger.sleep(seconds)

    def _waiting(self, pause_s: float) -> None:
        """Tell of a wait for a place as of any other pause."""
        self._given.notify(_closed(self._api), pause_s)


def _closed(api: str) -> QuotaError:
    return QuotaError(
        api=api,
        account="quota",
        code="RESOURCE_EXHAUSTED",
        message=Text(
            "the Cloud project has no place for a request now", "Cloud プロジェクトの割り当てに空きがありません"
        ),
    )


def _as_spent(error: QuotaError) -> QuotaSpentError:
    """The same error, as one after which nothing more is to be sent today."""
    return QuotaSpentError(
        api=error.api,
        account=error.account,
        code=error.code,
        message=error.message,
        request_id=error.request_id,
        target=error.target,
        field=error.field,
        fields=error.fields,
        hint=error.hint,
        retry_after_s=error.retry_after_s,
    )


def _spent(api: str, account: str, until: float) -> QuotaSpentError:
    at = moment(until)
    return QuotaSpentError(
        api=api,
        account=account,
        code="RESOURCE_EXHAUSTED",
        message=Text(
            f"what the Cloud project may send in 24 hours is used up: nothing was sent, and nothing is before {at}",
            f"Cloud プロジェクトの 24 時間あたりの割り当てを使い切りました。{at} まで何も送信しません",
        ),
        hint=Text(
            "run again then, of several clients with --resume; docs/quota.md says what is counted and how to get more",
            "その後に再実行してください（複数クライアントの場合は --resume を付けます）。数え方と上限の引き上げは "
            "docs/quota.ja.md を参照してください",
        ),
    )


def _full(api: str, account: str, until: float) -> QuotaError:
    at = moment(until)
    return QuotaError(
        api=api,
        account=account,
        code="RESOURCE_EXHAUSTED",
        message=Text(
            f"the API takes no more requests before {at}; nothing was sent",
            f"API は {at} までリクエストを受け付けません。何も送信していません",
        ),
        hint=Text("run again then", "その後に再実行してください"),
    )


def moment(at: float) -> str:
    """A time for people: `2026-11-30 07:30 UTC`, the minute after it."""
    return f"{datetime.datetime.fromtimestamp(at + 59.0, datetime.UTC):%Y-%m-%d %H:%M} UTC"
