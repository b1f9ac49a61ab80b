"""Objects that only an audit reads of a property or account: retention, Google signals, access, annotations.

The same holds for these objects as for those in `model`. The emulator has methods that change annotations alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

#: Word of RetentionDuration -> True if it is of 360 properties' event data alone (the proto's text).
RETENTIONS: dict[str, bool] = {
    "TWO_MONTHS": False,
    "FOURTEEN_MONTHS": False,
    "TWENTY_SIX_MONTHS": True,
    "THIRTY_EIGHT_MONTHS": True,
    "FIFTY_MONTHS": True,
}
SIGNALS_STATES = ("GOOGLE_SIGNALS_STATE_UNSPECIFIED", "GOOGLE_SIGNALS_ENABLED", "GOOGLE_SIGNALS_DISABLED")
SIGNALS_CONSENTS = (
    *("GOOGLE_SIGNALS_CONSENT_UNSPECIFIED", "GOOGLE_SIGNALS_CONSENT_NOT_CONSENTED"),
    "GOOGLE_SIGNALS_CONSENT_CONSENTED",
)
ADMIN = "predefinedRoles/admin"
#: The roles that AccessBinding names (google-analytics-admin 0.30.2, checked 2026-11-29).
ROLES = (
    *("predefinedRoles/viewer", "predefinedRoles/analyst", "predefinedRoles/editor", ADMIN),
    *("predefinedRoles/no-cost-data", "predefinedRoles/no-revenue-data"),
)
#: The color that only annotations of GA's own have.
SYSTEM_COLOR = "ORANGE"
COLORS = ("PURPLE", "BROWN", "BLUE", "GREEN", "RED", "CYAN", SYSTEM_COLOR)


@dataclass(frozen=True, slots=True)
class DataRetentionSettings:
    """The time a property keeps data of single users and events; each a key of RETENTIONS."""

    event_data_retention: str
    user_data_retention: str
    reset_user_data_on_new_activity: bool


@dataclass(frozen=True, slots=True)
class GoogleSignalsSettings:
    """Google signals: a word of SIGNALS_STATES, and one of SIGNALS_CONSENTS. By default nobody chose (the proto)."""

    state: str = SIGNALS_STATES[0]
    consent: str = SIGNALS_CONSENTS[0]


@dataclass(frozen=True, slots=True)
class AccessBinding:
    """The roles a user was given directly on an account or property.

    id: the number in its resource name.
    user: the e-mail address.
    roles: words of ROLES, one at least.
    """

    id: int
    user: str
    roles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ReportingDataAnnotation:
    """A comment on days of reports.

    id: the number in its resource name.
    title: for people.
    description: for people; may be empty.
    color: a word of COLORS.
    system_generated: true for those of GA itself.
    start_date: its first day, in the property's time zone.
    end_date: its last day, None for an annotation of one day.
    """

    id: int
    title: str
    description: str
    color: str
    system_generated: bool
    start_date: date
    end_date: date | None
