"""`tag.when`: the moment at which a conversion's tags fire, from its data."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from microconv.config.event_rule_parameters import drawn, items_of
from microconv.config.forms import INVALID
from microconv.config.places import SourcePlace
from microconv.config.problems import Problems
from microconv.config.tag_form import COMPARISONS, TEXTUAL
from microconv.config.wording import quote, shorten
from microconv.core.diagnostics import Span
from microconv.core.tag_condition import TagCondition, page_path
from microconv.core.tag_manager import reference, variable_name
from microconv.core.tag_presets import PRESETS
from microconv.core.tag_trigger import TagTrigger, TriggerKind
from microconv.core.text import NO_TEXT, Text

Data = Any

KINDS = ("click", "form", "scroll", "visible", "timer", "video", "event")
"""The keys that say which moment it is; without one of them it is that of a page."""


def trigger_of(when: dict[str, Data], place: SourcePlace, prefix: str, problems: Problems) -> TagTrigger | None:
    """The moment under `when`, with its problems reported; None where it is not known well enough."""
    given = [key for key in KINDS if key in when]
    for key in given[1:]:
        problems.error(
            "either-or", (place.child(key) or place).key_span,
            Text(
                f"tag.when has both {given[0]} and {key}",
                f"tag.when に {given[0]} と {key} の両方があります",
            ),
            Text("the tags fire at one kind of moment", "タグが配信されるタイミングは 1 種類だけです"),
            Text("leave one of them out", "どちらか一方だけを残してください"),
        )  # fmt: skip
    if not given and "page" not in when:
        problems.error(
            "missing", place.key_span,
            Text("tag.when does not say what happens", "tag.when に、何が起きたときかの指定がありません"),
            hint=Text(
                f"write `page: /form/step1`, or one of {', '.join(KINDS)}",
                f"`page: /form/step1` か、{'、'.join(KINDS)} のいずれかを書いてください",
            ),
        )  # fmt: skip
        return None
    conditions = _Conditions(prefix, problems)
    conditions.page(when, place)
    made = _moment(given[0] if given else "page", when, place, conditions)
    for item, spot in items_of(when, "where", place):
        conditions.item(item, spot)
    if made is None or any(value is INVALID for value in when.values()):
        return None
    if made.kind is TriggerKind.FORM:
        _warn_of_forms(place, problems)
    return made._replace(conditions=conditions.sorted)


def _moment(key: str, when: dict[str, Data], place: SourcePlace, conditions: _Conditions) -> TagTrigger | None:
    value, spot = when.get(key, INVALID), place.child(key) or place
    if value is INVALID:
        return None
    if key == "page":
        return TagTrigger(TriggerKind.PAGE, value if isinstance(value, str) else "")
    if key == "click" and isinstance(value, dict):
        return conditions.click(value, spot)
    if key == "event" and isinstance(value, dict):
        preset = value.get("preset")
        if preset not in PRESETS:
            return None
        _tell_of_preset(str(preset), spot, conditions.problems)
        return TagTrigger(TriggerKind.EVENT, PRESETS[str(preset)].event, preset=str(preset))
    return TagTrigger(TriggerKind(key), str(value) if not isinstance(value, float) else f"{value:g}")


def _warn_of_forms(place: SourcePlace, problems: Problems) -> None:
    problems.warning(
        "form-trigger", (place.child("form") or place).key_span,
        Text(
            "a trigger on a form misses forms that are sent without a new page, and counts those that are sent back",
            "フォームのトリガーは、ページ遷移せずに送信されるフォームを計測できず、入力エラーの送信を計測することがあります",
        ),
        Text(
            "Tag Manager sees the browser's own event, before the site has looked at what was entered",
            "Tag Manager が見るのはブラウザの送信イベントで、サイトが入力内容を確認する前に発生します",
        ),
        Text(
            "if there is a page of thanks, write `page: /thanks`; else an `event` that the site pushes",
            "サンクスページがあれば `page: /thanks`、なければサイトが送る `event` を使ってください",
        ),
    )  # fmt: skip


def _tell_of_preset(word: str, place: SourcePlace, problems: Problems) -> None:
    preset = PRESETS[word]
    problems.note(
        "preset-needs-script", place.key_span,
        Text(
            f"{preset.title} does not push {preset.event} into the data layer by itself",
            f"{preset.title} は {preset.event} をデータレイヤーに自動では送信しません",
        ),
        Text(f"see {preset.source}", f"参照: {preset.source}"),
        Text(
            f"the site, or a tag of custom HTML, must push `event: {preset.event}` when the product reports it",
            f"製品からの通知を受けて、サイトまたはカスタム HTML タグで `event: {preset.event}` を送信してください",
        ),
    )  # fmt: skip


class _Conditions:
    """The conditions of one trigger under way, with the place of each."""

    def __init__(self, prefix: str, problems: Problems) -> None:
        self.problems = problems
        self._prefix = prefix
        self._spans: dict[TagCondition, Span] = {}

    @property
    def sorted(self) -> tuple[TagCondition, ...]:
        return tuple(sorted(self._spans))

    def page(self, when: dict[str, Data], place: SourcePlace) -> None:
        """The page: the moment's own value where it is one path and nothing else, otherwise a condition."""
        page, spot = when.get("page"), place.child("page") or place
        if isinstance(page, dict):
            self._compared("tag.when.page", "{{Page Path}}", page, spot)
        elif isinstance(page, str):
            if not page.isascii():
                _not_ascii(page, spot.span, self.problems)
            if any(key in when for key in KINDS):
                self._add(page_path(page), spot.span)

    def click(self, click: dict[str, Data], place: SourcePlace) -> TagTrigger | None:
        """A click: on a selector, a text, a link."""
        if not click:
            self.problems.error(
                "missing", place.span,
                Text("tag.when.click says nothing", "tag.when.click に何も書かれていません"),
                hint=Text(
                    "write `selector: \"#cta\"`, `text: …` or `link: …`",
                    "`selector: \"#cta\"`、`text: …`、`link: …` のいずれかを書いてください",
                ),
            )  # fmt: skip
            return None
        for key, variable in (("text", "{{Click Text}}"), ("link", "{{Click URL}}")):
            if key in click:
                self._compared(f"tag.when.click.{key}", variable, click[key], place.child(key) or place)
        selector = click.get("selector", "")
        kind = TriggerKind.LINK if "link" in click else TriggerKind.CLICK
        return None if any(value is INVALID for value in click.values()) else TagTrigger(kind, selector)

    def item(self, item: dict[str, Data], place: SourcePlace) -> None:
        """One item of `where`."""
        variable, key = item.get("variable"), item.get("data_layer")
        if INVALID in (variable, key):
            return
        if (variable is None) is (key is None):
            self.problems.error(
                "missing" if key is None else "either-or", place.span,
                Text(
                    "tag.when.where needs a variable, or a key of the data layer, and not both",
                    "tag.when.where には variable か data_layer のどちらか一方が必要です",
                ),
                hint=Text(
                    "write `variable: Page Hostname`, or `data_layer: plan`",
                    "`variable: Page Hostname` または `data_layer: plan` と書いてください",
                ),
            )  # fmt: skip
            return
        looked_at = reference(variable_name(self._prefix, str(key)) if key is not None else str(variable))
        self._compared("tag.when.where", looked_at, item, place)

    def _compared(self, dotted: str, variable: str, compared: Data, place: SourcePlace) -> None:
        """A text that it is exactly, or a map with one comparison."""
        if compared is INVALID:
            return
        if not isinstance(compared, dict):
            self._add(TagCondition(variable, "equals", drawn(compared)), place.span)
            return
        given = [key for key in COMPARISONS if key in compared]
        if any(compared[key] is INVALID for key in given):
            return
        for summary in _wrong_count(dotted, given):
            self.problems.error("missing" if not given else "either-or", place.span, *summary)
            return
        comparison, ignoring = given[0], compared.get("ignore_case") is True
        value = drawn(compared[comparison])
        spot = place.child(comparison) or place
        if ignoring and comparison not in TEXTUAL:
            self.problems.error(
                "not-for-comparison", (place.child("ignore_case") or place).key_span,
                Text(
                    f"{dotted}.ignore_case is not for {comparison}",
                    f"{dotted}.ignore_case は {comparison} には使えません",
                ),
                hint=Text("leave the key out", "このキーを削除してください"),
            )  # fmt: skip
        if comparison == "matches":
            _check_pattern(dotted, value, spot.span, self.problems)
        self._add(TagCondition(variable, comparison, value, ignoring, compared.get("not") is True), spot.span)

    def _add(self, condition: TagCondition, span: Span) -> None:
        first = self._spans.setdefault(condition, span)
        if first is not span:
            self.problems.error(
                "duplicate-condition", span,
                Text("this condition stands there twice", "同じ条件が 2 回書かれています"),
                Text(f"first at {first}", f"最初は {first}"),
                Text("take one of them out", "どちらかを削除してください"),
            )  # fmt: skip


