"""The end of objects that are ours and that the config does not list: demoted, kept or removed."""

from __future__ import annotations

from microconv.core.client import Unlisted
from microconv.core.plan import Action, AttributeChange, Change
from microconv.core.resource import Live
from microconv.core.schema import ResourceType, Settable
from microconv.core.text import Text
from microconv.core.value import same

NOT_IN_CONFIG = Text("not in the config", "設定に記載がありません")
_REMOVE = Text(
    "not in the config, and the config says `unlisted: remove`",
    "設定に記載がなく、`unlisted: remove` が指定されています",
)


_RETIRED = Text(
    "not in the config, and the config says `unlisted: remove`: first it rests, and is removed once that is live",
    "設定に記載がなく、`unlisted: remove` が指定されています。まず停止し、その状態が公開された後に削除します",
)


def unlisted(kind: ResourceType, live: Live, rule: Unlisted) -> Change | None:
    """The change of an object that is ours and that the config does not list; None where it stays as it is."""
    if rule is Unlisted.KEEP:
        return None
    if rule is Unlisted.REMOVE and live.deletable:
        return Change(
            action=Action.REMOVE,
            address=live.address,
            reasons=(_REMOVE,),
            attributes=lost(kind, live),
            id=live.id,
        )
    retiring = kind.retired if rule is Unlisted.REMOVE else {}
    attributes = tuple(
        AttributeChange(name, live.state.get(name), value)
        for name, value in {**kind.demoted, **retiring}.items()
        if not same(live.state.get(name), value)
    )
    if not attributes:
        return None
    return Change(
        action=Action.DEMOTE,
        address=live.address,
        reasons=(_RETIRED if retiring else NOT_IN_CONFIG,),
        attributes=attributes,
        id=live.id,
    )


def lost(kind: ResourceType, live: Live) -> tuple[AttributeChange, ...]:
    """The attributes that a removal takes away, so that a plan and a journal know it."""
    return tuple(
        AttributeChange(item.name, live.state[item.name], None)
        for item in kind.attributes
        if item.settable is not Settable.NEVER and live.state.get(item.name) is not None
    )
