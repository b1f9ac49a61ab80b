"""From one conversion's data, with the client's defaults, to a Conversion."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from microconv.config import problem_texts as texts
from microconv.config.account import Header
from microconv.config.event_rule import Ruled, sorted_rules, when_of_data
from microconv.config.forms import INVALID, ListOf, Map
from microconv.config.keys import config_form
from microconv.config.merge import overlay
from microconv.config.places import SourcePlace
from microconv.config.problems import Problems
from microconv.config.tag_form import Around
from microconv.config.value import value_of
from microconv.config.vocabulary import Vocabulary
from microconv.config.wording import LEAVE_OUT, no_section, shorten, write_section
from microconv.core import naming
from microconv.core.client import DEFAULT_PREFIX
from microconv.core.conversion import GA4_IMPORT, Conversion, ConversionKind, Role
from microconv.core.diagnostics import Span
from microconv.core.event_rule import EventRule
from microconv.core.frozen import FrozenDict
from microconv.core.schema import Attribute, Kind
from microconv.core.tag_manager import ConversionTag
from microconv.core.text import NO_TEXT, Text
from microconv.core.value import Scalar

Data = Any


class ConversionReader:
    """Reads the conversions of one client."""

    def __init__(self, header: Header, vocabulary: Vocabulary, problems: Problems) -> None:
        self._header = header
        self._vocabulary = vocabulary
        self._problems = problems
        self._tables: dict[str, Attribute | dict[str, Attribute]] = {}
        for dotted, attribute in vocabulary.attributes.items():
            section, _, key = dotted.rpartition(".")
            if section:
                table = self._tables.setdefault(section, {})
                assert isinstance(table, dict)
                table[key] = attribute
            else:
                self._tables[key] = attribute
        # What is refused stands in the data only where the structure had problems, which are known by now.
        self._suspect = bool(problems.items)
        conversions = config_form(vocabulary).by_name["conversions"].form
        assert isinstance(conversions, ListOf)
        assert isinstance(conversions.item, Map)
        self._keys = conversions.item.by_name
        self._prefix = header.prefix or DEFAULT_PREFIX
        self._has_container = header.has_container
        self.unpriced: list[Span] = []
        """Where values stand that have no currency."""
        self.ruled: list[Ruled] = []
        """The events of conversions of whose rules the config speaks."""

    def read(self, raw: dict[str, Data], place: SourcePlace) -> Conversion | None:
        """The conversion, if its parts are known well enough for further checks. Problems are reported.

        A missing role or kind does not prevent that: a harmless one stands in.
        """
        data = overlay(self._header.defaults, raw)
        name = raw.get("name", INVALID)
        kind, well_named = self._kind(name, data, place)
        role = data.get("role")
        if role is None:
            self._problems.missing(self._keys["role"], place.span, (), texts.IN_DEFAULTS)
        source = self._source(raw, data, place)
        event = self._event(name, source, raw, place)
        value = value_of(
            data,
            place.child("value") or self._spot("value", place),
            self._header.currency,
            self.unpriced,
            self._problems,
        )
        settings = self._settings(raw, data, source, event, place)
        ga4 = raw.get("ga4")
        when = ga4.get("when") if isinstance(ga4, dict) else None
        rules = [] if when is None else self._rules(when, value, place)
        tag = self._tag(raw, Around(name, source, event, value, bool(rules), self._prefix, self._has_container), place)
        if name is INVALID or source is INVALID or event is INVALID or value is INVALID:
            return None
        if self._suspect and _damaged(data):
            return None
        made = Conversion(
            name=name,
            kind=kind,
            role=Role.SECONDARY if role is None else Role(role),
            source=source,
            event=event if well_named or event != name else None,
            value=value,
            event_value=self._event_value(raw, data, event, value, place),
            settings=FrozenDict(settings),
            rules=sorted_rules(rule for rule, _ in rules) if rules else (),
            no_rule=when is False,
            tag=tag,
            next=data["funnel"]["next"] if "funnel" in data else None,
            previously=tuple(data.get("previously", ())),
            protect=data.get("protect", False),
            label=data.get("label", ""),
            purpose=data.get("purpose", ""),
            span=place.span,
        )
        if rules and made.event is not None:
            spot = place.find("ga4.event") or place.child("name") or place
            self.ruled.append(Ruled(made.event, made.name, spot.span, made.span, tuple(rules)))
        return made

    def _kind(self, name: Data, data: dict[str, Data], place: SourcePlace) -> tuple[ConversionKind, bool]:
        """Micro, macro or undecided, and whether the name fits that."""
        prefix, written = self._header.prefix, data.get("kind")
        if not isinstance(name, str) or written is INVALID or prefix is None:
            return ConversionKind.MACRO, True
        if naming.is_micro(name, prefix):
            if written in {ConversionKind.MACRO, ConversionKind.UNDECIDED}:
                self._problems.error(
                    "kind", (place.child("kind") or place).span,
                    *texts.named_as_micro(name, written, prefix),
                )  # fmt: skip
            problems = naming.check_micro(name, prefix)
            for problem in problems:
                self._problems.error(
                    problem.code,
                    (place.child("name") or place).span,
                    shorten(problem.summary, name),
                    hint=shorten(problem.hint, name),
                )
            return ConversionKind.MICRO, not problems
        if written in {ConversionKind.MACRO, ConversionKind.UNDECIDED}:
            return ConversionKind(written), True
        span = (place.child("name") or place).span
        suggested = naming.suggest_micro(name, prefix)
        hint = texts.meant(suggested) if suggested else NO_TEXT
        if written == ConversionKind.MICRO:
            summary = texts.no_prefix(name, prefix)
            self._problems.error("kind", span, summary, hint=hint)
            return ConversionKind.MICRO, False
        summary, detail, macro = texts.neither(name, prefix)
        self._problems.error("kind", span, summary, detail, hint or macro)
        return ConversionKind.MACRO, True

    def _source(self, raw: dict[str, Data], data: dict[str, Data], place: SourcePlace) -> Data:
        """The source; None when the conversion is not in Google Ads; INVALID when that cannot be told."""
        section = data.get("google_ads")
        if section is INVALID:
            return INVALID
        if not self._header.has_google_ads:
            if isinstance(raw.get("google_ads"), dict):
                self._no_account("google_ads", "customer_id", place)
                return INVALID
            return None
        if section is False:
            return None
        return (section or {}).get("source", self._vocabulary.sources[0])

    def _event(self, name: Data, source: Data, raw: dict[str, Data], place: SourcePlace) -> Data:
        """The event; None when there is no key event; INVALID when that cannot be told."""
        section = raw.get("ga4")
        if section is INVALID:
            return INVALID
        if section is None:
            if source == GA4_IMPORT:
                self._problems.error(
                    "missing", self._spot("google_ads.source", place).key_span,
                    *texts.EVENT_MISSING,
                )  # fmt: skip
                return INVALID
            if source is None:
                where = (place.child("google_ads") or place).key_span
                hint = texts.MAKE_KEY_EVENT if self._header.has_ga4 else NO_TEXT
                self._problems.error("nowhere", where, texts.NOWHERE, hint=hint)
                return INVALID
            return None
        if not self._header.has_ga4:
            self._no_account("ga4", "property_id", place)
            return INVALID
        return section.get("event", name)

    def _no_account(self, section: str, key: str, place: SourcePlace) -> None:
        span = (place.child(section) or place).key_span
        summary = no_section(section, section, " here")
        self._problems.error("no-account", span, summary, hint=write_section(section, key))

    def _rules(self, when: Data, value: Data, place: SourcePlace) -> list[tuple[EventRule, SourcePlace]]:
        """The rules that make the event, with their places; none where there must be none, or all were refused."""
        spot = place.find("ga4.when")
        return [] if spot is None else list(when_of_data(when, spot, value, self._problems))

    def _tag(self, raw: dict[str, Data], around: Around, place: SourcePlace) -> ConversionTag | None:
        """The tags of Tag Manager; None where the config says nothing of them, or they were refused."""
        tag, spot = raw.get("tag"), place.child("tag")
        if not isinstance(tag, dict) or spot is None:
            return None
        from microconv.config.conversion_tag import tag_of

        return tag_of(tag, spot, around, self._problems)

    def _event_value(
        self, raw: dict[str, Data], data: dict[str, Data], event: Data, value: Data, place: SourcePlace
    ) -> bool:
        """True if the key event gets the value, where there are both."""
        section = data.get("ga4")
        if event is None or not isinstance(section, dict) or section.get("value") is not False:
            return True
        if value is None and _has(raw, "ga4.value"):
            self._problems.warning(
                "no-effect", self._spot("ga4.value", place).key_span,
                texts.VALUE_WITHOUT_EFFECT, "", LEAVE_OUT,
            )  # fmt: skip
        return value is None

    def _settings(
        self, raw: dict[str, Data], data: dict[str, Data], source: Data, event: Data, place: SourcePlace
    ) -> dict[str, Scalar]:
        """The attributes' settings. A default that the source does not take is left out; a setting is refused.

        For an import from GA4 only what the conversion itself says counts, and Google decides whether it takes it.
        """
        settings: dict[str, Scalar] = {}
        for attribute, value in self._given(data):
            dotted = attribute.yaml
            if value is INVALID:
                continue
            in_google_ads = self._vocabulary.providers[dotted] == "google_ads"
            if source == GA4_IMPORT and in_google_ads and not _has(raw, dotted):
                continue  # Google lets one change little on imports: there no default counts
            active = source if in_google_ads else event
            refusal = None if active is INVALID else _refusal(attribute, source, active)
            if refusal is None:
                settings[dotted] = float(value) if attribute.kind is Kind.AMOUNT else value
                if attribute.advised_maximum is not None:
                    self._advise(attribute, value, place)
            elif _has(raw, dotted):
                severity, code, summary, detail = refusal
                report = self._problems.error if severity else self._problems.warning
                report(code, self._spot(dotted, place).key_span, summary, detail, LEAVE_OUT)
        return settings

    def _given(self, data: dict[str, Data]) -> Iterator[tuple[Attribute, Data]]:
        """The attributes that a conversion's data sets, with their values."""
        for key, value in data.items():
            table = self._tables.get(key)
            if isinstance(table, Attribute):
                yield table, value
            elif table is not None and isinstance(value, dict):
                for inner, item in value.items():
                    if inner in table:
                        yield table[inner], item

    def _advise(self, attribute: Attribute, value: Data, place: SourcePlace) -> None:
        most = attribute.advised_maximum
        if most is not None and isinstance(value, int | float) and value > most:
            dotted = attribute.yaml
            span = self._spot(dotted, place).span
            self._problems.warning("unusual-value", span, texts.may_be_refused(dotted, value), attribute.advice)

    def _spot(self, dotted: str, place: SourcePlace) -> SourcePlace:
        """Where a key stands: in the conversion, in the defaults, or else where it would stand."""
        spot = place.find(dotted)
        if spot is None and self._header.defaults_place is not None:
            spot = self._header.defaults_place.find(dotted)
        return spot or place.nearest(dotted) or place


def _refusal(attribute: Attribute, source: Data, active: Data) -> tuple[bool, str, Text, Text] | None:
    """Why an attribute is not for a conversion: whether that is an error, a code, what, and why. None: it is."""
    if active is None:
        return False, "no-effect", texts.without_effect(attribute.yaml), NO_TEXT
    if attribute.sources is not None and source not in attribute.sources:
        return True, "not-for-source", *texts.not_for_source(attribute.yaml, source, attribute.sources)
    return None


def _has(raw: dict[str, Data], dotted: str) -> bool:
    head, _, rest = dotted.partition(".")
    return head in raw and (not rest or (isinstance(raw[head], dict) and rest in raw[head]))


def _damaged(data: Data) -> bool:
    """True if any part was refused."""
    for value in data.values() if isinstance(data, dict) else data:
        if value is INVALID or (isinstance(value, dict | list) and _damaged(value)):
            return True
    return False
