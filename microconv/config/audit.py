"""`audit`: what the audit of a client is to know, and which of its findings are accepted."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from microconv.config.event_rule_parameters import items_of
from microconv.config.forms import INVALID, Date, Key, ListOf, Map, TextForm, Whole
from microconv.config.places import SourcePlace
from microconv.config.problems import Problems
from microconv.config.value import day
from microconv.config.vocabulary import Vocabulary
from microconv.config.wording import cut, did_you_mean, first_at, quote
from microconv.core.client import (
    DEFAULT_MAX_CONVERSIONS,
    AuditSettings,
    Ignored,
    fits,
)
from microconv.core.diagnostics import Span
from microconv.core.review_settings import DEFAULT_ENOUGH_FINALS
from microconv.core.text import NO_TEXT, Text

Data = Any

_ANYTHING = set("*?")


def audit_form() -> Map:
    """The keys under `audit`."""
    ignored = Map(
        (
            Key("rule", TextForm(), "Id of the rule, or a pattern with * and ?.", required=True,
                examples=("naming-prefix",)),
            Key("object", TextForm(), "Name of the conversion, action or event, or a pattern with * and ?. Where "
                "the key is absent: everything that the rule finds.", examples=("purchase",)),
            Key("reason", TextForm(), "Why it is accepted, for those who read the audit.", required=True,
                examples=("the client's own naming, agreed with them",)),
            Key("until", Date(), "The last day of it. Afterwards the finding counts again.", required=True,
                examples=("2027-03-31",)),
        )
    )  # fmt: skip
    return Map(
        (
            Key("enough_finals", Whole(1, None), "Final conversions from which on steps before them need not be "
                "primary: another name for `learning.finals`.", default=str(DEFAULT_ENOUGH_FINALS),
                examples=(DEFAULT_ENOUGH_FINALS,)),
            Key("max_conversions", Whole(1, None), "More conversions than this are too many to keep up.",
                default=str(DEFAULT_MAX_CONVERSIONS), examples=(DEFAULT_MAX_CONVERSIONS,)),
            Key("ignore", ListOf(ignored), "Findings that are known and accepted, each with a reason and an end. A "
                "list here replaces that of a base."),
        )
    )  # fmt: skip


def audit_settings(
    data: dict[str, Data], place: SourcePlace, vocabulary: Vocabulary, problems: Problems
) -> AuditSettings:
    """The settings, as far as they are right. Problems are reported."""
    items = items_of(data, "ignore", place)
    rules = vocabulary.rules() if items else ()
    ignored_findings: list[Ignored] = []
    first: dict[tuple[str, str], Span] = {}
    for item, spot in items:
        rule, named = item.get("rule"), item.get("object", "")
        if isinstance(rule, str):
            _check_rule(rule, named, spot, rules, problems)
        if isinstance(rule, str) and isinstance(named, str):
            span = spot.span
            before = first.setdefault((rule, named), span)
            if before is not span:
                what = f"{quote(rule)} of {quote(named)}" if named else quote(rule)
                both = f"{cut(rule)}（{cut(named)}）" if named else cut(rule)
                summary = Text(f"audit.ignore has {what} twice", f"audit.ignore に {both} が 2 回書かれています")
                problems.error("duplicate-ignore", span, summary, first_at(before))
        ignored = _ignored(item, spot, problems)
        if ignored is not None:
            ignored_findings.append(ignored)
    return AuditSettings(
        max_conversions=_count(data.get("max_conversions"), DEFAULT_MAX_CONVERSIONS),
        ignore=tuple(ignored_findings),
    )


def _ignored(item: dict[str, Data], place: SourcePlace, problems: Problems) -> Ignored | None:
    """One item; None if its parts are not known well enough."""
    until = day(item.get("until"), "audit.ignore.until", place.child("until") or place, problems)
    rule, reason, named = item.get("rule"), item.get("reason"), item.get("object", "")
    if until is None or not (isinstance(rule, str) and isinstance(reason, str) and isinstance(named, str)):
        return None
    return Ignored(rule, reason, until, named, place.span)


def _check_rule(rule: str, named: Data, place: SourcePlace, rules: Collection[str], problems: Problems) -> None:
    span = (place.child("rule") or place).span
    pattern = bool(_ANYTHING & set(rule))
    everything = pattern and (all(fits(known, rule) for known in rules) if rules else set(rule) <= _ANYTHING)
    if everything and isinstance(named, str) and set(named) <= _ANYTHING:
        problems.error(
            "ignores-everything", span,
            Text(f"audit.ignore.rule cannot be {quote(rule)}", f"audit.ignore.rule に「{cut(rule)}」は指定できません"),
            Text("nothing would be left of the audit", "監査の対象がなくなってしまいます"),
            Text("name the rules, or the object", "ルールまたは対象の名前を書いてください"),
        )  # fmt: skip
    elif rules and not any(fits(known, rule) for known in rules):
        summary = (
            Text(f"no rule of the audit is like {quote(rule)}", f"「{cut(rule)}」に当てはまる監査ルールがありません")
            if pattern
            else Text(f"there is no rule {quote(rule)}", f"「{cut(rule)}」という監査ルールはありません")
        )
        hint = NO_TEXT if pattern else did_you_mean(rule, rules)
        listed = Text("docs/audit-rules.md lists the rules", "ルールの一覧は docs/audit-rules.md にあります")
        problems.error("unknown-rule", span, summary, hint=hint or listed)


def _count(value: Data, default: int) -> int:
    return default if value is None or value is INVALID else int(value)
