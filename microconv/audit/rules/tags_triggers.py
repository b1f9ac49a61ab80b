"""Do triggers catch what they are meant for, and nothing else?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from microconv.analysis.container import SeenContainer, SeenTag, labels_of, seen_container
from microconv.analysis.evidence import Evidence
from microconv.analysis.judgement import pages_of
from microconv.analysis.subject import Subject
from microconv.analysis.trigger_moments import PAGE_LOADS, lines_in
from microconv.audit.rule import Level, Need, Topic, Verdict, rule, verdict_on
from microconv.core.container_standing import fires_on
from microconv.core.kinds import ADS_TAG, EVENT_RULE, GA4_TAG
from microconv.core.resource import Live
from microconv.core.tag_condition import TagCondition, path_of
from microconv.core.tag_ownership import called, trigger_named
from microconv.core.tag_trigger import TriggerKind
from microconv.core.text import Text

_PAGES = frozenset({"{{Page Path}}", "{{Page URL}}"})
_HOST = "{{Page Hostname}}"
_WHOLE = frozenset({"equals", "contains", "starts_with", "ends_with"})
_WIDE = frozenset({"contains", "starts_with"})
_ADDRESS = re.compile(r"^[a-z]+://[^/?#]*")
_FOLDER_ENDS = re.compile(r"(?:/|/index\.[a-z]+)")


class _Page(NamedTuple):
    """A page that is known: its path, or a part of one; who speaks of it; the events and labels that it is for."""

    path: str
    said: Text
    sends: frozenset[str]


class _Wide(NamedTuple):
    """A trigger that looks for a part of an address, its condition, and what its tags send."""

    trigger: Live
    condition: TagCondition
    sends: frozenset[str]


@rule(
    id="tags-trigger-wide",
    topic=Topic.TAGS,
    level=Level.NOTE,
    title=Text(
        "A trigger also fires on a page that another one is for",
        "トリガーが、別のトリガーの対象ページでも発火します",
    ),
    passed=Text(
        "No trigger of a conversion catches a page that is known for something else",
        "コンバージョンのトリガーが、別の目的のページで発火することはありません",
    ),
    why=Text(
        "`contains` looks for letters anywhere: /form/step1 is in /form/step10, thanks in /thanks-newsletter and, of "
        "Page URL, in any query. Such a conversion counts more than what it is called after.",
        "「含む」は文字列がどこにあっても一致します。/form/step1 は /form/step10 にも、thanks は /thanks-newsletter に"
        "も含まれ、Page URL ではクエリ文字列にも一致します。名前の示す行動より多く計測されます。",
    ),
    fix=Text(
        "Look at the whole path: `{{Page Path}}` matches RegEx `^/form/step1/?$`, which is what `tag: {when: {page: "
        "/form/step1}}` makes. Then publish. Leave it where both pages are meant.",
        "パス全体で判定します。`{{Page Path}}` が正規表現 `^/form/step1/?$` に一致、とします（`tag: {when: {page: "
        "/form/step1}}` で作成されるものです）。その後公開します。両方のページが対象の場合はそのままにします。",
    ),
    source="Trigger conditions, support.google.com/tagmanager/answer/7679316, checked 2026-11-29",
    needs=(Need.WEB_CONTAINER,),
)
def tags_trigger_wide(subject: Subject) -> Verdict:
    """Page triggers of live conversion tags whose one condition is a part of an address, against all known pages."""
    container = seen_container(subject)
    wide = list(_wide(subject, container))
    pages = list(_pages(subject, container))
    evidence = [item for one in wide for item in _caught(one, pages)]
    nothing = Text(
        "no trigger of a conversion tag looks for a part of an address alone",
        "URL の一部だけを条件とするコンバージョン用トリガーはありません",
    )
    return verdict_on(evidence, len(wide), nothing)


def _caught(wide: _Wide, pages: list[_Page]) -> Iterator[Evidence]:
    """Evidence of the first page for something else that a trigger catches."""
    name = called(wide.trigger)
    for page in pages:
        if page.sends.isdisjoint(wide.sends) and _catches(wide.condition, page.path):
            variable, word, value = wide.condition.variable, wide.condition.comparison, wide.condition.value
            looks_en, looks_ja = _WORDS[word]
            variable = variable.removeprefix("{{").removesuffix("}}")
            seen = Text(
                f"also fires on {page.path} ({page.said.en}), as {variable} {looks_en} {value}",
                f"{page.path}（{page.said.ja}）でも発火。条件: {variable} が {value} {looks_ja}",
            )
            yield Evidence(str(wide.trigger.address), name, seen, id=wide.trigger.id)
            return


_WORDS = {"contains": ("contains", "を含む"), "starts_with": ("starts with", "で始まる")}


def _catches(condition: TagCondition, path: str) -> bool:
    """True where a condition holds for a page that is not its own; a folder's pages are its own."""
    value, page = condition.value, path
    if condition.ignore_case:
        value, page = value.lower(), page.lower()
    if value.endswith("/") or not value.strip("/") or "{{" in value:
        return False
    if condition.comparison == "starts_with":
        holds, after = page.startswith(value), page[len(value) :]
    else:
        before, _, after = page.partition(value)
        holds = before != page
        after = before.strip("/") + after
    return holds and bool(after) and not _FOLDER_ENDS.fullmatch(after)


