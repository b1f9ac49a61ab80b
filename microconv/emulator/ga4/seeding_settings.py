"""The form of what an audit reads beside events in a seed: retention, Google signals, access bindings, annotations.

    data_retention_settings: {event_data_retention: FOURTEEN_MONTHS, user_data_retention: TWO_MONTHS,
                              reset_user_data_on_new_activity: false}
    google_signals_settings: {state: GOOGLE_SIGNALS_ENABLED, consent: GOOGLE_SIGNALS_CONSENT_CONSENTED}
    access_bindings: [{user: a@b.example, roles: [predefinedRoles/editor]}]          # of an account, too
    reporting_data_annotations:
      - {title: New form, color: BLUE, annotation_date: 2026-11-01}
      - {title: Sale, color: RED, annotation_date_range: {start_date: 2026-11-20, end_date: 2026-11-27}}

What is left out of the first two is as where nobody chose.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from microconv.emulator.ga4.model import Account, Property
from microconv.emulator.ga4.model_settings import (
    COLORS,
    RETENTIONS,
    ROLES,
    SIGNALS_CONSENTS,
    SIGNALS_STATES,
    SYSTEM_COLOR,
    AccessBinding,
    DataRetentionSettings,
    GoogleSignalsSettings,
    ReportingDataAnnotation,
)
from microconv.emulator.ga4.seeding_parts import add, plain, read_id
from microconv.emulator.seeding_values import parse_day

if TYPE_CHECKING:
    from microconv.emulator.ga4.seeding_section import Section
    from microconv.emulator.ga4.state import Ga4State

_RETENTION = "data_retention_settings"
_SIGNALS = "google_signals_settings"
BINDINGS = "access_bindings"
_ANNOTATIONS = "reporting_data_annotations"
SETTINGS_KEYS = (_RETENTION, _SIGNALS, BINDINGS, _ANNOTATIONS)
_RETENTION_KEYS = ("event_data_retention", "user_data_retention", "reset_user_data_on_new_activity")
_DAY, _DAYS = "annotation_date", "annotation_date_range"
_ANNOTATION = ("id", "title", "description", "color", "system_generated", _DAY, _DAYS)


def read_settings(section: Section, owner: Property, state: Ga4State) -> None:
    """Read all of SETTINGS_KEYS into a property.

    Raises SeedError for an unknown key, a missing or wrong value, or what is there twice.
    """
    owner.data_retention_settings = _read_retention(section, standard=owner.service_level.endswith("_STANDARD"))
    signals = section.section(_SIGNALS, ("state", "consent"))
    if signals is not None:
        owner.google_signals_settings = GoogleSignalsSettings(
            signals.word("state", SIGNALS_STATES, SIGNALS_STATES[0]),
            signals.word("consent", SIGNALS_CONSENTS, SIGNALS_CONSENTS[0]),
        )
    read_bindings(section, owner, state)
    for below in section.sections(_ANNOTATIONS, _ANNOTATION):
        add(owner.reporting_data_annotations, _read_annotation(below, state), below)


def read_bindings(section: Section, owner: Account | Property, state: Ga4State) -> None:
    """Read the access bindings of an account or property into it.

    Raises SeedError for an unknown key, a missing or wrong value, or a user or id that is there twice.
    """
    where = "account" if isinstance(owner, Account) else "property"
    above = {} if isinstance(owner, Account) else state.accounts[owner.account].access_bindings
    for below in section.sections(BINDINGS, ("id", "user", "roles")):
        user = below.text("user")
        if "@" not in user.strip("@"):
            raise below.fail("user", f"{user!r} is not an e-mail address")
        if any(one.user == user for one in owner.access_bindings.values()):
            raise below.fail("user", f"{user!r} is there twice in one {where}")
        binding = AccessBinding(read_id(below, state), user, below.words("roles", ROLES))
        if not binding.roles:
            raise below.fail("roles", "at least one is needed")
        if binding.id in above:
            raise below.fail("id", f"{binding.id} is an access binding of the account")
        add(owner.access_bindings, binding, below, where)


def _read_retention(section: Section, *, standard: bool) -> DataRetentionSettings | None:
    below = section.section(_RETENTION, _RETENTION_KEYS)
    if below is None:
        return None
    event, user, reset = _RETENTION_KEYS
    chosen = DataRetentionSettings(
        below.word(event, tuple(RETENTIONS)), below.word(user, tuple(RETENTIONS)), below.flag(reset, True)
    )
    if RETENTIONS[chosen.user_data_retention]:
        raise below.fail(user, f"{chosen.user_data_retention} is for event data alone")
    if standard and RETENTIONS[chosen.event_data_retention]:
        raise below.fail(event, f"{chosen.event_data_retention} is for properties of GOOGLE_ANALYTICS_360 alone")
    return chosen


def _read_annotation(section: Section, state: Ga4State) -> ReportingDataAnnotation:
    if (section.value(_DAY) is None) == (section.value(_DAYS) is None):
        raise section.fail(_DAY, f"one of {_DAY} and {_DAYS} is needed")
    span = section.section(_DAYS, ("start_date", "end_date"))
    start = _day(section, _DAY) if span is None else _day(span, "start_date")
    end = None if span is None else _day(span, "end_date")
    if span is not None and end is not None and end < start:
        raise span.fail("end_date", f"{end} is before {start}")
    title, color = section.text("title"), section.word("color", COLORS)
    if not title:
        raise section.fail("title", "is empty")
    generated = section.flag("system_generated", False)
    if color == SYSTEM_COLOR and not generated:
        raise section.fail("color", f"{color} is for annotations that are system_generated")
    return ReportingDataAnnotation(
        id=read_id(section, state),
        title=title,
        description=section.text("description", ""),
        color=color,
        system_generated=generated,
        start_date=start,
        end_date=end,
    )


def _day(section: Section, key: str) -> date:
    value = section.value(key)
    if isinstance(value, str):
        try:
            value = parse_day(value)
        except ValueError as error:
            raise section.fail(key, f"{value!r} is not a day such as 2026-11-23") from error
    if not isinstance(value, date) or isinstance(value, datetime):
        raise section.fail(key, "a day is needed, such as 2026-11-23")
    return value


def write_bindings(owner: Account | Property) -> dict[str, Any]:
    """The access bindings as a seed writes them; nothing where there are none."""
    bindings = [plain(one, without=("roles",)) | {"roles": [*one.roles]} for one in owner.access_bindings.values()]
    return {BINDINGS: bindings} if bindings else {}


def write_settings(owner: Property) -> dict[str, Any]:
    """Those of SETTINGS_KEYS that are lists, as a seed writes them; see `plain` for the others."""
    annotations = [_write_annotation(one) for one in owner.reporting_data_annotations.values()]
    return write_bindings(owner) | ({_ANNOTATIONS: annotations} if annotations else {})


def _write_annotation(one: ReportingDataAnnotation) -> dict[str, Any]:
    start = one.start_date.isoformat()
    when = {_DAY: start} if one.end_date is None else {_DAYS: {"start_date": start, "end_date": f"{one.end_date}"}}
    return plain(one, without=("start_date", "end_date")) | when
