"""The value of each micro-conversion by its results, and whether another one is proposed.

Value = P(final within the horizon | micro) x value of the final conversion, growing along each chain. Proposals are
edits of the config for somebody to look at; nothing is applied.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from microconv.core.client import Client
from microconv.core.conversion import Conversion, Role
from microconv.review.chains import Way, ways
from microconv.review.evidence import evidence_of_steps
from microconv.review.given import Given
from microconv.review.hysteresis import ENOUGH, decided_by_review, judge, learnt, not_before
from microconv.review.isotonic import Grown, grown
from microconv.review.model import (
    Estimate,
    Evidence,
    FinalValue,
    Reason,
    RoleProposal,
    Scheme,
    Share,
    ValueProposal,
    ValueResult,
    ValuesReview,
)
from microconv.review.order import in_order
from microconv.review.worth import final_values, micro_share, months_missing

_MANY = {"many_per_click", "once_per_event"}
"""Words of `counting` with which one user counts several times."""


def values(client: Client, given: Given) -> ValuesReview:
    """The value of each micro-conversion by its results, and what is proposed."""
    every = ways(client)
    finals = final_values(client, given)
    evidence = evidence_of_steps(every, given.paths, given.cycle)
    ground = _Ground(
        client, given, finals, evidence, _grown(every, evidence), not_before(given.past, given.cycle, given.today)
    )
    results = tuple(_result(way, ground) for way in every)
    if given.scheme is Scheme.EXPECTED:
        results = in_order(every, results)
    roles = tuple(
        _secondary(way.step, one, ground) for way, one in zip(every, results, strict=True) if one.worth_little
    )
    new = {one.proposal.conversion: one.proposal.value for one in results if one.proposal is not None}
    demoted = {one.conversion for one in roles}
    return ValuesReview(
        results=results,
        finals=tuple(finals.values()),
        roles=roles if ground.wait is None else (),
        scheme=given.scheme,
        micro_share=micro_share(client, finals, given.counts),
        micro_share_then=micro_share(client, finals, given.counts, new, demoted if ground.wait is None else ()),
        not_before=ground.wait,
        last_change_known=given.past.known,
    )


@dataclass(frozen=True)
class _Ground:
    """Everything that a result rests on.

    client: the client.
    given: what was counted.
    finals: the value of each final conversion.
    evidence: the counts of each step.
    grown: its share, growing along the chain.
    wait: the first day on which anything may be proposed; None for today.
    """

    client: Client
    given: Given
    finals: Mapping[str, FinalValue]
    evidence: Mapping[str, Evidence]
    grown: Mapping[str, Grown]
    wait: datetime.date | None

    def final(self, way: Way) -> FinalValue | None:
        """The value of the final conversion of a step."""
        return None if way.final is None else self.finals[way.final.name]


def _grown(every: Sequence[Way], evidence: Mapping[str, Evidence]) -> Mapping[str, Grown]:
    """The shares of all steps that were counted, growing along their chains. A step without counts is passed over."""
    by_name = {way.step.name: way for way in every}
    names = list(evidence)
    after: list[int | None] = []
    for name in names:
        following = by_name[name].after
        while following is not None and following.name not in evidence:
            following = by_name[following.name].after
        after.append(None if following is None else names.index(following.name))
    counts = [(evidence[name].reached, evidence[name].users) for name in names]
    return dict(zip(names, grown(counts, after), strict=True))


def _result(way: Way, ground: _Ground) -> ValueResult:
    """One micro-conversion: its estimate, and its proposal or the reasons against one."""
    step, final, evidence = way.step, ground.final(way), ground.evidence.get(way.step.name)
    now = step.value.amount if step.value is not None else None
    currency = _currency(step, final, ground)
    worth = final.amount if final is not None and final.currency == currency else None
    estimate = None if evidence is None or worth is None else _estimate(step, evidence, worth, ground)
    result = ValueResult(step.name, "" if way.final is None else way.final.name, currency, now, evidence, estimate)
    reasons = tuple(_against(step, result, worth))
    if reasons:
        missing = final.months_missing if final is not None else None
        if missing is None and evidence is not None:
            missing = months_missing(evidence.reached, ENOUGH, evidence.days)
        return replace(result, reasons=reasons, months_missing=missing, worth_little=_worth_little(step, result))
    return _judged(step, result, ground)


def _currency(step: Conversion, final: FinalValue | None, ground: _Ground) -> str:
    if step.value is not None and step.value.currency:
        return step.value.currency
    return ground.client.currency or (final.currency if final is not None else "")


def _against(step: Conversion, result: ValueResult, worth: float | None) -> list[Reason]:
    """The reasons why nothing can be proposed, whatever the numbers are."""
    evidence = result.evidence
    reasons = {
        Reason.SENT_BY_TAG: step.value is not None and step.value.from_event,
        Reason.NO_FINAL_VALUE: worth is None,
        Reason.NOT_COUNTED: evidence is None,
        Reason.EVENTS_UNKNOWN: evidence is not None and counts_many(step) and not evidence.events,
        Reason.FEW: evidence is not None and evidence.reached < ENOUGH,
    }
    return [reason for reason, holds in reasons.items() if holds]


def counts_many(step: Conversion) -> bool:
    """True where one user counts several times: by the way its action counts, or else its key event."""
    key = "counting" if step.source is not None else "ga4.counting"
    return step.settings.get(key) in _MANY


def _estimate(step: Conversion, evidence: Evidence, worth: float, ground: _Ground) -> Estimate | None:
    """The value of one conversion; None where one user counts several times and nobody knows how often."""
    grown = ground.grown[step.name]
    adding = ground.given.scheme is Scheme.INCREMENTAL
    mean, low, high = (
        (grown.added, grown.added_low, grown.added_high) if adding else (grown.mean, grown.low, grown.high)
    )
    late = 1.0 if evidence.censoring is None else 1 - evidence.censoring.missed
    share = Share(mean, low, min(1.0, high / late))
    per_event = None
    if counts_many(step):
        if not evidence.events:
            return None
        per_event = min(1.0, evidence.users / evidence.events)
    factor = worth * (1.0 if per_event is None else per_event)
    return Estimate(share.share * factor, share.low * factor, share.high * factor, share, grown.pooled, per_event)


def _judged(step: Conversion, result: ValueResult, ground: _Ground) -> ValueResult:
    """The result with its proposal, or with the reason why the value stays. There is evidence enough."""
    estimate, evidence = result.estimate, result.evidence
    assert estimate is not None
    assert evidence is not None
    if ground.given.scheme is Scheme.INCREMENTAL and estimate.low <= 0:
        return replace(result, reasons=(Reason.NO_DIFFERENCE,))
    by_review = decided_by_review(ground.given.past, step.name, result.now)
    judged = judge(result.now, estimate, result.currency, related=evidence.related, by_review=by_review)
    if judged.value is None:
        assert judged.reason is not None
        return replace(result, reasons=(judged.reason,))
    if ground.wait is not None:
        return replace(result, reasons=(Reason.RECENT,))
    return replace(
        result, proposal=ValueProposal(step.name, result.currency, result.now, judged.value, capped=judged.capped)
    )


def _worth_little(step: Conversion, result: ValueResult) -> bool:
    """True for a primary step that nobody came from, where the most it can be worth is below its value."""
    if step.role is not Role.PRIMARY or result.evidence is None or result.estimate is None or result.now is None:
        return False
    return result.evidence.reached == 0 and result.estimate.high < result.now


def _secondary(step: Conversion, result: ValueResult, ground: _Ground) -> RoleProposal:
    return RoleProposal(
        conversion=step.name,
        now=step.role,
        role=Role.SECONDARY,
        reason=Reason.WORTH_LITTLE,
        evidence=result.evidence,
        learnt=learnt(ground.given.today, ground.given.cycle),
    )
