"""Plans as an overview of many clients keeps them: numbers, and a few names."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from microconv.core.client_numbers import plan_numbers
from microconv.core.errors import Refusal
from microconv.core.kinds import ACTION, KEY_EVENT
from microconv.core.object_name import object_name
from microconv.core.plan import Action, Bidding, Plan
from microconv.core.planning.moves import moves
from microconv.core.resource import Address
from microconv.core.text import Text, joined, untranslated
from microconv.render.fleet_page.line import Answered, Remark, Topic
from microconv.render.plan_parts import beside_conflicts

MOST_NAMES = 8
"""The names that a remark has; of more there is the number."""

MOST_SIGNS = 60
"""The signs of a name that a remark has."""

_TOPICS = {
    Action.DEMOTE: Topic.DEMOTE,
    Action.REMOVE: Topic.REMOVE,
    Action.UPDATE: Topic.UPDATE,
    Action.CREATE: Topic.CREATE,
}


def plan_answered(
    plan: Plan, refusals: Sequence[Refusal] = (), *, named: bool = False, marked: bool = False
) -> Answered:
    """A plan; `named` with remarks, `marked` with a mark, by which it is compared with that of another run."""
    others = beside_conflicts(refusals)
    return Answered(
        plan_numbers(plan, len(others))._replace(moves=len(moves(plan))),
        tuple(plan_remarks(plan, others)) if named else (),
        plan.accounts,
        plan.emulated,
        plan.fingerprint[:16] if marked and plan.changes else "",
        pending=True,
    )


def plan_remarks(plan: Plan, refusals: Sequence[Refusal]) -> Iterator[Remark]:
    """The remarks on a plan: bidding, what is in the way, and the names of what changes. Long lists are cut."""
    for effect, topic in ((Bidding.STOPS, Topic.STOPS), (Bidding.STARTS, Topic.STARTS)):
        names = sorted({shift.action for shift in plan.shifts if shift.bidding is effect})
        if names:
            yield Remark(topic, _listed([untranslated(name) for name in names]))
    for conflict in plan.conflicts[:MOST_NAMES]:
        yield Remark(Topic.CONFLICT, joined([object_name(conflict.address), conflict.summary], ": ", "："))
    for refusal in refusals[:MOST_NAMES]:
        yield Remark(Topic.REFUSAL, joined([f"[{refusal.code}]", refusal.summary], " ", " "))
    for action, topic in _TOPICS.items():
        names_of_kind = [_short(change.address) for change in plan.changes if change.action is action]
        if names_of_kind:
            yield Remark(topic, _listed(list(dict.fromkeys(names_of_kind))))
    if plan.waiting:
        yield Remark(Topic.WAITING, _listed(list(dict.fromkeys(_short(item.address) for item in plan.waiting))))


def _short(address: Address) -> Text:
    """The name of a conversion as it is; another object with its kind."""
    return untranslated(address.name) if address.type in {ACTION, KEY_EVENT} else object_name(address)


def _listed(names: Sequence[Text]) -> Text:
    """The first names, none of them long, and how many more there are."""
    shown = joined([Text(_cut(name.en), _cut(name.ja)) for name in names[:MOST_NAMES]])
    more = len(names) - MOST_NAMES
    return Text(f"{shown.en} and {more:,} more", f"{shown.ja} ほか {more:,} 件") if more > 0 else shown


def _cut(name: str) -> str:
    return name if len(name) <= MOST_SIGNS else f"{name[:MOST_SIGNS]}…"
