"""The data of a review: what is known of each micro-conversion, and what is proposed because of it.

Shares are of users and between 0 and 1; amounts are in the main unit of the currency beside them. Every interval is
the 90 % one of Jeffreys unless its field says otherwise.
"""

from __future__ import annotations

import datetime
import enum
from dataclasses import dataclass

from microconv.core.conversion import Role
from microconv.core.paths import PathSource


class Grade(enum.StrEnum):
    """The weight of a number of users who reached the final conversion."""

    NOT_ENOUGH = "not enough"  # under 5
    MAGNITUDE = "order of magnitude"  # 5 to 19
    USABLE = "usable"  # 20 to 99
    GOOD = "good"  # 100 and more


class Scheme(enum.StrEnum):
    """Ways to share out the value of the final conversion along a chain."""

    EXPECTED = "expected"  # each step its share of the final value: right where one step of a chain is primary
    INCREMENTAL = "incremental"  # each step what it adds to the one before: right where several are primary


class Origin(enum.StrEnum):
    """Where the value of a final conversion comes from."""

    CONFIG = "config"
    MEASURED = "measured"  # the mean of what was sent
    UNKNOWN = "unknown"  # the config has none, and too few were measured


class Reason(enum.StrEnum):
    """Reasons why something is proposed, or is not. Each has its words in `review/reasons.py`."""

    # why a value is not proposed
    FEW = "few"  # under 20 users reached the final conversion
    NO_FINAL_VALUE = "no final value"  # of the final conversion nothing is known, or under 5 were measured
    NOT_COUNTED = "not counted"  # no numbers of this event
    EVENTS_UNKNOWN = "events unknown"  # counted many times, and nobody knows how often
    INSIDE = "inside"  # the present value lies within the interval
    SMALL_CHANGE = "small change"  # less than 25 %
    RECENT = "recent"  # a value or role was changed lately in this account
    UNRELATED = "unrelated"  # users with this step are not known to come to the final twice as often as others
    NO_DIFFERENCE = "no difference"  # incremental: nothing is added to the step before
    BELOW_A_COIN = "below a coin"  # worth less than the smallest coin
    SENT_BY_TAG = "sent by tag"  # the tag's value counts
    NEIGHBOUR = "neighbour"  # it would be above the step it leads to, or below one that leads to it
    # why a role is proposed
    WORTH_LITTLE = "worth little"  # nobody reached the final, and the most it can be worth is below its value
    FINALS_SUFFICE = "finals suffice"  # enough final conversions at several reviews in a row
    FINALS_TOO_FEW = "finals too few"  # fewer than `back_below` at several reviews in a row
    SEVERAL_OF_CHAIN = "several of chain"  # more than one step of a chain is primary
    # why no role is proposed
    BETWEEN = "between"  # neither enough nor too few: it stays as it is
    NEXT_REVIEW = "next review"  # true now, and to be true at the next review as well
    COUNTS_UNKNOWN = "counts unknown"  # the final conversions were not counted
    NO_STEP = "no step"  # no step has evidence enough to be primary
    AS_IT_SHOULD = "as it should"  # the roles are what the numbers ask for


@dataclass(frozen=True, slots=True)
class Share:
    """A share of users with its interval. `share` is the mean of the beta distribution, not hits by users."""

    share: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Censoring:
    """The users who began so late that they had less than the whole horizon; funnels count them, the export not.

    late: the largest share of the users that is of them, as if they came evenly.
    missed: the share of the results that was missed because of them.
    known: true where it follows from the account's conversion cycle; else from half the horizon, which is too much
        rather than too little.
    """

    late: float
    missed: float
    known: bool


@dataclass(frozen=True, slots=True)
class Evidence:
    """The way from one event to a final one, in users.

    event: the event, or the path of the page.
    final: the final event.
    users: who did the event.
    reached: those of them who did the final event afterwards, within the horizon.
    days: the days of the count.
    horizon_days: the horizon.
    share: P(final within the horizon | event). The upper end is raised by what late users miss.
    without: P(final | not the event), where all users and finals are known.
    lift: the one share by the other; None without it.
    related: true where the share is twice that of the others, and above it beyond chance; None where that is
        not known.
    events: how often the event happened; None where it was not asked.
    source: where the counts come from.
    censoring: what late users miss; None for exact counts.
    """

    event: str
    final: str
    users: int
    reached: int
    days: int
    horizon_days: float
    share: Share
    without: Share | None = None
    lift: float | None = None
    related: bool | None = None
    events: int | None = None
    source: PathSource = PathSource.FUNNELS
    censoring: Censoring | None = None

    @property
    def grade(self) -> Grade:
        """The weight of so many users."""
        if self.reached < 5:
            return Grade.NOT_ENOUGH
        if self.reached < 20:
            return Grade.MAGNITUDE
        return Grade.USABLE if self.reached < 100 else Grade.GOOD


