"""The pictures of an audit, as inline SVG: the funnel, and what bidding learns from.

They stretch to the width that they are given: lengths across are percentages, type keeps its size. Colours and hatching
are the page's, by class. Every text from outside is made safe and escaped here.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from html import escape
from typing import NamedTuple

from microconv.analysis.overview import Overview, Part, Shown
from microconv.core.text import Language, Text, joined, say
from microconv.render.html.words import MORE, PARTS, number, percent
from microconv.render.safe import safe, width

MOST_ROWS = 12
"""The most rows of a funnel; the table beside it has all."""

MOST_NAMES = 6
"""The most names of a part of bidding."""

_LOOK = re.compile(r'(?<=[a-z] )class="[a-z ]+"')
_NAME_COLUMNS = 38
_WIDEST = 68.0  # of a bar, in percent: its number stands to the right of it
_UNKNOWN = Text("not counted", "件数不明")


def short(text: str, columns: int = _NAME_COLUMNS, language: Language = Language.EN) -> str:
    """A name that fits a width in columns: safe, its middle left out where it is too long."""
    text_shown = safe(say(text, language))
    if width(text_shown) <= columns:
        return text_shown
    head = _fitting(text_shown, (columns - 1) * 2 // 3)
    tail = _fitting(text_shown[::-1], columns - 1 - width(head))[::-1]
    return f"{head}…{tail}"


def _fitting(text: str, columns: int) -> str:
    """As much of the beginning of a text as fits."""
    used = 0
    for place, sign in enumerate(text):
        used += width(sign)
        if used > columns:
            return text[:place]
    return text


# ---- the funnel


def rows(overview: Overview) -> tuple[Shown, ...]:
    """The acts that a funnel shows: all, or the most frequent ones with the results, in their order."""
    if len(overview.funnel) <= MOST_ROWS:
        return overview.funnel
    ranked = sorted(overview.funnel, key=lambda item: -(item.count or 0.0))
    results = [item for item in ranked if not item.micro][: MOST_ROWS // 2]
    steps = [item for item in ranked if item.micro][: MOST_ROWS - len(results)]
    chosen = [*results, *steps]
    return tuple(item for item in overview.funnel if any(item is one for one in chosen))


def funnel(overview: Overview, language: Language, key: str) -> str:
    """The way to the result as bars, the farthest step on top. `key` makes the ids in it the page's only ones."""
    shown = rows(overview)
    most = max((item.count or 0.0 for item in shown), default=0.0)
    drawn, top = [], 4
    for item in shown:
        drawn.append(_bar(item, most, top, language))
        top += 44
        caption = _onward(item, most, overview, language)
        if caption:
            drawn.append(f'<text class="minor" x="0" y="{top + 12}">{escape(caption)}</text>')
            top += 26
        top += 6
    title = Text("Funnel", "ファネル").of(language)
    return _svg(f"{key}-picture-funnel-{language}", title, _funnel_told(shown, overview, language), top, drawn)


def _bar(item: Shown, most: float, top: int, language: Language) -> str:
    count = item.count
    share = 100.0 if count is None else _WIDEST * count / most if most else 0.0
    count_text = _UNKNOWN.of(language) if count is None else number(count)
    kind = "unknown" if count is None else item.part.value
    length = max(share, 0.8)
    at = "0" if count is None else f"{length:.2f}%"
    return (
        f"<g><title>{escape(safe(say(item.name, language)[:300]))}: {escape(count_text)}</title>"
        f'<text class="name" x="0" y="{top + 13}">{escape(short(item.name, language=language))}</text>'
        f'<rect class="bar {kind}" x="0" y="{top + 21}" width="{length:.2f}%" height="18" rx="3"/>'
        f'<text class="count" x="{at}" dx="8" y="{top + 35}">{escape(count_text)}</text></g>'
    )


def _onward(item: Shown, most: float, overview: Overview, language: Language) -> str:
    """The share that goes on, by the config's funnel; without one its share of the most frequent."""
    if overview.declared:
        if not item.next:
            return ""
        name = short(item.next, 24, language)
        if item.rate is None:
            return f"↓ {name}"
        if item.rate > 1:
            return f"↓ {name}: {MORE.of(language)}"
        gone = percent(1 - item.rate)
        return f"↓ {name}: {percent(item.rate)} " + Text(f"({gone} drop out)", f"（離脱 {gone}）").of(language)
    if item.count is None or not most or item.count == most:
        return ""
    return Text(
        f"{percent(item.count / most)} of the most frequent", f"最多のコンバージョンの {percent(item.count / most)}"
    ).of(language)


def _funnel_told(shown: Sequence[Shown], overview: Overview, language: Language) -> str:
    """The funnel in a sentence."""
    parts = [
        f"{short(item.name, 60, language)} ({_UNKNOWN.of(language) if item.count is None else number(item.count)})"
        for item in shown
    ]
    left = len(overview.funnel) - len(shown)
    more = Text(f" And {left} more.", f" 他 {left} 件。").of(language) if left else ""
    return Text("From the farthest to the nearest: ", "遠い段階から順に: ").of(language) + " → ".join(parts) + more


# ---- what bidding learns from


