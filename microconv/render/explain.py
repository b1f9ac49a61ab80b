"""Why bidding uses a conversion or not, as text for a terminal."""

from __future__ import annotations

from collections.abc import Iterable

from microconv.core.planning.explanation import Explanation
from microconv.core.text import Language, Text
from microconv.render.diagnostics import diagnostics
from microconv.render.explain_words import answer, facts, place_row, use_text
from microconv.render.feed_words import feed_lines
from microconv.render.plan import change_lines
from microconv.render.plan_parts import client_heading
from microconv.render.safe import padded, safe, width
from microconv.render.style import PLAIN, Style
from microconv.render.wrap import wrapped

COLUMNS = 110
"""The greatest width of a line of an explanation."""

_HEAD = (
    Text("campaign", "キャンペーン"),
    Text("goals of", "目標の単位"),
    Text("goal", "目標"),
    Text("custom goal", "カスタム目標"),
)
_NOW, _LATER = Text("now", "現在"), Text("after the plan", "プランの適用後")


def explanation_text(item: Explanation, style: Style = PLAIN, language: Language = Language.EN) -> str:
    """An explanation for a terminal: the answer first, then what decides it; with a final newline."""
    style = Style(style.colour, min(style.columns, COLUMNS))
    lines = [style.paint(line, bold=True) for line in _wrapped(safe(answer(item).of(language)), 4, style)]
    lines += _wrapped(client_heading(item.client, item.accounts, style, language, emulated=item.emulated), 4, style)
    for name, text in (*facts(item), *feed_lines(item.feeds)):
        lines += _wrapped(f"  {padded(name.of(language), 12)} {safe(text.of(language))}", 15, style)
    lines += _places(item, style, language)
    lines += _plan(item, style, language)
    return "\n".join(lines) + "\n" + diagnostics(item.warnings, style, language)


def _wrapped(text: str, indent: int, style: Style) -> list[str]:
    return wrapped(text, " " * indent, style.columns)


def _places(item: Explanation, style: Style, language: Language) -> list[str]:
    """A table of the campaigns; where that would be too wide, some lines for each."""
    if not item.in_google_ads or (item.action is None and not item.after):
        return []
    moved = any(place.now.use is not place.after.use for place in item.places)
    titles = [text.of(language) for text in (*_HEAD, _NOW, *([_LATER] if moved else []))]
    rows = []
    for place in item.places:
        uses = [use_text(place.now), *([use_text(place.after)] if moved else [])]
        rows.append([safe(text.of(language)) for text in (*place_row(place), *uses)])
    table = list(_table([titles, *rows]))
    if all(width(line) <= style.columns for line in table):
        return ["", *table]
    return ["", *(line for row in rows for line in _block(titles, row, style))]


def _table(rows: list[list[str]]) -> Iterable[str]:
    columns = [max(width(row[number]) for row in rows) for number in range(len(rows[0]))]
    for row in rows:
        yield "  " + "  ".join(padded(text, columns[number]) for number, text in enumerate(row)).rstrip()


def _block(titles: list[str], row: list[str], style: Style) -> list[str]:
    """The lines of one campaign: its name, then what decides there, then what follows from that."""
    decides = [f"{title}: {text}" for title, text in zip(titles[1:4], row[1:4], strict=True) if text != "-"]
    lines = _wrapped(f"  {row[0]}", 6, style) + _wrapped(f"      {' · '.join(decides)}", 8, style)
    for title, text in zip(titles[4:], row[4:], strict=True):
        lines += _wrapped(f"      {title}: {text}", 8, style)
    return lines


def _plan(item: Explanation, style: Style, language: Language) -> list[str]:
    if not item.fingerprint:
        return []
    lines: list[str] = []
    short = item.fingerprint[:8]
    if item.changes:
        says = Text(f"The plan {short} changes of this:", f"プラン {short} で変わるもの:")
        lines.append(f"  {says.of(language)}")
        for change in item.changes:
            narrow = Style(style.colour, style.columns - 2)
            lines += [f"  {line}" for line in change_lines(change, narrow, language=language, currency=item.currency)]
    elif not item.waiting and not item.conflicts:
        says = Text(f"The plan {short} changes nothing of this.", f"プラン {short} では何も変わりません。")
        lines.append(f"  {says.of(language)}")
    for text in _waits(item):
        lines += _wrapped(f"  {safe(text.of(language))}", 6, style)
    for conflict in item.conflicts:
        stops = Text("The plan cannot be carried out: ", "このプランは実行できません: ")
        before = "" if conflict.refused else stops.of(language)
        lines += _wrapped(f"  {before}{safe(conflict.summary.of(language))}", 6, style)
        lines += _wrapped(f"      → {safe(conflict.hint.of(language))}", 8, style)
    return ["", *lines]


def _waits(item: Explanation) -> Iterable[Text]:
    for waiting in item.waiting:
        what, why = waiting.what, waiting.reason
        yield Text(f"Waiting for {what.en}: {why.en}", f"{what.ja}待ちです: {why.ja}")
        if item.action is None and item.conversion is not None:
            role = item.conversion.role.value
            japanese = "メイン" if role == "primary" else "サブ"
            yield Text(
                f"Once it is there, the next sync enables it as {role}.",
                f"作成されると、次回の sync で{japanese}として有効にします。",
            )
