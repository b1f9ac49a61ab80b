"""Chains of conversions as GA4's funnels tell them: who goes on, who is lost, and where most are.

Shares of users have Jeffreys' 90 % intervals. A share moved where its interval and that of the month before are apart.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from microconv.core.answers import Period
from microconv.core.monthly import FunnelAnswer
from microconv.report.arithmetic import difference, merged, no_data, noted, quotient, share
from microconv.report.chains import FunnelMonth, FunnelPart, FunnelStep, Leak, NextAction
from microconv.report.figures import NOTHING, Figure, Known, Note, Why
from microconv.report.numbers import NO_NOTES, Notes, Numbers

FEW = 5
"""Users of a step below which no difference of its share is judged."""

_STAMPS: Mapping[Period, str] = {period: period.value for period in Period}


def funnel_months(
    answers: Sequence[FunnelAnswer],
    labels: Mapping[str, str],
    notes: Notes = NO_NOTES,
    *,
    changed: Collection[str] = (),
    unmeasured: frozenset[Period] = frozenset(),
) -> tuple[FunnelMonth, ...]:
    """The chains in their order, each from its answers, which differ in their breakdown.

    `labels`: by the conversion's name. `notes`: what is to be known of all numbers of a period. `changed`: the
    conversions whose setup was changed within the month. `unmeasured`: the months in which nothing was measured.
    """
    about = _About(labels, notes, frozenset(changed), unmeasured)
    chains: dict[tuple[object, ...], list[FunnelAnswer]] = {}
    for answer in answers:
        chains.setdefault((answer.steps, answer.closed, answer.within_days), []).append(answer)
    return tuple(_chain(several, about) for several in chains.values())


@dataclass(frozen=True)
class _About:
    """The knowledge beside the answers, as `funnel_months` takes it."""

    labels: Mapping[str, str]
    notes: Notes
    changed: frozenset[str]
    unmeasured: frozenset[Period]


def _chain(answers: Sequence[FunnelAnswer], about: _About) -> FunnelMonth:
    """One chain. The users of all are from the first answer that there is."""
    first = answers[0]
    good = [answer for answer in answers if answer.table.answered]
    if not good:
        known = Known.REFUSED if first.table.refused else Known.NOT_ASKED
        unmeasured = known is Known.NOT_ASKED and first.left_out
        why = Why.UNMEASURED if unmeasured else first.table.refused.en
        return FunnelMonth(first.steps, first.closed, first.within_days, known, why, left_out=first.left_out)
    parts = [_part(good[0], "", "", about)]
    parts += [part for answer in good if answer.by for part in _broken_down(answer, about)]
    return FunnelMonth(
        steps=first.steps,
        closed=first.closed,
        within_days=first.within_days,
        known=Known.YES,
        parts=tuple(parts),
        leaks=_leaks(parts),
        next_actions=tuple(action for answer in good for action in _next_actions(answer, about)),
        notes=merged(*(figure.notes for step in parts[0].steps for figure in (step.users, step.onward))),
        left_out=first.left_out,
    )


def _numbers(answer: FunnelAnswer, about: _About) -> Numbers:
    return Numbers(answer.table, ("step", "by"), stamps=_STAMPS, notes=about.notes, unmeasured=about.unmeasured)


def _broken_down(answer: FunnelAnswer, about: _About) -> Iterator[FunnelPart]:
    """The parts of one breakdown, those with most users at the first step first."""
    values = dict.fromkeys(by for _, by in _numbers(answer, about).named() if by)
    parts = [_part(answer, answer.by, of, about) for of in values]
    yield from sorted(parts, key=lambda part: (-(part.steps[0].users.value or 0), part.of))


def _part(answer: FunnelAnswer, by: str, of: str, about: _About) -> FunnelPart:
    numbers = _numbers(answer, about)
    places = [str(place) for place in range(1, len(answer.steps) + 1)]
    now = [
        noted(numbers.at("users", Period.MONTH, place, of), *((Note.CHANGED_WITHIN,) if name in about.changed else ()))
        for place, name in zip(places, answer.steps, strict=True)
    ]
    before = [numbers.at("users", Period.BEFORE, place, of) for place in places]
    return FunnelPart(
        by,
        of,
        tuple(
            _step(name, about.labels.get(name, ""), now, before, place, answer.closed)
            for place, name in enumerate(answer.steps)
        ),
    )


def _step(
    name: str, label: str, now: Sequence[Figure], before: Sequence[Figure], place: int, closed: bool
) -> FunnelStep:
    users = now[place]
    reach = share(users, now[0]) if closed else quotient(users, now[0])
    if place + 1 == len(now):
        last = share(users, users) if closed else no_data(Why.OPEN_CHAIN, users.notes)
        return FunnelStep(name, label, users, NOTHING, NOTHING, last, reach)
    if not closed:
        unknown = no_data(Why.OPEN_CHAIN, users.notes)
        return FunnelStep(name, label, users, unknown, unknown, unknown, reach)
    onward, earlier = share(now[place + 1], users), share(before[place + 1], before[place])
    onward, earlier = _few(onward, users), _few(earlier, before[place])
    return FunnelStep(
        name=name,
        label=label,
        users=users,
        onward=onward,
        lost=difference(users, now[place + 1]),
        completion=share(now[-1], users),
        reach=reach,
        onward_before=earlier,
        moved=_moved(onward, earlier),
    )


def _few(figure: Figure, users: Figure) -> Figure:
    return noted(figure, Note.FEW) if (users.value or 0) < FEW else figure


def _moved(now: Figure, before: Figure) -> bool | None:
    """True where both intervals are apart; None where there are too few users, or no interval."""
    if Note.FEW in now.notes or Note.FEW in before.notes:
        return None
    if now.low is None or now.high is None or before.low is None or before.high is None:
        return None
    return now.low > before.high or now.high < before.low


def _leaks(parts: Sequence[FunnelPart]) -> tuple[Leak, ...]:
    """The losses between two steps, the largest first; of equal ones that of all users."""
    leaks = [
        Leak(step.name, following.name, step.lost, _lost_share(step), part.by, part.of)
        for part in parts
        for step, following in zip(part.steps, part.steps[1:], strict=False)
        if step.lost.value is not None and step.lost.value > 0
    ]
    return tuple(sorted(leaks, key=lambda one: (-(one.lost.value or 0), bool(one.by))))


def _lost_share(step: FunnelStep) -> Figure:
    """The share of a step's users that is lost, with the interval of those who go on, seen from the other side."""
    onward = step.onward
    if onward.value is None:
        return onward
    low, high = (None if end is None else 1 - end for end in (onward.high, onward.low))
    return Figure(1 - onward.value, Known.YES, notes=onward.notes, low=low, high=high)


def _next_actions(answer: FunnelAnswer, about: _About) -> Iterator[NextAction]:
    table = answer.next_actions
    if not table.answered:
        return
    numbers = Numbers(table, ("step", "event"), stamps={}, notes=about.notes)
    actions = [
        NextAction(answer.steps[int(step) - 1], event, numbers.at("users", Period.MONTH, step, event))
        for step, event in numbers.named()
    ]
    place = {name: number for number, name in enumerate(answer.steps)}
    yield from sorted(actions, key=lambda one: (place[one.step], -(one.users.value or 0), one.event))
