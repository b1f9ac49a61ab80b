"""Settings around the conversions of an account: what a campaign learns from, and what changes a value."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from microconv.analysis.subject import Subject
from microconv.core.context import NO_CONTEXT, Context
from microconv.core.frozen import FrozenDict
from microconv.core.measures import SPEND
from microconv.core.resource import Live


class Amount(NamedTuple):
    """Conversions that a strategy is said to need in 30 days.

    recommended: the recommended number.
    source: where it stands, and when that was read.
    """

    recommended: int
    source: str


_ROAS = "Google Ads Help 6268637: 50 in 30 days recommended, 15 at least for Search; checked 2026-11-28"
_CPA = "the usual recommendation of the trade; no page of Google's says it today; checked 2026-11-28"
AMOUNTS: Mapping[str, Amount] = FrozenDict(
    {
        "target_cpa": Amount(30, _CPA),
        "maximize_conversions": Amount(30, _CPA),
        "target_roas": Amount(50, _ROAS),
        "maximize_conversion_value": Amount(50, _ROAS),
    }
)
"""The strategies that learn from conversions; Target ROAS is also Maximize conversion value with a target."""

BY_VALUE = frozenset({"target_roas", "maximize_conversion_value"})
"""Those that bid for the value of conversions, not for their number."""


def context_of(subject: Subject) -> Context:
    """The settings around the conversions of the Google Ads account; nothing where nobody asked."""
    measures = subject.measures("google_ads")
    return (measures.context if measures else None) or NO_CONTEXT


def learned_from(subject: Subject, campaign: str) -> tuple[Live, ...]:
    """The actions that bidding uses in a campaign, by its name."""
    places = [place.id for place in subject.bidding.campaigns or () if place.name == campaign]
    used = frozenset().union(*(subject.used_by_campaign[place] for place in places))
    return tuple(item for item in subject.actions if item.id in used)


def by_value(subject: Subject) -> frozenset[str]:
    """The names of the campaigns that are known to bid for value."""
    return frozenset(one.campaign for one in context_of(subject).campaigns or () if one.strategy in BY_VALUE)


def idle(subject: Subject) -> bool:
    """True if the campaigns are known to have spent nothing lately: no ad then brought anybody to do anything.

    Campaigns without cost are told with a cost of 0, as long as no segment is selected (Google Ads API, "Zero metrics",
    checked 2026-11-29).
    """
    measures = subject.measures("google_ads")
    known = measures is not None and SPEND not in measures.missing and bool(measures.spend)
    return measures is not None and known and sum(measures.spend.values()) <= 0
