"""Checks of the conversions of one client against each other."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from microconv.config.forms import INVALID
from microconv.config.places import SourcePlace
from microconv.config.problems import Problems
from microconv.config.twins import check_twins
from microconv.config.wording import KEEP_ONE, NAME_ONE, RENAME, cut, did_you_mean, first_at, quote
from microconv.core.conversion import Conversion
from microconv.core.diagnostics import Span
from microconv.core.text import Text

Data = Any
Items = Sequence[tuple[dict[str, Data], SourcePlace]]


def check_conversions(items: Items, whole: bool, events: Sequence[Conversion], problems: Problems) -> None:
    """Names, earlier names, funnels and events across all conversions.

    `whole` says that every name is known: only then can one be missing. `events` are the conversions whose events are
    known.
    """
    named: dict[str, SourcePlace] = {}
    for item, place in items:
        name = item.get("name")
        if not isinstance(name, str):
            continue
        first = named.setdefault(name, place)
        if first is not place:
            problems.error(
                "duplicate-name", _span(place, "name"),
                Text(
                    f"there are two conversions named {quote(name)}", f"「{cut(name)}」が 2 つあります"
                ),
                first_at(_span(first, "name")), RENAME,
            )  # fmt: skip
    check_twins(Text("conversions", "コンバージョン"), named.items(), problems, lambda place: _span(place, "name"))
    _check_previously(items, named, problems)
    _check_funnel(items, named, whole, problems)
    _check_events(events, dict(_placed(items)), problems)
    own = [(item.event, item.span) for item in events if item.event and item.event != item.name and item.span]
    check_twins(Text("GA4 events", "GA4 イベント"), own, problems, lambda span: span)


def _check_previously(items: Items, named: dict[str, SourcePlace], problems: Problems) -> None:
    claimed: dict[str, Span] = {}
    for item, place in items:
        old_names, spots = item.get("previously"), place.child("previously")
        if not isinstance(old_names, list) or spots is None:
            continue
        for number, old in enumerate(old_names):
            if not isinstance(old, str):
                continue
            span = (spots.child(number) or spots).span
            if old == item.get("name"):
                problems.error(
                    "reused-name",
                    span,
                    Text(
                        f"{quote(old)} is the name that the conversion has now", f"「{cut(old)}」は現在の名前と同じです"
                    ),
                )
            elif old in named:
                problems.error(
                    "reused-name", span,
                    Text(
                        f"the earlier name {quote(old)} is that of another conversion",
                        f"以前の名前「{cut(old)}」は、別のコンバージョンの名前です",
                    ),
                    Text(f"it stands at {_span(named[old], 'name')}", f"記載箇所: {_span(named[old], 'name')}"),
                    Text(
                        "what was renamed cannot be listed under its old name as well",
                        "名前を変更したものを、古い名前でも記載することはできません",
                    ),
                )  # fmt: skip
            elif old in claimed:
                summary = Text(
                    f"the earlier name {quote(old)} is claimed twice",
                    f"以前の名前「{cut(old)}」が 2 回指定されています",
                )
                problems.error("reused-name", span, summary, first_at(claimed[old]), KEEP_ONE)
            else:
                claimed[old] = span


def _check_funnel(items: Items, named: dict[str, SourcePlace], whole: bool, problems: Problems) -> None:
    following: dict[str, str] = {}
    for item, place in items:
        name, step = item.get("name"), _next(item)
        if not isinstance(step, str):
            continue
        if step not in named:
            if whole:
                hint = did_you_mean(step, named) or NAME_ONE
                summary = Text(
                    f"funnel.next names {quote(step)}, which is not in this config",
                    f"funnel.next の「{cut(step)}」は、この設定ファイルにありません",
                )
                problems.error("unknown-next", _span(place, "funnel.next"), summary, hint=hint)
        elif isinstance(name, str):
            following.setdefault(name, step)
    spans = dict(_placed(items))
    done: set[str] = set()
    for start in following:
        trail = [start]
        while trail[-1] not in done and (step := following.get(trail[-1])) is not None:
            if step in trail:
                loop = trail[trail.index(step) :]
                problems.error(
                    "funnel-loop", _span(spans[loop[0]], "funnel.next"),
                    Text("the funnel leads back to where it began", "funnel が循環しています"),
                    " → ".join(quote(name)[1:-1] for name in (*loop, step)[:12]),
                    Text(
                        "a funnel ends at a result, which has no `funnel`",
                        "最後は、`funnel` のない成果（最終コンバージョン）で終わるようにしてください",
                    ),
                )  # fmt: skip
                break
            trail.append(step)
        done.update(trail)


def _check_events(events: Sequence[Conversion], places: dict[str, SourcePlace], problems: Problems) -> None:
    first: dict[str, Conversion] = {}
    for conversion in events:
        event = conversion.event
        if event is None:
            continue
        other = first.setdefault(event, conversion)
        if other.name != conversion.name:
            place = places[conversion.name]
            spot = place.find("ga4.event")
            span = spot.span if spot is not None else _key_span(place, "ga4")
            problems.error(
                "duplicate-event", span,
                Text(
                    f"the GA4 event {quote(event)} belongs to two conversions",
                    f"GA4 イベント「{cut(event)}」が 2 つのコンバージョンに指定されています",
                ),
                Text(
                    f"the other is {quote(other.name)} at {other.span}",
                    f"もう一方: {cut(other.name)}（{other.span}）",
                ),
                Text(
                    "declare the event with one conversion; to import it into Google Ads, give that one `google_ads: "
                    "{source: ga4}`",
                    "1 つのコンバージョンだけに書いてください。Google 広告にインポートする場合は、そのコンバージョンに "
                    "`google_ads: {source: ga4}` と書きます",
                ),
            )  # fmt: skip


def _placed(items: Items) -> list[tuple[str, SourcePlace]]:
    """The place of each name, the first one where there are several."""
    return [(item["name"], place) for item, place in reversed(items) if isinstance(item.get("name"), str)]


def _next(item: dict[str, Data]) -> Data:
    funnel = item.get("funnel")
    return funnel.get("next") if isinstance(funnel, dict) else INVALID


def _span(place: SourcePlace, dotted: str) -> Span:
    return (place.nearest(dotted) or place).span


def _key_span(place: SourcePlace, dotted: str) -> Span:
    return (place.nearest(dotted) or place).key_span
