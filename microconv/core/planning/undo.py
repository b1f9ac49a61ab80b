"""The inverse of what a run did, as a new plan: checked against what is live, and without overwriting anybody."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from microconv.core.action_state import PRIMARY, ActionState
from microconv.core.bidding.forecast import forecast
from microconv.core.bidding.goals import Names, names_after
from microconv.core.diagnostics import Diagnostic, Severity
from microconv.core.goal_state import LEVEL, LISTS, USES
from microconv.core.kinds import ACTION, CAMPAIGN_CONFIG, CAMPAIGN_GOAL, CUSTOM_GOAL
from microconv.core.plan import Action, AttributeChange, Change, Managed, Plan, Shift, action_of
from microconv.core.planning import account_checks as accounts
from microconv.core.planning.live_index import LiveIndex
from microconv.core.planning.steps import calls, steps
from microconv.core.resource import Live, Reading, Standing, any_emulated
from microconv.core.schema import ResourceType
from microconv.core.value import Scalar, draw, same

_REFERS = {CUSTOM_GOAL: (LISTS, ACTION), CAMPAIGN_CONFIG: (USES, CUSTOM_GOAL)}
"""Which attribute of a type refers to objects of which type, by name."""


def undo(
    run: str,
    done: Sequence[Change],
    readings: Sequence[Reading],
    types: Sequence[ResourceType],
    client: str,
    *,
    remove: bool,
    taken_back: Sequence[Change] = (),
) -> Plan:
    """The plan that takes back the changes `done` by the run called `run`, the latest last.

    A field that is not as the run left it stays as it is, and is named. What cannot be undone is named too. With
    `remove` what the run made is removed; without, it is kept, and actions become secondary. `taken_back` is what that
    run had itself taken back: goals of campaigns of which it says nothing more than that they followed the account.
    """
    live = [item for reading in readings for item in reading.resources]
    work = _Undo(run, LiveIndex(live), types, remove=remove)
    for effect in _effects(done):
        work.take_back(effect)
    work.give_back(taken_back)
    renamed = work.renamed()
    called = names_after(live, renamed)
    changes = work.referring(work.without_needless())
    order = {kind.name: number for number, kind in enumerate(types)}
    changes.sort(key=lambda change: (order.get(change.address.type, 0), *change.sort_key))
    owner = accounts.owner_of(readings)
    return Plan(
        client=client,
        accounts=tuple((reading.provider, reading.account) for reading in readings),
        changes=tuple(changes),
        warnings=tuple(work.notes),
        managed=tuple(Managed(kind.name, 0) for kind in types),
        apply_calls=calls(steps(types, changes, apart=bool(owner))),
        reads=sum(reading.calls for reading in readings),
        emulated=any_emulated(readings),
        owner=owner,
        shared_with=accounts.shared_with(readings),
        shifts=_shifts(live, changes, called),
    )


def _shifts(live: Sequence[Live], changes: Sequence[Change], called: Names) -> tuple[Shift, ...]:
    return forecast(live, [called.presented(item) for item in live], changes, called).shifts()


@dataclass(slots=True)
class _Effect:
    """All that a run did to one object: whether it was made or removed, and each attribute before and after."""

    change: Change
    made: bool = False
    removed: bool = False
    before: dict[str, Scalar] = field(default_factory=dict)
    after: dict[str, Scalar] = field(default_factory=dict)


def _effects(done: Iterable[Change]) -> list[_Effect]:
    """The net effect on each object, in the order in which a run first touched it."""
    found: dict[tuple[str, str], _Effect] = {}
    for change in done:
        key = change.address.type, change.id or change.address.name
        effect = found.setdefault(key, _Effect(change))
        effect.made = effect.made or change.action is Action.CREATE
        effect.removed = effect.removed or change.action is Action.REMOVE
        for item in change.attributes:
            effect.before.setdefault(item.name, item.before)
            effect.after[item.name] = item.after
    return list(found.values())


def _level(change: Change) -> Scalar:
    """The level to which a change sets the goals of a campaign, or None."""
    if change.address.type != CAMPAIGN_CONFIG:
        return None
    return next((item.after for item in change.attributes if item.name == LEVEL), None)


def _listed(value: Scalar) -> tuple[str, ...]:
    """The references in a value."""
    return value if isinstance(value, tuple) else (str(value),) if value else ()


def _called(value: Scalar, now: Mapping[str, str]) -> Scalar:
    """A value whose references have new names."""
    if isinstance(value, tuple):
        return tuple(sorted(now.get(item, item) for item in value))
    return now.get(value, value) if isinstance(value, str) else value


class _Undo:
    def __init__(self, run: str, live_index: LiveIndex, types: Sequence[ResourceType], *, remove: bool) -> None:
        self._run = run
        self._removable = {kind.name for kind in types if kind.removable}
        self._restorable = {kind.name for kind in types if kind.restorable}
        self._live_index = live_index
        self._remove = remove
        self.changes: list[Change] = []
        self.notes: list[Diagnostic] = []

    def take_back(self, effect: _Effect) -> None:
        if effect.removed:
            self._make_again(effect)
            return
        live = self._live_index.of(effect.change)
        if live is None:
            self._note(effect.change, "is not there any more", "nothing of it can be taken back")
        elif effect.made:
            self._unmake(effect, live)
        else:
            self._put_back(effect, live)

    def without_needless(self) -> list[Change]:
        """The changes, without goals of campaigns that follow the account again: they lose theirs by that."""
        following = {change.address.name for change in self.changes if _level(change) == "customer"}
        return [
            change
            for change in self.changes
            if change.address.type != CAMPAIGN_GOAL or change.address.name.rpartition("/")[0] not in following
        ]

    def give_back(self, taken_back: Sequence[Change]) -> None:
        """The goals of campaigns that override the account's again, as they were before they followed it."""
        for config in [item for item in self.changes if _level(item) == "campaign"]:
            goals = [
                item
                for item in taken_back
                if item.address.type == CAMPAIGN_GOAL and item.address.name.rpartition("/")[0] == config.address.name
            ]
            uses = any(item.name == USES and item.after for item in config.attributes)
            if not goals and not uses:
                what = "followed the account's goals since"
                self._note(config, what, "its own start as the account's are now; what else they were is not known")
            for goal in goals:
                live = self._live_index.of(goal)
                attributes = tuple(
                    AttributeChange(item.name, live.state.get(item.name), item.after)
                    for item in goal.attributes
                    if live is not None and not same(live.state.get(item.name), item.after)
                )
                if live is not None and attributes:
                    self._add(Action.UPDATE, goal, live.id, attributes)

    def renamed(self) -> dict[str, str]:
        """The new names that the changes give, by id."""
        return {
            change.id: str(item.after)
            for change in self.changes
            for item in change.attributes
            if item.name == "name" and change.id and change.action is not Action.REMOVE
        }

    def referring(self, changes: Sequence[Change]) -> list[Change]:
        """The changes, with references by the names that are in force then. What refers to nothing is left out."""
        now = {self._live_index.by_id[identifier].address.name: name for identifier, name in self.renamed().items()}
        there = {
            (item.address.type, now.get(item.address.name, item.address.name))
            for item in self._live_index.by_id.values()
            if item.standing is not Standing.REMOVED
        }
        there |= {(item.address.type, item.address.name) for item in changes if item.action is Action.CREATE}
        found: list[Change] = []
        for change in sorted(changes, key=lambda item: item.address.type != CUSTOM_GOAL):
            target = _REFERS.get(change.address.type)
            if target is None:
                found.append(change)
                continue
            name, kind = target
            attributes = tuple(
                AttributeChange(item.name, _called(item.before, now), _called(item.after, now))
                if item.name == name
                else item
                for item in change.attributes
            )
            after = next((item.after for item in attributes if item.name == name), None)
            missing = [item for item in _listed(after) if (kind, item) not in there and "/" not in item]
            if missing and change.action is not Action.REMOVE:
                so = "that is not there any more, so it is not put back"
                self._note(change, f"referred to {', '.join(missing)}", so)
                if change.action is Action.CREATE:
                    there.discard((change.address.type, change.address.name))
                continue
            found.append(replace(change, attributes=attributes))
        return found

    def _make_again(self, effect: _Effect) -> None:
        change = effect.change
        if change.address.type not in self._restorable:
            self._note(change, "was removed", "what was removed cannot be brought back")
            return
        if self._live_index.of(Change(Action.CREATE, change.address, (), ())) is not None:
            self._note(change, "is there again", "it stays as it is")
            return
        self._note(change, "was removed", "it is made again, with a new id; what it had counted does not come back")
        attributes = tuple(
            AttributeChange(name, None, value) for name, value in effect.before.items() if value is not None
        )
        self._add(Action.CREATE, change, "", attributes)

    def _unmake(self, effect: _Effect, live: Live) -> None:
        change = effect.change
        changed = [name for name, value in effect.after.items() if not same(live.state.get(name), value)]
        if changed:
            self._note(change, f"was changed since ({', '.join(changed)})", "what the run made is kept as it is now")
            return
        if change.address.type in self._removable and self._remove and live.deletable:
            self._add(
                Action.REMOVE,
                change,
                live.id,
                tuple(AttributeChange(name, value, None) for name, value in effect.after.items() if value is not None),
            )
            return
        kept = "kept; `--allow remove` would remove it" if change.address.type in self._removable else "kept"
        if change.address.type == ACTION and ActionState(live.state).primary:
            self._add(Action.DEMOTE, change, live.id, (AttributeChange(PRIMARY, True, False),))
            kept += "; it becomes secondary"
        self._note(change, "was made", kept)

    def _put_back(self, effect: _Effect, live: Live) -> None:
        attributes = []
        for name, after in effect.after.items():
            before, now = effect.before[name], live.state.get(name)
            if same(now, before):
                continue
            if not same(now, after):
                self._note(
                    effect.change,
                    f"{name} was changed since: {draw(after)} → {draw(now)}",
                    "it is not overwritten",
                )
            elif effect.change.address.type == ACTION and (before is None or before == "hidden"):
                self._note(effect.change, f"{name} was {draw(before)}", "Google does not take that back")
            else:
                attributes.append(AttributeChange(name, now, before))
        if attributes:
            self._add(action_of(tuple(attributes)), effect.change, live.id, tuple(attributes))

    def _add(self, action: Action, change: Change, identifier: str, attributes: tuple[AttributeChange, ...]) -> None:
        address = change.address
        for item in attributes:
            if item.name == "name" and action is not Action.CREATE and isinstance(item.after, str):
                address = type(address)(address.type, item.after)
        self.changes.append(
            Change(
                action,
                address,
                (f"takes back what {self._run} did",),
                attributes,
                identifier,
                conversion=change.conversion,
                protected=change.protected,
            )
        )

    def _note(self, change: Change, what: str, so: str) -> None:
        self.notes.append(
            Diagnostic(Severity.WARNING, "not-undone", f"{change.address} {what}: {so}", where=change.address.provider)
        )