def _wrong_count(dotted: str, given: list[str]) -> Iterator[tuple[Text, Text, Text]]:
    """The problem of a map that has no comparison, or several."""
    words = ", ".join(COMPARISONS)
    if not given:
        yield (
            Text(f"{dotted} has no comparison", f"{dotted} に比較方法がありません"),
            NO_TEXT,
            Text(f"write one of {words}", f"次のいずれかを書いてください: {words}"),
        )
    elif len(given) > 1:
        yield (
            Text(
                f"{dotted} has both {given[0]} and {given[1]}", f"{dotted} に {given[0]} と {given[1]} の両方があります"
            ),
            Text("an item makes one comparison", "1 つの項目で指定できる比較は 1 つです"),
            Text(
                "write an item of `where` for each: all must hold",
                "`where` に項目を分けて書いてください（すべてを満たす必要があります）",
            ),
        )


def _not_ascii(page: str, span: Span, problems: Problems) -> None:
    from string import punctuation
    from urllib.parse import quote as percent

    written = shorten(percent(page, safe=punctuation, errors="replace"))
    problems.error(
        "wrong-form", span,
        Text(f"tag.when.page cannot be {quote(page)}", f"tag.when.page に {quote(page)} は指定できません"),
        Text(
            "Tag Manager sees the address as browsers have it, with such characters as %-codes",
            "Tag Manager が見る URL では、このような文字は % で始まるコードに変換されています",
        ),
        Text(f"write {written}", f"{written} と書いてください"),
    )  # fmt: skip