@dataclass(frozen=True, slots=True)
class FinalValue:
    """The value of one final conversion.

    final: its name in the config.
    amount: its value; None where it is not known.
    currency: of the amount.
    origin: where it comes from.
    finals: how many were measured, a fraction from Google Ads; None where it comes from the config.
    months_missing: months until enough are measured, at this pace; None where that is not so, or nobody can say.
    """

    final: str
    amount: float | None
    currency: str
    origin: Origin
    finals: float | None = None
    months_missing: int | None = None


@dataclass(frozen=True, slots=True)
class Estimate:
    """The value of one micro-conversion by its results.

    amount: the value of one conversion, not rounded.
    low: the lower end of its interval.
    high: the upper end.
    share: the share of users that it rests on, growing along the chain.
    pooled: true where the data do not tell it from a neighbour in the chain, which has the same share or nearly.
    per_event: users by events, by which the value was multiplied; None where a user counts once.
    """

    amount: float
    low: float
    high: float
    share: Share
    pooled: bool = False
    per_event: float | None = None


@dataclass(frozen=True, slots=True)
class ValueProposal:
    """Another value for one micro-conversion. `capped`: the estimate is further away, but one step goes no further."""

    conversion: str
    currency: str
    now: float | None
    value: float
    capped: bool = False


@dataclass(frozen=True, slots=True)
class ValueResult:
    """One micro-conversion: what is known, and the value that is proposed or why none is.

    conversion: its name in the config.
    final: the name of its final conversion; empty where it leads to none.
    currency: of its amounts.
    now: the value in the config; None for none.
    evidence: the counts; None where there are none.
    estimate: its value by them; None where there is none.
    proposal: another value; None where it stays.
    reasons: why it stays; empty with a proposal.
    months_missing: months until the counts suffice, at this pace, for FEW and NO_FINAL_VALUE; None where nobody knows.
    worth_little: true for a primary step from which nobody came, where the most it can be worth is below its value.
    """

    conversion: str
    final: str
    currency: str
    now: float | None
    evidence: Evidence | None = None
    estimate: Estimate | None = None
    proposal: ValueProposal | None = None
    reasons: tuple[Reason, ...] = ()
    months_missing: int | None = None
    worth_little: bool = False


@dataclass(frozen=True, slots=True)
class Learnt:
    """The days between which Google will have learnt from a change: two to three conversion cycles after it."""

    first: datetime.date
    last: datetime.date


@dataclass(frozen=True, slots=True)
class RoleProposal:
    """Another role for one micro-conversion.

    conversion: its name in the config.
    now: its role.
    role: the proposed one.
    reason: why.
    finals: final conversions in `days`, at this review; None where that is not the reason.
    days: the days of that count.
    count: what this step counted in these days; None where it is not known.
    evidence: the way from it to the final conversion, where known.
    learnt: when Google will have learnt; None where the cycle is not known.
    """

    conversion: str
    now: Role
    role: Role
    reason: Reason
    finals: float | None = None
    days: int = 30
    count: float | None = None
    evidence: Evidence | None = None
    learnt: Learnt | None = None


@dataclass(frozen=True, slots=True)
class ValuesReview:
    """The values of one client.

    results: one for each micro-conversion, in the config's order.
    finals: the values of the final conversions.
    roles: steps to be secondary because they are worth little.
    scheme: how value is shared out.
    micro_share: the share of all value that primary micro-conversions bring now; None where it is not known.
    micro_share_then: likewise with the proposals.
    not_before: the first day on which anything may be proposed again; None where nothing is in the way.
    last_change_known: false where nobody knows when a value or role was changed last.
    """

    results: tuple[ValueResult, ...] = ()
    finals: tuple[FinalValue, ...] = ()
    roles: tuple[RoleProposal, ...] = ()
    scheme: Scheme = Scheme.EXPECTED
    micro_share: float | None = None
    micro_share_then: float | None = None
    not_before: datetime.date | None = None
    last_change_known: bool = True

    @property
    def proposals(self) -> tuple[ValueProposal, ...]:
        """The values that are proposed."""
        return tuple(one.proposal for one in self.results if one.proposal is not None)

    @property
    def too_much(self) -> bool:
        """True where micro-conversions bring more than a fifth of all value, now or with the proposals."""
        return any(share is not None and share > MOST_MICRO for share in (self.micro_share, self.micro_share_then))


