"""Events and pages that are no conversion yet, ranked by how surely their users reach the final conversion."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import replace

from microconv.core.client import Client
from microconv.core.naming import MAX_EVENT_NAME
from microconv.core.paths import PathCount
from microconv.review.chains import Way, ways
from microconv.review.evidence import evidence_of, evidence_of_steps
from microconv.review.given import Given
from microconv.review.model import Evidence, FinalValue, Grade, Suggestion
from microconv.review.rounding import rounded_within
from microconv.review.worth import MONTH, final_values

_LONGEST = MAX_EVENT_NAME
"""Characters of a name, which is that of a key event too."""

_UNFIT = re.compile(r"[^a-z0-9]+")


def suggestions(client: Client, given: Given) -> tuple[Suggestion, ...]:
    """The events and pages of `given.paths` that are no conversions, the surest first: by the lower end of their share.

    Left out are those with too few results to say anything, and those whose users are not known to reach the final
    conversion twice as often as others.
    """
    conversions = {one.event for one in client.conversions}
    finals = {one.event: one for one in client.conversions if one.event is not None}
    worth = final_values(client, given)
    every = ways(client)
    steps = evidence_of_steps(every, given.paths, given.cycle)
    made = []
    for count in given.paths.paths:
        final = finals.get(count.final)
        if (count.event in conversions and not count.page) or final is None or final.name not in worth:
            continue
        evidence = evidence_of(count, given.paths, given.cycle)
        if evidence is not None and evidence.grade is not Grade.NOT_ENOUGH and evidence.related is not False:
            surer = [
                (steps[way.step.name].share.share, way)
                for way in every
                if way.final == final and way.step.name in steps
            ]
            surer = [one for one in surer if one[0] > evidence.share.share]
            following = min(surer, key=lambda one: one[0])[1] if surer else None
            made.append(_suggestion(client, count, evidence, worth[final.name], following))
    return _named(client, sorted(made, key=lambda one: (-one.evidence.share.low, -one.evidence.users, one.subject)))


def _named(client: Client, made: Iterable[Suggestion]) -> tuple[Suggestion, ...]:
    """The suggestions, each with a name that none before it has: all of them can be put into one config."""
    named: list[Suggestion] = []
    for one in made:
        name = name_for(client, one.subject, page=one.page, others={other.name for other in named})
        named.append(replace(one, name=name))
    return tuple(named)


def _suggestion(
    client: Client, count: PathCount, evidence: Evidence, worth: FinalValue, following: Way | None
) -> Suggestion:
    """One suggestion. `following`: the step whose users are the next surer ones; None: none is surer."""
    value = None
    if worth.amount is not None:
        amount, low, high = (
            end * worth.amount for end in (evidence.share.share, evidence.share.low, evidence.share.high)
        )
        value = rounded_within(amount, low, high, worth.currency)
    return Suggestion(
        subject=count.page or count.event,
        page=bool(count.page),
        evidence=evidence,
        final=worth.final,
        month=None if evidence.events is None else evidence.events / evidence.days * MONTH,
        distance=1 if following is None else following.distance + 1,
        next=worth.final if following is None else following.step.name,
        name="",
        value=value,
        currency=worth.currency if value is not None else "",
    )


def name_for(client: Client, subject: str, *, page: bool, others: Collection[str] = ()) -> str:
    """A name with the client's prefix that no conversion has, and none of `others` is.

    `mv_form_start`, for a page `mv_view_pricing`; without any letter that a name can have `mv_event`, `mv_view_page`.
    """
    words = _UNFIT.sub("_", subject.lower()).strip("_")
    words = words or ("event" if not page else "page" if subject.strip("/") else "home")
    plain = f"{client.prefix}{'view_' if page else ''}{words.removeprefix(client.prefix)}"
    taken = {one.name for one in client.conversions} | {one.event for one in client.conversions} | {*others}
    name, number = plain[:_LONGEST].rstrip("_"), 2
    while name in taken:
        ending = f"_{number}"
        name, number = plain[: _LONGEST - len(ending)].rstrip("_") + ending, number + 1
    return name