def _check_pattern(dotted: str, pattern: str, span: Span, problems: Problems) -> None:
    from microconv.core import regular_expression

    reason = regular_expression.fault_in_browser(pattern)
    if reason:
        problems.error(
            "regular-expression", span,
            Text(
                f"{dotted}.matches cannot be {quote(pattern)}: not a regular expression",
                f"{dotted}.matches に {quote(pattern)} は指定できません。正規表現として正しくありません",
            ),
            reason,
        )  # fmt: skip


def check_twice(triggers: Iterable[tuple[str, TagTrigger, Span]], problems: Problems) -> None:
    """Warn of conversions that are counted at the same moment: names, triggers, places."""
    first: dict[tuple[object, ...], tuple[str, Span]] = {}
    for name, trigger, span in triggers:
        other, there = first.setdefault(trigger.says(), (name, span))
        if other != name:
            problems.warning(
                "duplicate-trigger", span,
                Text(
                    f"{quote(name)} and {quote(other)} are counted at the same moment",
                    f"{quote(name)} と {quote(other)} は同じタイミングで計測されます",
                ),
                Text(f"the other is at {there}", f"もう一方は {there}"),
                Text(
                    "count one act once: take one out, or say in `where` what tells them apart",
                    "1 つの行動は 1 回だけ計測します。どちらかを削除するか、違いを `where` に書いてください",
                ),
            )  # fmt: skip
