"""Fields whose values Google does not take back: a plan has a note before they change, a rollback leaves them out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from microconv.core.action_state import STATUS
from microconv.core.attribute_words import attribute_label, attribute_word
from microconv.core.diagnostics import Diagnostic, Severity
from microconv.core.kinds import ACTION
from microconv.core.object_name import object_name
from microconv.core.plan import Action, Change
from microconv.core.resource import Live
from microconv.core.schema import ResourceType
from microconv.core.text import Text
from microconv.core.value import Scalar, State


def one_way(kind: ResourceType, name: str, before: Scalar, live: State) -> bool:
    """True where an attribute that had the value `before` cannot be given it again, by the table of its type."""
    if kind.name == ACTION and (before is None or (name == STATUS and before == "hidden")):
        return True
    return before in kind.attribute(name).refused or kind.refuses(name, before, live)


def one_way_changes(
    kinds: Iterable[ResourceType], changes: Sequence[Change], live: Iterable[Live]
) -> Iterator[Diagnostic]:
    """Notes on changes of fields that a rollback could not take back. What was unset or hidden is left unsaid."""
    by_name, states = {kind.name: kind for kind in kinds}, {item.id: item.state for item in live if item.id}
    for change in changes:
        if change.action in {Action.CREATE, Action.REMOVE} or change.id not in states:
            continue
        kind = by_name[change.address.type]
        for item in change.attributes:
            if item.before in {None, "hidden"} or not one_way(kind, item.name, item.before, states[change.id]):
                continue
            yield Diagnostic(
                Severity.NOTE,
                "one-way",
                _now(change, item.name, item.before),
                Text(
                    "a rollback takes back the rest of the change, and leaves this as it will be",
                    "ロールバックではほかの変更だけを元に戻し、この項目は変更後のままになります",
                ),
                where=change.address.provider,
            )


def _now(change: Change, name: str, value: Scalar) -> Text:
    label, word = attribute_label(name), attribute_word(name, value, change.address.type)
    of = object_name(change.address)
    return Text(
        f"{label.en} of {of.en} is {word.en} now; Google does not take that back",
        f"{of.ja}の{label.ja}は現在「{word.ja}」です。変更すると、Google 側で元の値には戻せません",
    )