def _wide(subject: Subject, container: SeenContainer) -> Iterator[_Wide]:
    """The triggers of conversions at page loads whose conditions are one part of an address, and hosts."""
    for trigger, tags in _served(subject, container):
        conditions = [TagCondition.parse(line) for line in lines_in(trigger.state.get("conditions"))]
        about_pages = [one for one in conditions if one.variable != _HOST]
        if trigger.state.get("kind") in PAGE_LOADS and len(about_pages) == 1:
            (condition,) = about_pages
            if condition.variable in _PAGES and condition.comparison in _WIDE and not condition.negated:
                yield _Wide(trigger, condition, frozenset(one.name for one in tags))


def _served(subject: Subject, container: SeenContainer) -> Iterator[tuple[Live, list[SeenTag]]]:
    """The triggers on which live tags of actions and key events fire without an exception, with these tags."""
    labels, events = labels_of(subject), {one.identity for one in subject.key_events}
    of_ads = [one for one in container.of(ADS_TAG) if one.sends in labels]
    of_ga4 = [one for one in container.of(GA4_TAG) if one.name in events]
    tags = [one for one in (*of_ads, *of_ga4) if one.runs and not one.live.state.get("blocked_by")]
    for name, trigger in sorted(container.triggers.items()):
        users = [one for one in tags if name in map(trigger_named, fires_on(one.live))]
        if users:
            yield trigger, users


def _pages(subject: Subject, container: SeenContainer) -> Iterator[_Page]:
    """The pages that other triggers, GA4's event rules and the config speak of."""
    for name, trigger in sorted(container.triggers.items()):
        tags = [one for one in container.tags if one.runs and one.name]
        sends = frozenset(one.name for one in tags if name in map(trigger_named, fires_on(one.live)))
        said = Text(f'trigger "{name}"', f"トリガー「{name}」")
        for line in lines_in(trigger.state.get("conditions")) if sends else ():
            yield _Page(_page_of(TagCondition.parse(line)), said, sends)
    for event, addresses in sorted(pages_of(subject.live(EVENT_RULE)).items()):
        for address in addresses:
            yield _Page(_path(address), Text(f"rule of {event}", f"{event} のルール"), frozenset({event}))
    for conversion in subject.config.conversions:
        trigger_ = conversion.tag.trigger if conversion.tag else None
        if trigger_ is not None and trigger_.kind is TriggerKind.PAGE and trigger_.value:
            said = Text(f"conversion {conversion.name}", f"コンバージョン {conversion.name}")
            yield _Page(trigger_.value, said, frozenset({conversion.name, conversion.event or ""}))


def _page_of(condition: TagCondition) -> str:
    """The page, or the part of one, that a condition asks for; empty for none."""
    exact = path_of(condition)
    if exact is not None:
        return exact
    asks = condition.variable in _PAGES and condition.comparison in _WHOLE and not condition.negated
    return _path(condition.value) if asks else ""


def _path(text: str) -> str:
    """The path of an address without host and query; empty where it is not known where it begins."""
    path = _ADDRESS.sub("", text).partition("?")[0].partition("#")[0]
    return path if path.startswith("/") and "{{" not in path else ""
