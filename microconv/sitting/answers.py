"""The answers of a sitting: values, roles, steps to be added, sizes of tests."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from microconv.core.conversion import Role
from microconv.core.frozen import FrozenDict
from microconv.review.agenda import Proposal
from microconv.review.chains import ways
from microconv.review.correlation import correlation
from microconv.review.evidence import evidence_of_steps
from microconv.review.model import Correlation, Evidence, Scheme
from microconv.review.roles import Numbers, roles
from microconv.review.sample_size import UPLIFT, sizes
from microconv.review.suggestions import suggestions
from microconv.review.values import values
from microconv.sitting.gathering import Gathering
from microconv.sitting.model import PAID_ENOUGH, RolesAnswer, SizesAnswer, SuggestAnswer, ValuesAnswer
from microconv.sitting.pastes import paste

PASTED = 3
"""Suggestions whose config is written out."""


@dataclass(frozen=True, slots=True)
class ValuesChoice:
    """The terms on which values are reviewed.

    scheme: how the value of the final conversion is shared out along a chain.
    paid: count paid traffic by itself too, which takes as many funnels again.
    export: a folder or file of the BigQuery export, counted exactly instead of by funnels; None for none.
    """

    scheme: Scheme = Scheme.EXPECTED
    paid: bool = False
    export: Path | None = None


def values_answer(asked: Gathering, scheme: Scheme = Scheme.EXPECTED) -> ValuesAnswer:
    """The values of all micro-conversions, and what is proposed. Raises ApiError, CredentialsError, ReportError."""
    review = values(asked.client, asked.given(scheme))
    together = _correlations(asked)
    return ValuesAnswer(
        ground=asked.ground(),
        review=review,
        proposals=(
            *(Proposal(one.conversion, role=one) for one in review.roles),
            *(Proposal(one.conversion, value=one) for one in review.results if one.proposal is not None),
        ),
        correlations=together,
        paid=_paid(asked),
    )


def roles_answer(asked: Gathering) -> RolesAnswer:
    """The roles of all chains, and what is proposed. Raises as `values_answer`."""
    finals, enough = asked.finals_counts(), asked.enough
    review = roles(
        asked.client,
        Numbers(
            enough=enough,
            finals=finals,
            today=asked.today,
            past=asked.past[0],
            cycle=asked.length,
            steps=_steps(asked),
            evidence=evidence_of_steps(ways(asked.client), asked.paths, asked.length),
        ),
    )
    proposals = tuple(Proposal(one.conversion, role=one) for one in review.proposals)
    return RolesAnswer(asked.ground(), review, enough, proposals, finals)


def suggest_answer(asked: Gathering) -> SuggestAnswer:
    """The steps that could be conversions. Raises as `values_answer`."""
    made = suggestions(asked.client, asked.given())
    own = {way.step.event for way in ways(asked.client) if way.final is not None}
    others = [event for event, _ in asked.wanted.pairs if event not in own]
    return SuggestAnswer(
        ground=asked.ground(),
        suggestions=made,
        pastes=tuple(paste(asked.client, one) for one in made[:PASTED]),
        asked=len(others) + len(asked.wanted.pages),
    )


def sizes_answer(asked: Gathering, uplift: float = UPLIFT) -> SizesAnswer:
    """The tests that are possible. Raises as `values_answer`."""
    evidence = evidence_of_steps(ways(asked.client), asked.paths, asked.length)
    return SizesAnswer(asked.ground(), sizes(evidence.values(), uplift), uplift)


def _steps(asked: Gathering) -> Mapping[str, float]:
    """The counts of each step in the days of the finals: what bidding was given, or would be given of a secondary."""
    days = asked.enough.days
    counts = asked.of_days(*asked.before(asked.today, days))
    return FrozenDict(
        {
            one.name: counts[one.name].bid if one.role is Role.PRIMARY else counts[one.name].all
            for one in asked.client.conversions
            if one.name in counts
        }
    )


def _correlations(asked: Gathering) -> tuple[Correlation, ...]:
    """The correlation of each step and its final conversion per session, where there are days enough."""
    by_day = asked.event_days
    if by_day is None:
        return ()
    made = []
    for way in ways(asked.client):
        if way.final is None or way.step.event is None or way.final.event is None:
            continue
        steps, finals = by_day.each_day(way.step.event), by_day.each_day(way.final.event)
        one = correlation(way.step.name, way.final.name, steps, finals, by_day.sessions)
        if one is not None:
            made.append(one)
    return tuple(made)


def _paid(asked: Gathering) -> Mapping[str, Evidence]:
    """The way of paid traffic from each step, by conversion, where enough of it came."""
    if not asked.paths.paid:
        return FrozenDict()
    paid = evidence_of_steps(ways(asked.client), replace(asked.paths, paths=asked.paths.paid), asked.length)
    return FrozenDict({name: one for name, one in paid.items() if one.reached >= PAID_ENOUGH})
