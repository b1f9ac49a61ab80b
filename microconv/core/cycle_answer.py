"""The conversion cycle of a Google Ads account: the time from an ad that was shown to the conversion.

Google needs two to three cycles to learn what changed (support.google.com/google-ads/answer/13020501, read in copies,
2026-11-28). It tells lags in steps of days (LAGS); within a step they count as evenly spread.
"""

from __future__ import annotations

import datetime
import enum
from collections.abc import Mapping
from dataclasses import dataclass

from microconv.core.lags import LAGS
from microconv.core.text import NO_TEXT, Text

FEW = 20
"""Conversions below which no usual lag is told: its 90th percentile would rest on fewer than two. A judgement."""

_FEW = Text(
    "fewer than {} conversions with a known lag in these days",
    "この期間に、経過日数がわかるコンバージョンが {} 件未満です",
)
_UNKNOWN = Text(
    "Google does not tell the lag of most conversions", "大半のコンバージョンで、Google が経過日数を示していません"
)
_NOT_BID = Text(
    "too few conversions that bidding uses: the lag is that of all conversions",
    "入札に使われるコンバージョンが少ないため、すべてのコンバージョンの経過日数で計算しています",
)


class Basis(enum.StrEnum):
    """The conversions that a cycle is made of."""

    BIDDING = "bidding"  # those that bidding uses (the column Conversions)
    ALL = "all"  # all of them, where those are too few
    NONE = "none"  # no cycle is known


@dataclass(frozen=True, slots=True)
class CycleAnswer:
    """The length of an account's conversion cycle, in days, by the clicks and views of some days.

    Of the last days the long lags are still to come, so it is rather longer than told.

    account: the account as people write it; empty where the client has none.
    first: the first day, of the time zone that was asked for; None where nothing was asked.
    last: the last day.
    basis: the conversions that it is made of.
    conversions: their number, with a known lag; fractions are Google's.
    median_days: half of them came within so many days; None where it is not known.
    most_days: nine of ten came within so many days; None where it is not known.
    why: why it is not known, or is not made of what bidding uses; empty for neither.
    emulated: true where the emulator answered.
    requests: the requests that were sent, again too.
    refused: true where Google refused to tell; `why` says why.
    """

    account: str = ""
    first: datetime.date | None = None
    last: datetime.date | None = None
    basis: Basis = Basis.NONE
    conversions: float = 0.0
    median_days: float | None = None
    most_days: float | None = None
    why: Text = NO_TEXT
    emulated: bool = False
    requests: int = 0
    refused: bool = False

    @property
    def known(self) -> bool:
        """True where its length is known."""
        return self.median_days is not None


NO_ACCOUNT = CycleAnswer(why=Text("the client has no Google Ads account", "Google 広告アカウントが設定されていません"))


@dataclass(frozen=True, slots=True)
class UsualLag:
    """The usual lag of some conversions: their number with a known lag, the median and the 90th percentile in days."""

    basis: Basis
    conversions: float
    median_days: float | None
    most_days: float | None
    why: Text


def usual_lag(bidding: Mapping[str, float], everything: Mapping[str, float]) -> UsualLag:
    """The usual lag of the conversions that bidding uses, or where these are too few of all; both by Google's lag."""
    made = _lag(Basis.BIDDING, bidding)
    if made.median_days is not None:
        return made
    whole = _lag(Basis.ALL, everything)
    return whole if whole.median_days is not None else UsualLag(Basis.NONE, whole.conversions, None, None, whole.why)


def _lag(basis: Basis, counts: Mapping[str, float]) -> UsualLag:
    known = {name: max(0.0, counts.get(name, 0.0)) for name in LAGS}
    whole = sum(known.values())
    if whole < sum(max(0.0, number) for number in counts.values()) / 2:
        return UsualLag(basis, whole, None, None, _UNKNOWN)
    if whole < FEW:
        return UsualLag(basis, whole, None, None, Text(_FEW.en.format(FEW), _FEW.ja.format(FEW)))
    why = _NOT_BID if basis is Basis.ALL else NO_TEXT
    return UsualLag(basis, whole, _within(known, 0.5 * whole), _within(known, 0.9 * whole), why)


def _within(known: Mapping[str, float], wanted: float) -> float:
    """The days within which so many conversions came."""
    end = 0.0
    for name, (first, last) in LAGS.items():
        if known[name] and known[name] >= wanted:
            return first + (last - first) * wanted / known[name]
        wanted -= known[name]
        end = last
    return end
