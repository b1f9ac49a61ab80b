"""`report` and `pages`: what the monthly report shows and compares with, from its data."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Any

from microconv.config.forms import INVALID
from microconv.config.mistakes import may_be
from microconv.config.places import SourcePlace
from microconv.config.problems import Problems
from microconv.config.report_form import PAGE_PATH
from microconv.config.wording import KEEP_ONE, NAME_ONE, cut, did_you_mean, first_at, quote
from microconv.core.diagnostics import Span
from microconv.core.frozen import FrozenDict
from microconv.core.months import Month
from microconv.core.report_settings import DataSource, DataStudio, NamedPage, ReportSettings
from microconv.core.text import NO_TEXT, Text, untranslated

Data = Any


def report_settings(
    data: dict[str, Data], place: SourcePlace, named: Collection[str], whole: bool, problems: Problems
) -> ReportSettings:
    """The settings of the monthly report, as far as they are right. Problems are reported.

    `place` is that of `report`. `named`: the names of the config's conversions, of which none is missing if `whole`.
    """
    return ReportSettings(
        _sections(data.get("sections"), place, problems),
        _targets(data.get("targets"), place, named, whole, problems),
        _studio(data.get("data_studio")),
    )


def _sections(data: Data, place: SourcePlace, problems: Problems) -> tuple[str, ...]:
    first: dict[str, Span] = {}
    spots = place.child("sections")
    for number, word in enumerate(data if isinstance(data, list) else ()):
        if word is INVALID:
            continue
        span = ((spots.child(number) if spots is not None else None) or place).span
        if word in first:
            summary = Text(f"report.sections has {word} twice", f"report.sections に {word} が 2 回書かれています")
            problems.error("duplicate-section", span, summary, first_at(first[word]), KEEP_ONE)
        first.setdefault(word, span)
    return tuple(first)


def _targets(
    data: Data, place: SourcePlace, named: Collection[str], whole: bool, problems: Problems
) -> FrozenDict[Month, FrozenDict[str, float]]:
    months: dict[Month, FrozenDict[str, float]] = {}
    for text, wanted in (data if isinstance(data, dict) else {}).items():
        spot = place.find("targets") or place
        spot = spot.child(text) or spot
        month = _month(text, spot, problems)
        if not isinstance(wanted, dict):
            continue
        for name in wanted:
            if whole and name not in named:
                summary = Text(
                    f"report.targets names {quote(name)}, which is not in this config",
                    f"report.targets の「{cut(name)}」は、この設定ファイルにありません",
                )
                hint = did_you_mean(name, named) or NAME_ONE
                problems.error("unknown-conversion", (spot.child(name) or spot).key_span, summary, hint=hint)
            if wanted[name] == 0:
                summary = Text(f"the target of {quote(name)} is 0", f"「{cut(name)}」の目標が 0 になっています")
                problems.error(
                    "out-of-range", (spot.child(name) or spot).span, summary,
                    Text("a share of 0 is no number", "0 に対する達成率は計算できません"),
                    Text("write a number above 0, or leave it out", "0 より大きい数値を書くか、削除してください"),
                )  # fmt: skip
        if month is not None:
            months[month] = FrozenDict({name: float(count) for name, count in wanted.items() if count is not INVALID})
    return FrozenDict(months)


def _month(text: str, spot: SourcePlace, problems: Problems) -> Month | None:
    try:
        return Month.parse(text)
    except ValueError:
        summary = Text(f"report.targets cannot have {quote(text)}", f"report.targets に「{cut(text)}」は書けません")
        parts = re.fullmatch(r"([0-9]{4})[-/年.]?(1[0-2]|0?[1-9])月?(-[0-9]{2})?", text)
        written = f"{parts[1]}-{int(parts[2]):02}" if parts is not None else ""
        problems.error(
            "wrong-form", spot.key_span, summary,
            Text("allowed: a month as YYYY-MM", "指定できる値: YYYY-MM 形式の月"),
            Text(f"write {written}", f"{written} と書いてください") if written else NO_TEXT,
        )  # fmt: skip
        return None


def _studio(data: Data) -> DataStudio:
    if not isinstance(data, dict):
        return DataStudio()
    template, aliases = data.get("template"), data.get("aliases")
    sources = {}
    for connector, said in (aliases if isinstance(aliases, dict) else {}).items():
        if isinstance(said, str):
            sources[connector] = DataSource(said)
        elif isinstance(said, dict):
            given = {key: str(value) for key, value in said.items() if value is not INVALID}
            sources[connector] = DataSource(given.pop("alias", ""), FrozenDict(given))
    return DataStudio(template if isinstance(template, str) else "", FrozenDict(sources))


def pages_of(data: dict[str, Data], place: SourcePlace, problems: Problems) -> FrozenDict[str, NamedPage]:
    """The names of pages by path. Problems are reported. `place` is that of `pages`."""
    pages = {}
    for path, said in data.items():
        _check_path(path, (place.child(path) or place).key_span, problems)
        if isinstance(said, dict):
            label, heatmap = said.get("label"), said.get("heatmap")
            pages[path] = NamedPage(
                label if isinstance(label, str) else "", heatmap if isinstance(heatmap, str) else ""
            )
    return FrozenDict(pages)


def _check_path(path: str, span: Span, problems: Problems) -> None:
    summary = Text(f"pages cannot have {quote(path)}", f"pages に「{cut(path)}」は書けません")
    if not re.search(PAGE_PATH.pattern, path):
        from urllib.parse import urlsplit

        inner = urlsplit(path).path if "://" in path else re.split("[?#]", path)[0]
        written = cut(inner if inner.startswith("/") else f"/{inner}")
        hint = Text(f"write {written}", f"{written} と書いてください")
        problems.error("wrong-form", span, summary, may_be(untranslated(PAGE_PATH.meaning)), hint)
    elif not path.isascii():
        from string import punctuation
        from urllib.parse import quote as percent

        written = cut(percent(path, safe=punctuation, errors="replace"))
        problems.error(
            "wrong-form", span, summary,
            Text(
                "GA4 gets the address as browsers send it, with such characters as %-codes",
                "GA4 に届く URL では、日本語などの文字は % で始まるコードになります",
            ),
            Text(f"write {written}", f"{written} と書いてください"),
        )  # fmt: skip
