"""The answers of a sitting: what is proposed about values, roles and steps, what it rests on, and what it cost."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field

from microconv.analysis.learning import Enough
from microconv.audit.before import Trend
from microconv.audit.result import Audit
from microconv.core.cycle_answer import NO_ACCOUNT, CycleAnswer
from microconv.core.frozen import FrozenDict
from microconv.core.paths import PathSource
from microconv.core.setup_changes import Source
from microconv.core.text import Text
from microconv.monthly.making import Reported
from microconv.report.model import Calls
from microconv.review.agenda import Proposal
from microconv.review.model import (
    NOTHING_KNOWN,
    Correlation,
    Evidence,
    Past,
    RolesReview,
    SampleSize,
    Suggestion,
    ValuesReview,
)
from microconv.review.roles import FinalsCount


@dataclass(frozen=True, slots=True)
class Ground:
    """The ground of an answer.

    client: the label of the client.
    today: the day of the sitting, in the time zone of the numbers.
    first: the first day whose users were counted.
    last: the last one: three days before `today`, as GA4 works on a day's numbers for up to 48 hours.
    horizon_days: the longest time from a step to the final conversion.
    source: where users were counted; None where the client has no way to count them.
    cycle: the account's conversion cycle.
    past: changes of values and roles before.
    past_sources: where they are known from, and what is not known.
    emulated: true where the emulator answered.
    calls: the API calls, by kind.
    gaps: answers that an API refused, each with its reason; nothing is proposed that would rest on them.
    """

    client: str
    today: datetime.date
    first: datetime.date
    last: datetime.date
    horizon_days: float
    source: PathSource | None = None
    cycle: CycleAnswer = NO_ACCOUNT
    past: Past = NOTHING_KNOWN
    past_sources: tuple[Source, ...] = ()
    emulated: bool = False
    calls: Calls = field(default_factory=Calls)
    gaps: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True)
class ValuesAnswer:
    """The values of one client.

    ground: what they rest on.
    review: the result for each micro-conversion, and the values of the final ones.
    proposals: the values and roles that are proposed.
    correlations: of each step and its final conversion per session, where there are days enough.
    paid: the way of paid traffic alone, by conversion, where it was asked for and at least PAID_ENOUGH users came.
    """

    ground: Ground
    review: ValuesReview
    proposals: tuple[Proposal, ...] = ()
    correlations: tuple[Correlation, ...] = ()
    paid: Mapping[str, Evidence] = field(default_factory=FrozenDict)


PAID_ENOUGH = 10
"""Users of paid traffic who reached the final conversion, from which on their share is shown. A judgement."""


@dataclass(frozen=True, slots=True)
class RolesAnswer:
    """The roles of one client.

    ground: what they rest on.
    review: the result for each chain.
    proposals: the roles that are proposed.
    enough: how many final conversions suffice, and where that number comes from.
    finals: final conversions before past reviews and today, today's last.
    """

    ground: Ground
    review: RolesReview
    enough: Enough
    proposals: tuple[Proposal, ...] = ()
    finals: tuple[FinalsCount, ...] = ()


@dataclass(frozen=True, slots=True)
class SuggestAnswer:
    """The steps that could be conversions, the surest first.

    ground: what they rest on.
    suggestions: the steps.
    pastes: the config of the first three, as YAML to paste below `conversions`.
    asked: events and pages that were looked at.
    """

    ground: Ground
    suggestions: tuple[Suggestion, ...] = ()
    pastes: tuple[str, ...] = ()
    asked: int = 0


@dataclass(frozen=True, slots=True)
class SizesAnswer:
    """The tests of two arms that are possible, the shortest first. `uplift`: the relative change to be seen."""

    ground: Ground
    sizes: tuple[SampleSize, ...] = ()
    uplift: float = 0.2


@dataclass(frozen=True, slots=True)
class Silent:
    """A conversion that counted nothing. `since`: its last conversion; None where none is known."""

    conversion: str
    since: datetime.date | None = None


@dataclass(frozen=True, slots=True)
class Prunable:
    """A conversion that tells nothing, to be taken out of the config by hand. `why`: the reason."""

    conversion: str
    why: Text


@dataclass(frozen=True, slots=True)
class ReviewAnswer:
    """Everything that is decided in a sitting.

    ground: what it rests on; `calls` are those of all its parts.
    reported: the monthly report of the last whole month.
    audit: the audit of the accounts.
    trend: the audit against that of the report before; None where there is none.
    values: the values.
    roles: the roles.
    suggestions: the steps that could be conversions.
    silent: conversions that counted nothing lately.
    prune: conversions that tell nothing.
    proposals: values and roles as one set, at most one about a conversion.
    owner: who decides, from the config; empty where it does not say.
    approver: who approves, likewise.
    """

    ground: Ground
    reported: Reported
    audit: Audit
    values: ValuesAnswer
    roles: RolesAnswer
    suggestions: SuggestAnswer
    trend: Trend | None = None
    silent: tuple[Silent, ...] = ()
    prune: tuple[Prunable, ...] = ()
    proposals: tuple[Proposal, ...] = ()
    owner: str = ""
    approver: str = ""
