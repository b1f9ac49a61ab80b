"""Twins: objects of one identity, as an API makes them that does not keep identities unique."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from microconv.core.client import Client
from microconv.core.diagnostics import Diagnostic, Severity
from microconv.core.kinds import EVENT_RULE
from microconv.core.plan import Action, AttributeChange, Change
from microconv.core.resource import Address, Live, Reading, of_type
from microconv.core.text import Text
from microconv.core.value import same

_COUNTED_TWICE = Text(
    "GA4 makes the event once for each rule that matches, and the conversion is counted that often",
    "条件に合うルールごとに GA4 がイベントを作成するため、コンバージョンが重複して計測されます",
)
_MADE_TWICE = Text(
    "another run made the same one at the same moment; of the two the one with the smaller id stays",
    "別の実行が同時に同じものを作成しました。2 つのうち ID の小さいほうを残します",
)


def surplus(made: Mapping[str, Change], live: Iterable[Live]) -> tuple[Change, ...]:
    """Removals of what a run made, by id, where a twin with a smaller id is live too, equal in every field.

    Every run decides alike, and only on what it made itself: of two runs that made the same, one takes its own back.
    """
    objects = list(live)
    out = []
    for item in objects:
        twins = [one for one in objects if one.id != item.id and _twins(one, item)]
        if item.id in made and any(_place(one.id) < _place(item.id) for one in twins):
            out.append(_removal(made[item.id], item))
    return tuple(out)


def twin_rules(client: Client, readings: Sequence[Reading]) -> Iterator[Diagnostic]:
    """Warnings of event rules of the config that are there more than once: GA4 makes the event once for each."""
    events = {conversion.event: 1 for conversion in client.conversions if conversion.event}
    events |= {item.event: len(item.rules) for item in client.ruled}
    by_event: dict[str, list[str]] = {}
    for item in of_type([one for reading in readings for one in reading.resources], EVENT_RULE):
        if item.identity in events or item.identity.startswith(client.prefix):
            by_event.setdefault(item.identity, []).append(item.id)
    for event, ids in sorted(by_event.items()):
        kept = max(1, events.get(event, 1))
        if len(ids) <= kept:
            continue
        numbers = ", ".join(one.rpartition("/")[2] for one in sorted(ids, key=_place))
        yield Diagnostic(
            Severity.WARNING,
            "event-rules-twice",
            Text(
                f"{len(ids)} event rules make {event}: {numbers}",
                f"イベント作成ルール {len(ids)} 件が {event} を作成しています: {numbers}",
            ),
            _COUNTED_TWICE,
            where=str(Address(EVENT_RULE, event)),
            hint=_delete(kept),
        )


def _delete(kept: int) -> Text:
    """The way to as many rules as the config has."""
    en, ja = ("one", "1 件だけ") if kept == 1 else (f"the {kept} of the config", f"設定にある {kept} 件だけ")
    return Text(
        f"delete all but {en} in GA4 (Admin > Data streams > the stream > Create custom events)",
        f"GA4 で {ja}残して削除してください（管理 > データ ストリーム > 該当のストリーム > カスタム イベントを作成）",
    )


def _twins(one: Live, other: Live) -> bool:
    """True where two objects have one identity and are equal in every field."""
    if (one.address.type, one.identity, _place(one.id)[0]) != (other.address.type, other.identity, _place(other.id)[0]):
        return False
    return all(same(one.state.get(name), other.state.get(name)) for name in one.state.keys() | other.state.keys())


def _place(identifier: str) -> tuple[str, int, str]:
    """Ids in their order: of one parent, by number."""
    parent, _, number = identifier.rpartition("/")
    return parent, int(number) if number.isdecimal() else 0, number


def _removal(made: Change, live: Live) -> Change:
    lost = tuple(AttributeChange(item.name, live.state.get(item.name), None) for item in made.attributes)
    return Change(Action.REMOVE, made.address, (_MADE_TWICE,), lost, live.id, conversion=made.conversion)
