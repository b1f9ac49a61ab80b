"""The check of many plans of one run together: a mistake in a base file is made for every client that extends it.

Each client stays within its own limits then, so that nothing but the number of clients tells.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from microconv.core.diagnostics import Span
from microconv.core.errors import Refusal
from microconv.core.object_name import object_name
from microconv.core.planning.limits import Allow, Limits
from microconv.core.planning.moves import Harm, Move
from microconv.core.resource import Address
from microconv.core.text import NO_TEXT, Text, joined, untranslated

FEWEST = 3
"""Below this many clients, a share of them says nothing."""

SHARE = 3
"""More than one client in so many is refused."""

_NAMED = 5
"""The clients, objects and lines that are named."""


class Mover(NamedTuple):
    """A client that would lose a primary or have a value changed; `places` says where its config decides each move.

    None where that is not known.
    """

    label: str
    moves: tuple[Move, ...]
    places: tuple[Span | None, ...]


def too_many(movers: int, clients: int, limits: Limits) -> bool:
    """True where so many clients of a run must not lose a primary or have a value changed."""
    return Allow.FLEET not in limits.allow and movers >= FEWEST and movers * SHARE > clients


def fleet_refusals(movers: Sequence[Mover], clients: int, before: int = 0) -> tuple[Refusal, ...]:
    """The reason why a run of `clients` must write nothing, and the lines that at least three of them have in common.

    `before` is the number of clients that were changed in the same way before the run was resumed. To be asked where
    `too_many` says so.
    """
    lines: dict[Span, _Line] = {}
    for mover in movers:
        for move, place in zip(mover.moves, mover.places, strict=True):
            if place is not None:
                lines.setdefault(place, _Line(place, set(), set())).add(mover.label, move)
    common = [line for line in lines.values() if len(line.labels) >= FEWEST]
    common.sort(key=lambda line: (-len(line.labels), line.place))
    return (_whole(movers, clients, before, has_line=bool(common)), *(line.refusal for line in common[:_NAMED]))


class _Line(NamedTuple):
    """A line of a config, the clients for which it does something, and what, by the objects' addresses."""

    place: Span
    labels: set[str]
    what: set[tuple[Harm, Address]]

    def add(self, label: str, move: Move) -> None:
        """Count a move that the line makes."""
        self.labels.add(label)
        self.what.add((move.harm, Address("conversion", move.conversion) if move.conversion else move.address))

    @property
    def refusal(self) -> Refusal:
        """The line in words."""
        texts = []
        for harm, en, ja in _DOES:
            objects = sorted({one for does, one in self.what if does is harm}, key=lambda one: (one.type, one.name))
            if objects:
                names = _some([object_name(one) for one in objects])
                texts.append(Text(f"{names.en}: {en}", f"{names.ja}{ja}"))
        what, count = joined(texts, "; ", "。"), len(self.labels)
        en, ja = f"this line affects {count} clients: {what.en}", f"この行が {count} 件に影響します。{what.ja}"
        return Refusal(Allow.FLEET, Text(en, ja), where=str(self.place))


_DOES = (
    (Harm.PRIMARY, "no longer primary, or no longer used by bidding", "がメインでなくなるか、入札に使われなくなります"),
    (Harm.VALUE, "another value", "の値が変わります"),
)
_NO_LINE = Text(
    "no line of a common base affects three of them: look at their plans",
    "3 件以上に共通するベースの行は見つかりません。各プランを確認してください",
)


def _whole(movers: Sequence[Mover], clients: int, before: int, *, has_line: bool) -> Refusal:
    losing, changing = (sum(any(move.harm is harm for move in one.moves) for one in movers) for harm in Harm)
    names = _some([untranslated(one.label) for one in movers])
    look = Text("look at the lines below", "下に示す行を確認してください") if has_line else _NO_LINE
    count = len(movers) + before
    resumed = (
        Text(f", after {before} before it was resumed", f"。再開前に {before} 件を変更済み") if before else NO_TEXT
    )
    return Refusal(
        Allow.FLEET,
        Text(
            f"{count} of {clients} clients, more than a third, would lose a primary conversion ({losing}) "
            f"or have a value changed ({changing}) in one run{resumed.en}: {names.en}",
            f"クライアント {clients} 件のうち 3 分の 1 を超える {count} 件で、一度にメインのコンバージョンが"
            f"失われるか（{losing} 件）、値が変わります（{changing} 件{resumed.ja}）: {names.ja}",
        ),
        Text(
            f"{look.en}; if this is wanted, run again with `--allow fleet`; to begin with one client, add `--canary 1`",
            f"{look.ja}。意図した変更であれば `--allow fleet` を付けて再実行してください"
            "（初回は `--canary 1` も付け、1 件だけで確認することをおすすめします）",
        ),
    )


def _some(names: Sequence[Text]) -> Text:
    """The first names, and how many more there are."""
    more = len(names) - _NAMED
    rest = [Text(f"and {more} more", f"ほか {more} 件")] if more > 0 else []
    return joined([*names[:_NAMED], *rest])
