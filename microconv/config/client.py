"""From the merged data of a config to a Client, with everything that only shows when its parts are seen together."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from microconv.config.account import Header, client_of, header
from microconv.config.audit import audit_settings
from microconv.config.conversion_checks import check_conversions
from microconv.config.conversions import ConversionReader
from microconv.config.document import Document
from microconv.config.event_rule import Ruled, check_rules
from microconv.config.forms import INVALID
from microconv.config.goals import GoalReader
from microconv.config.keys import config_form
from microconv.config.places import SourcePlace
from microconv.config.problems import Problems
from microconv.config.vocabulary import Vocabulary
from microconv.config.wording import no_section, shorten, write_section
from microconv.core.client import AuditSettings, Client, Goals
from microconv.core.conversion import Conversion, ConversionKind, Role
from microconv.core.frozen import FrozenDict
from microconv.core.kinds import EVENT_RULE
from microconv.core.letterhead import NO_LETTERHEAD
from microconv.core.report_settings import NO_REPORT_SETTINGS, NamedPage
from microconv.core.review_settings import NO_LEARNING, Decision
from microconv.core.schema import ResourceType, takes_all
from microconv.core.text import Text

Data = Any


def client(
    data: dict[str, Data],
    place: SourcePlace,
    documents: Sequence[Document],
    vocabulary: Vocabulary,
    problems: Problems,
    root: Path | None = None,
) -> Client:
    """The client; to be used only if no error was reported. `documents` are the files that `data` was merged from.

    `root`: see `microconv.config.load`.
    """
    about = header(data, place, config_form(vocabulary), problems)
    items = _items(data, place)
    reader = ConversionReader(about, vocabulary, problems)
    pairs = [(item, spot, reader.read(item, spot)) for item, spot in items if item is not INVALID]
    known = [conversion for _, _, conversion in pairs if conversion is not None]
    listed = data.get("conversions")
    whole = isinstance(listed, list) and all(
        isinstance(item, dict) and item.get("name", INVALID) is not INVALID for item in listed
    )
    goals = Goals()
    if isinstance(data.get("goals"), dict):
        goals = _goals(data["goals"], place.child("goals") or place, about, pairs, whole, problems)
    audit = AuditSettings()
    if isinstance(data.get("audit"), dict):
        audit = audit_settings(data["audit"], place.child("audit") or place, vocabulary, problems)
    learning, decisions = NO_LEARNING, tuple[Decision, ...]()
    if "learning" in data or (isinstance(data.get("audit"), dict) and "enough_finals" in data["audit"]):
        from microconv.config.review import learning_of

        learning = learning_of(data, place, problems)
    if isinstance(data.get("review"), dict) and "decisions" in data["review"]:
        from microconv.config.review import decisions_of

        decisions = decisions_of(data["review"], place.child("review") or place, problems)
    head, report, pages = NO_LETTERHEAD, NO_REPORT_SETTINGS, FrozenDict[str, NamedPage]()
    if isinstance(data.get("report"), dict):
        from microconv.config.logo import letterhead
        from microconv.config.report import report_settings

        spot = place.child("report") or place
        head = letterhead(data["report"], spot, documents, root, problems)
        names = [name for item, _, _ in pairs if (name := _name(item))]
        report = report_settings(data["report"], spot, names, whole, problems)
    if isinstance(data.get("pages"), dict):
        from microconv.config.report import pages_of

        pages = pages_of(data["pages"], place.child("pages") or place, problems)
    ga4, others = data.get("ga4"), list[Ruled]()
    made = replace(
        client_of(data, place, about, known, problems),
        goals=goals,
        audit=audit,
        learning=learning,
        decisions=decisions,
        letterhead=head,
        report=report,
        pages=pages,
        path=documents[0].file,
        digest=digest_of(documents),
    )
    if isinstance(ga4, dict) and "event_rules" in ga4:
        from microconv.config.ruled_events import plain, ruled_events

        others = ruled_events(ga4, place.child("ga4") or place, known, problems)
        made = replace(made, event_rules=plain(others))
    check_conversions([(item, spot) for item, spot, _ in pairs], whole, known, problems)
    _check_triggers(pairs, problems)
    check_rules([*reader.ruled, *others], problems)
    _check_other_events(others, made, vocabulary, problems)
    checking = [kind for kind in vocabulary.types if kind.check is not takes_all]
    for _, spot, conversion in pairs:
        if conversion is not None:
            _check_types(conversion, spot, made, about, checking, problems)
    _check_currency(about, reader, problems)
    return made


def _check_triggers(
    pairs: Sequence[tuple[dict[str, Data], SourcePlace, Conversion | None]], problems: Problems
) -> None:
    triggers = [
        (conversion.name, conversion.tag.trigger, (place.find("tag.when") or place).key_span)
        for _, place, conversion in pairs
        if conversion is not None and conversion.tag is not None and conversion.tag.trigger is not None
    ]
    if triggers:
        from microconv.config.tag_when import check_twice

        check_twice(triggers, problems)


def _items(data: dict[str, Data], place: SourcePlace) -> list[tuple[Data, SourcePlace]]:
    listed, spots = data.get("conversions"), place.child("conversions")
    if not isinstance(listed, list) or spots is None or not isinstance(spots.children, list):
        return []
    return list(zip(listed, spots.children, strict=True))


def _goals(
    data: dict[str, Data],
    place: SourcePlace,
    about: Header,
    pairs: Sequence[tuple[dict[str, Data], SourcePlace, Conversion | None]],
    whole: bool,
    problems: Problems,
) -> Goals:
    if not about.has_google_ads:
        problems.error(
            "no-account", place.key_span, no_section("goals", "google_ads"),
            hint=write_section("google_ads", "customer_id"),
        )  # fmt: skip
    named = {name: made if about.has_google_ads else None for item, _, made in pairs if (name := _name(item))}
    return GoalReader(named, whole, problems).read(data, place)


def _name(item: dict[str, Data]) -> str:
    name = item.get("name")
    return name if isinstance(name, str) else ""


def digest_of(documents: Sequence[Document]) -> str:
    """The SHA-256 of all text of a config and its bases, as hex."""
    digest = hashlib.sha256()
    for document in documents:
        digest.update(len(document.content).to_bytes(8, "big"))
        digest.update(document.content)
    return digest.hexdigest()


def _check_types(
    conversion: Conversion,
    place: SourcePlace,
    client: Client,
    about: Header,
    types: Sequence[ResourceType],
    problems: Problems,
) -> None:
    """Report values that an API would refuse."""
    for resource_type in types:
        for problem in resource_type.check(conversion, client):
            spot = None
            if problem.key:
                defaults = about.defaults_place
                spot = place.find(problem.key) or (defaults.find(problem.key) if defaults is not None else None)
                spot = spot or place.nearest(problem.key)
            span = spot.key_span if spot is not None else place.span
            names = (conversion.name, conversion.event or "")
            problems.error(problem.code, span, shorten(problem.summary, *names), hint=shorten(problem.hint, *names))


def _check_other_events(others: Sequence[Ruled], client: Client, vocabulary: Vocabulary, problems: Problems) -> None:
    """Report rules of events that are no conversions, and that GA4 would refuse."""
    kinds = [kind for kind in vocabulary.types if kind.name == EVENT_RULE]
    for one in others:
        for rule, place in one.rules:
            alone = Conversion(one.event, ConversionKind.MACRO, Role.SECONDARY, event=one.event, rules=(rule,))
            for problem in (problem for kind in kinds for problem in kind.check(alone, client)):
                span = (place.child("set") or place).key_span
                problems.error(
                    problem.code, span, shorten(problem.summary, one.event), hint=shorten(problem.hint, one.event)
                )


def _check_currency(about: Header, reader: ConversionReader, problems: Problems) -> None:
    if not reader.unpriced:
        return
    count = len(reader.unpriced)
    have = "1 conversion has a value" if count == 1 else f"{count} conversions have a value"
    problems.error(
        "missing", min(reader.unpriced), Text("currency is missing", "currency がありません"),
        Text(f"{have} that names no currency", f"通貨の指定がない値が {count} 件あります"),
        Text(
            "write `currency: JPY` at the top of the file, or `value: {default: …, currency: JPY}`",
            "ファイルの最上位に `currency: JPY`、または `value: {default: …, currency: JPY}` と書いてください",
        ),
    )  # fmt: skip