class Words(NamedTuple):
    """The words of the picture of bidding.

    parts: the parts of bidding.
    one: one of the conversions in a part, after `{}`, its number.
    several: several of them.
    more: those that are not named.
    counted: the number of conversions that they counted.
    """

    parts: Mapping[Part, Text]
    one: Text
    several: Text
    more: Text
    counted: Text


ENGINEER = Words(
    PARTS,
    Text("{} action", "{} アクション"),
    Text("{} actions", "{} アクション"),
    Text("and {} more", "他 {} 件"),
    Text("{} conversions", "{} 件"),
)
"""The words of the engineer's page."""


def roles(overview: Overview, language: Language, key: str, words: Words = ENGINEER) -> str:
    """The actions by what they are to bidding, each as long as its count."""
    parts = {part: [item for item in overview.shown if item.part is part] for part in Part}
    totals = {part: sum(item.learnt or 0.0 for item in items) for part, items in parts.items()}
    known = all(item.learnt is not None for item in overview.shown)
    drawn, top, caption = [], 4, []
    for part, items in parts.items():
        called = _called(words.parts[part].of(language), part, totals, known=known)
        about = _about(items, totals[part], words, language, known=known)
        caption.append(f"{called} ({about})")
        drawn.append(f'<text class="name" x="0" y="{top + 13}">{escape(called)}</text>')
        drawn.append(f'<text class="minor" x="0" y="{top + 33}">{escape(about)}</text>')
        top += 42
        most = max(totals.values()) if known else float(max(len(one) for one in parts.values()))
        if items and most:
            drawn.append(_strip(items, most, top, language, known=known))
            top += 28
        for item in items[:MOST_NAMES]:
            count = "" if item.learnt is None else f" · {number(item.learnt)}"
            drawn.append(f'<rect class="bar {part.value}" x="0" y="{top + 5}" width="9" height="9" rx="2"/>')
            drawn.append(f'<text x="16" y="{top + 14}">{escape(short(item.name, 34, language) + count)}</text>')
            top += 21
        if len(items) > MOST_NAMES:
            left = len(items) - MOST_NAMES
            more = words.more.of(language).format(left)
            drawn.append(f'<text class="minor" x="16" y="{top + 14}">{escape(more)}</text>')
            top += 21
        top += 20
    title = Text("What bidding learns from", "入札の学習に使われるデータ").of(language)
    return _svg(f"{key}-picture-roles-{language}", title, ". ".join(caption), top - 16, drawn)


def _called(name: str, part: Part, totals: dict[Part, float], *, known: bool) -> str:
    """A part of bidding with its share of what bidding learns from."""
    learnt = totals[Part.FINAL] + totals[Part.STEP]
    if part is Part.OBSERVED or not known or not learnt:
        return name
    return f"{name}: {percent(totals[part] / learnt)}"


def _about(items: Sequence[Shown], total: float, words: Words, language: Language, *, known: bool) -> str:
    """The number of actions, and of the conversions that they counted."""
    if not items:
        return Text("none", "なし").of(language)
    kinds = (words.one if len(items) == 1 else words.several).of(language).format(len(items))
    if not known:
        return kinds
    counted = words.counted.of(language).format(number(total))
    return joined([kinds, counted if total != 1 else counted.removesuffix("s")]).of(language)


def _strip(items: Sequence[Shown], most: float, top: int, language: Language, *, known: bool) -> str:
    """One bar for a part, cut where one action ends and the next begins."""
    drawn, at = [], 0.0
    for item in items:
        length = 100 * (item.learnt or 0.0 if known else 1.0) / most
        if length <= 0:
            continue
        drawn.append(
            f"<g><title>{escape(safe(say(item.name, language)[:300]))}</title>"
            f'<rect class="bar {item.part.value}" x="{at:.2f}%" y="{top}" width="{length:.2f}%" height="20"/></g>'
        )
        at += length
        drawn.append(f'<rect class="cut" x="{at:.2f}%" y="{top - 1}" width="2" height="22"/>')
    return "".join(drawn[:-1])


_UNSTYLED = {
    'class="minor"': 'font-size="12" fill="#525d6b"',
    'class="name"': 'font-weight="600"',
    'class="count"': 'font-weight="600"',
    'class="bar final"': 'fill="#175676"',
    'class="bar step"': 'fill="#9cc9de"',
    'class="bar observed"': 'fill="#eceff3" stroke="#8a95a3"',
    'class="bar unknown"': 'fill="none" stroke="#8a95a3"',
    'class="cut"': 'fill="#ffffff"',
}
"""The look of the parts for programs that do not apply a page's style to pictures in it, as WeasyPrint. Styles win."""


def _svg(key: str, title: str, caption: str, height: int, drawn: Sequence[str]) -> str:
    drawn = [_LOOK.sub(lambda kind: f"{kind[0]} {_UNSTYLED[kind[0]]}", item) for item in drawn]
    return (
        f'<svg role="img" aria-labelledby="{key}-t {key}-d" width="100%" height="{height}" focusable="false" '
        f'font-size="13"><title id="{key}-t">{escape(title)}</title>'
        f'<desc id="{key}-d">{escape(caption)}</desc>{"".join(drawn)}</svg>'
    )
