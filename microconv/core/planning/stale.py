"""Checks that a plan that was made before still fits what is live: nothing that it touches may have moved."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from microconv.core.attribute_words import attribute_label, attribute_word
from microconv.core.errors import Refusal
from microconv.core.ga4_import import name_identity
from microconv.core.object_name import object_name
from microconv.core.plan import Action, Change, Plan
from microconv.core.planning.live_index import LiveIndex
from microconv.core.publication import READ, SHOWN
from microconv.core.resource import Address, Live, Standing
from microconv.core.text import NO_TEXT, Text, joined, untranslated
from microconv.core.value import Scalar, same


@dataclass(frozen=True, slots=True)
class Moved:
    """A move since a plan was made: an object, a field of it (empty: the whole object), its value then, and now."""

    address: Address
    field: str
    was: Text
    now: Text

    @property
    def text(self) -> Text:
        """The move in words. Not yet safe to be shown."""
        name, label = object_name(self.address), attribute_label(self.field)
        field = Text(f" {label.en}", f"の{label.ja}") if self.field else NO_TEXT
        return was_and_is(joined((name, field), "", ""), self.was, self.now)

    @property
    def refusal(self) -> Refusal:
        """The refusal of a plan that is out of date by this."""
        return Refusal("stale", self.text, LOOK_AGAIN)

    def __str__(self) -> str:
        return str(self.text)


def was_and_is(what: Text, was: Text, now: Text) -> Text:
    """A difference between a plan and what is live. Not yet safe to be shown."""
    return Text(
        f"{what.en}: was {was.en}, is {now.en}",
        f"{what.ja}が変わっています: プランの作成時は{_spaced(was)}、現在は{_spaced(now)}",
    )


def _spaced(text: Text) -> str:
    """Japanese behind Japanese; what is written in Latin letters with a blank before it."""
    return f" {text.ja}" if text.ja[:1].isascii() else text.ja


LOOK_AGAIN = Text(
    "look at a new plan: somebody, or Google, changed this meanwhile",
    "プランの作成後に、誰かが、または Google が変更しています。新しいプランを作成して確認してください",
)
"""The way out of a plan that does not fit what is live any more."""


def moved(pinned: Plan, now: Plan, live: Sequence[Live]) -> tuple[Moved, ...]:
    """All that has moved since `pinned` was made. `now` is the plan of the same config for what is `live` now."""
    planned = {_key(change) for change in now.changes}
    live_index = LiveIndex(live)
    moves: list[Moved] = []
    for change in pinned.changes:
        if _key(change) not in planned:
            moves += _of(change, now, live_index) or [
                Moved(
                    change.address,
                    "",
                    Text("to be changed", "変更する予定"),
                    Text("no longer planned so", "同じ変更は予定されていません"),
                )
            ]
    return tuple(moves)


_OTHERWISE = Text("planned otherwise", "別の変更が予定されています")
_AS_SHOWN = Text("as in the plan", "プランに表示した内容")
_THERE, _GONE, _REMOVED = Text("there", "存在する"), Text("gone", "存在しない"), Text("removed", "削除済み")


def _word(change: Change, name: str, value: Scalar) -> Text:
    return attribute_word(name, value, change.address.type)


def _to_become(change: Change, name: str, value: Scalar) -> Text:
    word = _word(change, name, value)
    return Text(f"to become {word.en}", f"{word.ja} にする予定")


def _key(change: Change) -> tuple[object, ...]:
    """The content that would be sent."""
    return change.action, change.address, change.id, change.attributes


def _of(change: Change, now: Plan, live_index: LiveIndex) -> list[Moved]:
    if change.action is Action.CREATE or not change.id:
        return _of_new(change, now, live_index)
    live = live_index.by_id.get(change.id)
    if live is None or live.standing is Standing.REMOVED:
        return [Moved(change.address, "", _THERE, _GONE if live is None else _REMOVED)]
    planned = [item for other in now.changes if other.id == change.id for item in other.attributes]
    before = {item.name: item.before for item in planned}
    moves = []
    called_by_config = change.address.name == change.conversion and live.identity != name_identity(live.address.name)
    renamed = live.address.name != change.address.name and not called_by_config
    if renamed and all(item.name != "name" for item in change.attributes):
        moves.append(Moved(change.address, "name", *map(untranslated, (change.address.name, live.address.name))))
    for item in change.attributes:
        value = before.get(item.name, live.state.get(item.name))
        if not same(value, item.before):
            moves.append(
                Moved(change.address, item.name, _word(change, item.name, item.before), _word(change, item.name, value))
            )
        elif item not in planned and item.name != SHOWN:
            wanted = _AS_SHOWN if item.name == READ else _to_become(change, item.name, item.after)
            moves.append(Moved(change.address, item.name, wanted, _OTHERWISE))
    return moves


def _of_new(change: Change, now: Plan, live_index: LiveIndex) -> list[Moved]:
    """Moves of an object that should be made, and is there now or is planned otherwise."""
    if live_index.of(change) is not None:
        return [Moved(change.address, "", Text("not there", "存在しない"), _THERE)]
    others = [item for item in now.changes if (item.address, item.action) == (change.address, change.action)]
    if not others:
        return []
    wanted = {item.name: item.after for item in change.attributes}
    wants = {item.name: item.after for item in others[0].attributes}
    return [
        Moved(
            change.address,
            name,
            _to_become(change, name, wanted.get(name)),
            _to_become(change, name, wants.get(name)),
        )
        for name in sorted(wanted.keys() | wants.keys())
        if not same(wanted.get(name), wants.get(name))
    ]