MOST_MICRO = 0.2
"""The share of value from micro-conversions above which is warned: beyond it the total means steps. A judgement."""


@dataclass(frozen=True, slots=True)
class ChainRoles:
    """One chain: the proposed role, or why there is none.

    steps: its micro-conversions, the farthest first.
    final: its final conversion.
    proposal: another role for one of them.
    reason: why there is no proposal.
    primary: those of its steps that are primary now.
    """

    steps: tuple[str, ...]
    final: str
    proposal: RoleProposal | None = None
    reason: Reason | None = None
    primary: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RolesReview:
    """The roles of one client. `not_before` and `last_change_known` as in ValuesReview."""

    chains: tuple[ChainRoles, ...] = ()
    not_before: datetime.date | None = None
    last_change_known: bool = True

    @property
    def proposals(self) -> tuple[RoleProposal, ...]:
        """The roles that are proposed."""
        return tuple(one.proposal for one in self.chains if one.proposal is not None)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """An event or a page that is no conversion yet and could be one.

    subject: the event's name, or the page's path.
    page: true for a page.
    evidence: the way from it to the final conversion.
    final: the name of the final conversion.
    month: how often it happens in 30 days; None where it is not known.
    distance: the steps from it to the final conversion, if it were put into the chain: 1 is right before it.
    next: the conversion that it would lead to.
    name: what it would be called.
    value: what it would be worth, rounded; None where that is not known.
    currency: of the value.
    """

    subject: str
    page: bool
    evidence: Evidence
    final: str
    month: float | None
    distance: int
    next: str
    name: str
    value: float | None = None
    currency: str = ""


@dataclass(frozen=True, slots=True)
class SampleSize:
    """A test of one step with two arms of equal size.

    step: what is tested: users of this step who go on.
    final: where they go on to.
    rate: the share that goes on today.
    uplift: the relative change that is to be seen: 0.2 is from 10 % to 12 %.
    per_arm: users that each arm needs.
    users_a_week: users of the step in a week; None where it is not known.
    weeks: whole weeks until both arms have enough; None where it is not known.
    suffices: true where that is within the longest duration of a test.
    """

    step: str
    final: str
    rate: float
    uplift: float
    per_arm: int
    users_a_week: float | None = None
    weeks: int | None = None
    suffices: bool = False


@dataclass(frozen=True, slots=True)
class Correlation:
    """The correlation of a step's and the final's number per session, from day to day. Second to the shares of users.

    Not of the numbers themselves, which rise and fall together with traffic.
    """

    step: str
    final: str
    correlation: float
    days: int


class Changed(enum.StrEnum):
    """The part of a conversion that was changed."""

    VALUE = "value"
    ROLE = "role"


@dataclass(frozen=True, slots=True)
class Change:
    """A change of value or role in the account.

    day: the day of it.
    conversion: the name of the conversion.
    part: the part that was changed.
    reviewed: a review decided it; else it was made by hand, or carried out by a sync.
    value: the value that the review decided; None for others.
    live: false where the config has it and the accounts do not yet; `day` is then that of the sitting.
    """

    day: datetime.date
    conversion: str
    part: Changed = Changed.VALUE
    reviewed: bool = False
    value: float | None = None
    live: bool = True


@dataclass(frozen=True, slots=True)
class Past:
    """Changes before. `known`: false where nobody knows when the last one was."""

    changes: tuple[Change, ...] = ()
    known: bool = True

    @property
    def waiting(self) -> tuple[Change, ...]:
        """The changes that the accounts do not have yet."""
        return tuple(change for change in self.changes if not change.live)

    @property
    def latest(self) -> tuple[Change, ...]:
        """The changes of the last day that had any."""
        last = max((change.day for change in self.changes), default=None)
        return tuple(change for change in self.changes if change.day == last)


NOTHING_KNOWN = Past(known=False)
"""Nobody knows of any change."""
