"""Actions that keep their role while the import that takes over from them is waited for, or refused by Google."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from microconv.core.action_state import CATEGORY, NAME, PRIMARY, STATUS, ActionState
from microconv.core.categories import category_of
from microconv.core.client import Client
from microconv.core.conversion import GA4_IMPORT, Conversion, ConversionKind, Role
from microconv.core.plan import Action, AttributeChange, Change, Waiting, action_of
from microconv.core.planning.diff import Difference
from microconv.core.planning.finals import is_final
from microconv.core.planning.refused import WHOLE, Refusals
from microconv.core.resource import Live, frozen
from microconv.core.text import NO_TEXT, Text

_STOPS = {WHOLE, PRIMARY, STATUS}
"""Refusals of an import, which therefore cannot take over."""


def hold(client: Client, actions: Difference, refused: Refusals) -> None:
    """Take out of the changes of `actions` what would leave bidding without a conversion before its import is there.

    An action gives way to an import of its own name, and a final one to any final import of its category. What is
    `refused` of an import keeps it from taking over as long as what it waits for. A name or category by which it is
    known stays too, or the next plan would no longer see what it waits for.
    """
    awaited, stuck = _awaited(client, actions), _stuck(client, actions, refused)
    imports = [*awaited, *stuck]
    if not imports:
        return
    live = {item.id: (name, item) for name, item in actions.matched.items()}
    live |= {item.id: (item.address.name, item) for item in actions.set_aside}
    changes: list[Change] = []
    for change in actions.changes:
        successor = _successor(client, *live[change.id], imports) if _gives_way(change) and change.id in live else None
        if successor is None:
            changes.append(change)
            continue
        rest = tuple(item for item in change.attributes if item.name != PRIMARY)
        known = _successor(client, live[change.id][0], _after(live[change.id][1], rest), imports) is not None
        if not known:
            rest = tuple(item for item in rest if item.name not in {CATEGORY, NAME})
        if rest and change.action is not Action.REMOVE:
            changes.append(replace(change, attributes=rest, action=action_of(rest)))
        actions.held.add(change.id)
        actions.waiting.append(_until(change, successor.name, refused=successor in stuck, whole=not known))
    actions.changes = changes
    actions.set_aside = [item for item in actions.set_aside if item.id not in actions.held]


def _after(live: Live, attributes: Sequence[AttributeChange]) -> Live:
    """A live action as it is after a change of these attributes."""
    state = {**live.state, **{item.name: item.after for item in attributes}}
    return replace(live, address=replace(live.address, name=ActionState(state).name), state=frozen(state))


def _until(change: Change, successor: str, *, refused: bool, whole: bool) -> Waiting:
    """The reason for waiting. `whole`: the name and the category stay as well as the role."""
    too = Text(", with its name and category,", "（名前とカテゴリも変更せず）") if whole else NO_TEXT
    why = Text(
        f"it stays primary{too.en} until Google has imported {successor}, which then takes over by itself",
        f"Google が {successor} をインポートするまで{too.ja}メインのままにします。インポート後は自動で切り替わります",
    )
    if refused:
        why = Text(
            f"it stays primary{too.en} until the import {successor} can take over, whose change Google refuses",
            f"インポート {successor} の変更を Google が拒否しているため、"
            f"切り替えられるまで{too.ja}メインのままにします",
        )
    return Waiting(change.address, why, Text(f"the import of {successor}", f"{successor} のインポート"))


def _awaited(client: Client, actions: Difference) -> Sequence[Conversion]:
    """The primary conversions that Google has yet to import."""
    names = {item.address.name for item in actions.waiting} - actions.matched.keys()
    return [
        conversion
        for conversion in client.conversions
        if conversion.name in names and conversion.source == GA4_IMPORT and conversion.role is Role.PRIMARY
    ]


def _stuck(client: Client, actions: Difference, refused: Refusals) -> Sequence[Conversion]:
    """The imports that are to become primary, or to be enabled, and that Google does not let become so."""
    return [
        conversion
        for conversion in client.conversions
        if conversion.source == GA4_IMPORT
        and conversion.role is Role.PRIMARY
        and conversion.name in actions.matched
        and _STOPS & refused.get(actions.matched[conversion.name].id, {}).keys()
    ]


def _gives_way(change: Change) -> bool:
    return change.action in {Action.DEMOTE, Action.REMOVE} and any(
        item.name == PRIMARY and item.before is True for item in change.attributes
    )


def _successor(client: Client, name: str, live: Live, imports: Sequence[Conversion]) -> Conversion | None:
    """The import that takes over from an action, if one does."""
    state = ActionState(live.state)
    if not state.enabled:
        return None
    for conversion in imports:
        if {name, live.address.name} & {conversion.name, *conversion.previously}:
            return conversion
        final = conversion.kind is not ConversionKind.MICRO and is_final(client, name, state.category)
        if final and category_of(conversion) in {state.category, "", "default", conversion.event}:
            return conversion
    return None
