"""Taking back what a run did to single objects: the changes that do it, and notes on what stays as it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from microconv.core.action_state import PRIMARY, ActionState
from microconv.core.diagnostics import Diagnostic, Severity
from microconv.core.kinds import ACCOUNT_GOAL, ACTION, CAMPAIGN_GOAL
from microconv.core.object_name import object_name
from microconv.core.plan import Action, AttributeChange, Change, Conflict, action_of
from microconv.core.planning import taken_back_texts as words
from microconv.core.planning.effects import Effect
from microconv.core.planning.live_index import LiveIndex
from microconv.core.planning.one_way import one_way
from microconv.core.planning.refused import WHOLE, Refused, key_of
from microconv.core.planning.taken_back_checks import follows, unused
from microconv.core.resource import Live
from microconv.core.schema import ResourceType
from microconv.core.send_to import arrived
from microconv.core.text import Text
from microconv.core.value import Scalar, same

NOT_UNDONE = "not-undone"
"""The code of warnings of what a rollback leaves as it is."""


class TakenBack:
    """The changes that take back a run, and what there is to say of them. Both grow by `take_back`, `add` and `note`.

    With `remove` what the run made is removed; without, it is kept, and actions become secondary. What an API has
    `refused` to take back stays as it is. `fresh` are the ids of what never was live in a container: that goes at once.
    """

    def __init__(
        self,
        run: str,
        live_index: LiveIndex,
        types: Sequence[ResourceType],
        *,
        remove: bool,
        refused: Refused,
        fresh: frozenset[str] = frozenset(),
    ) -> None:
        self._run = run
        self._removable = {kind.name for kind in types if kind.removable}
        self._restorable = {kind.name for kind in types if kind.restorable}
        self._kinds = {kind.name: kind for kind in types}
        self._live_index = live_index
        self._asked = refused
        self._remove, self._fresh = remove, fresh
        self.changes: list[Change] = []
        self.notes: list[Diagnostic] = []
        self.conflicts: list[Conflict] = []

    def take_back(self, effect: Effect) -> None:
        """Take back all that the run did to one object."""
        if effect.removed:
            self._make_again(effect)
            return
        live = self._live_index.of(effect.change)
        if live is None:
            self.note(effect.change, *words.GONE)
        elif effect.made:
            self._unmake(effect, live)
        else:
            self._put_back(effect, live)

    def _make_again(self, effect: Effect) -> None:
        change = effect.change
        if change.address.type not in self._restorable:
            self.note(change, *words.NOT_BROUGHT_BACK)
            return
        if self._live_index.there(change.address, effect.before) is not None:
            self.note(change, *words.THERE_AGAIN)
            return
        self.note(change, *words.MADE_AGAIN)
        attributes = tuple(
            AttributeChange(name, None, value) for name, value in effect.before.items() if value is not None
        )
        self.add(Action.CREATE, change, "", attributes)

    def _unmake(self, effect: Effect, live: Live) -> None:
        change = effect.change
        changed = [name for name, value in effect.after.items() if not arrived(live.state.get(name), value)]
        if changed:
            self.note(change, *words.made_and_changed(changed))
            return
        removable = change.address.type in self._removable and (
            live.deletable or unused(live, self.changes, self._fresh)
        )
        if removable and self._remove:
            self.add(
                Action.REMOVE,
                change,
                live.id,
                tuple(AttributeChange(name, value, None) for name, value in effect.after.items() if value is not None),
            )
            return
        primary = change.address.type == ACTION and ActionState(live.state).primary
        if primary:
            self.add(Action.DEMOTE, change, live.id, (AttributeChange(PRIMARY, True, False),))
        self.note(change, *words.made(removable=removable, demoted=primary))

    def _put_back(self, effect: Effect, live: Live) -> None:
        attributes = []
        for name, after in effect.after.items():
            before, now = effect.before[name], live.state.get(name)
            if same(now, before):
                continue
            if not arrived(now, after) and not follows(effect.change, self._live_index):
                self.note(effect.change, *words.changed_since(effect.change, name, after, now))
            elif before is None and effect.change.address.type in {ACCOUNT_GOAL, CAMPAIGN_GOAL}:
                self.note(effect.change, *words.appeared(name))
            elif self._refused(effect.change, live, name, before):
                self.note(effect.change, *words.not_taken_back(effect.change, name, before))
            else:
                attributes.append(AttributeChange(name, now, before))
        if attributes:
            self.add(action_of(tuple(attributes)), effect.change, live.id, tuple(attributes))

    def _refused(self, change: Change, live: Live, name: str, before: Scalar) -> bool:
        """True where the API does not take a value back: by its table, or as it said when it was asked."""
        asked = self._asked.get(key_of(replace(change, id=live.id)), ())
        return name in asked or WHOLE in asked or one_way(self._kinds[change.address.type], name, before, live.state)

    def add(self, action: Action, change: Change, identifier: str, attributes: tuple[AttributeChange, ...]) -> None:
        """Add a change; where it gives another name, it goes by that one."""
        address = change.address
        for item in attributes:
            if item.name == "name" and action is not Action.CREATE and isinstance(item.after, str):
                address = type(address)(address.type, item.after)
        self.changes.append(
            Change(
                action,
                address,
                (Text(f"takes back what {self._run} did", f"{self._run} による変更を元に戻します"),),
                attributes,
                identifier,
                conversion=change.conversion,
                protected=change.protected,
            )
        )

    def note(self, change: Change, what: Text, so: Text) -> None:
        """Take down what stays as it is, and why."""
        name = object_name(change.address)
        summary = Text(f"{name.en} {what.en}: {so.en}", f"{name.ja}: {what.ja}。{so.ja}")
        self.notes.append(Diagnostic(Severity.WARNING, NOT_UNDONE, summary, where=str(change.address)))
