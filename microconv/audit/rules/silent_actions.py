"""The actions that have fallen silent, for the rules on silence."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from microconv.analysis.around import idle
from microconv.analysis.once import once
from microconv.analysis.subject import Subject
from microconv.audit.rules.silence_ended import ended
from microconv.core.measures import LAG_DAYS, RECENT_DAYS, Counted
from microconv.core.resource import Live, Standing
from microconv.core.text import Text

WEEK, MONTH, QUARTER = 7, 30, 90
"""Days without a conversion from which on an action is silent, in three steps. A judgement of this project."""

EXPECTED = 3.0
"""So many conversions must have been expected in the days of silence for them to mean something.

Where 3 are expected and conversions come independently, none at all comes by chance in exp(-3), 5 of 100 cases.
"""

WEBSITE = "webpage"
"""The type of an action that a tag on the site asks for."""

_NOTHING = Text(
    "no recorded action has counted a conversion yet",
    "コンバージョンを記録したことのある有効なコンバージョン アクションがありません",
)
PAUSED = Text(
    f"the campaigns spent nothing in {RECENT_DAYS} days: no ad could bring a conversion",
    f"{RECENT_DAYS} 日間の広告費が 0 のため、広告経由のコンバージョンは発生しません",
)


@dataclass(frozen=True, slots=True)
class Silent:
    """An action, what it counted, and the full days since its last conversion."""

    item: Live
    counted: Counted
    days: int


def nothing(subject: Subject) -> Text:
    """The reason why no action could be looked at."""
    return PAUSED if idle(subject) else _NOTHING


def shared(subject: Subject, item: Live) -> bool:
    """True if an action belongs to a manager account, whose other clients may be the ones that use it."""
    managed = subject.ads.owner.managed is True
    return item.standing is Standing.OTHER_OWNER or (managed and subject.declared(item) is None)


def watched(subject: Subject) -> tuple[Live, ...]:
    """Recorded actions; not Google's own, what has ended, nor what only Google can change and bidding does not use."""
    there = (item for item in subject.actions if item.standing is not Standing.SYSTEM and not ended(item))
    return tuple(item for item in there if item.standing is not Standing.FIXED or item.id in subject.used)


@once
def counting(subject: Subject) -> tuple[Silent, ...]:
    """The watched actions that ever counted anything. The day on which the counting ended is not over: not a full one.

    What a manager account shares and was never used here lately is left out; and all of them while no campaign spends.
    """
    actions = []
    for item in () if idle(subject) else watched(subject):
        counted = subject.counted(item)
        if counted.last is not None:
            days = (subject.until - counted.last).days - 1
            if days < QUARTER or not shared(subject, item):
                actions.append(Silent(item, counted, days))
    return tuple(actions)


@once
def silent(subject: Subject) -> tuple[Silent, ...]:
    """The same without those whose tag works: their silence is not about measurement."""
    return tuple(one for one in counting(subject) if not tag_works(subject, one))


def tag_works(subject: Subject, one: Silent) -> bool:
    """True for a website action without a conversion for WEEK days whose tag was asked in the last WEEK days."""
    if one.days < WEEK or not one.counted.asked or one.item.action.type != WEBSITE:
        return False
    first = (subject.until - datetime.timedelta(days=WEEK)).isoformat()
    return one.counted.asked[: len(first)] >= first


def enough(count: float, days: int, of: int) -> bool:
    """True if `count` conversions in `of` days let one expect EXPECTED in `days`."""
    return count * days / of >= EXPECTED


def expected(one: Silent) -> bool:
    """True if what an action counted before lets one expect conversions in its days of silence."""
    before = sum(one.counted.lags.values())
    return enough(one.counted.all, one.days, RECENT_DAYS) or enough(before, one.days, LAG_DAYS)


def since(one: Silent) -> tuple[str, str]:
    """The day of the last conversion and the days since then, in English and Japanese."""
    return (
        f"last conversion on {one.counted.last}, {one.days} full days ago",
        f"最後のコンバージョンは {one.counted.last}（{one.days} 日間計測なし）",
    )
