"""Dimensions of a window: for each event the place of its value in a list of texts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from microconv.emulator.ga4_data.numbers import gathered, numbered
from microconv.emulator.people.places import BROWSERS, NOT_SET, ORIGINS, PLACES

if TYPE_CHECKING:
    from microconv.emulator.ga4_data.window import Window
    from microconv.emulator.people.draws import Array

_MINUTE_MS, _HOUR_MS = 60_000, 3_600_000
_DAYS = ("Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday")


class Column(NamedTuple):
    """One dimension. codes: for each event the place of its value; values: the texts."""

    codes: Array
    values: Sequence[str]


def column(window: Window, name: str, first: date) -> Column:
    """A dimension of a window, by its present name; each text is there once.

    first: the day that numbers of days begin with.
    """
    days = window.sessions.day
    if name in _OF_DAY:
        made = _by(days, lambda day: _OF_DAY[name](date.fromordinal(day)))
    elif name in ("nthDay", "nthMonth"):
        made = _by(days, lambda day: _nth(name, date.fromordinal(day), first))
    else:
        return _once(_MADE[name](window))
    return _of_sessions(window, made.codes, made.values)


def _once(made: Column) -> Column:
    """The same, each text once: many cities are of one country, many pages of one path."""
    texts: dict[str, int] = {}
    places = np.array([texts.setdefault(text, len(texts)) for text in made.values], np.int32)
    if len(texts) == len(places):
        return made
    return Column(gathered(places, made.codes), list(texts))


def _by(codes: Array, value: Callable[[int], str]) -> Column:
    """The texts of whole numbers."""
    if not len(codes):
        return Column(codes, ())
    least = int(codes.min())
    there, places = numbered(codes - least, int(codes.max()) - least + 1)
    texts: dict[str, int] = {}
    of_each = np.array([texts.setdefault(value(one + least), len(texts)) for one in there], np.int32)
    return Column(gathered(of_each, places), list(texts))


def _week(day: date) -> str:
    """Weeks begin on Sunday, the first with the year."""
    began = date(day.year, 1, 1).isoweekday() % 7
    return f"{(day.timetuple().tm_yday - 1 + began) // 7 + 1:02}"


_OF_DAY: dict[str, Callable[[date], str]] = {
    "date": lambda day: f"{day:%Y%m%d}",
    "year": lambda day: f"{day.year:04}",
    "month": lambda day: f"{day.month:02}",
    "yearMonth": lambda day: f"{day:%Y%m}",
    "day": lambda day: f"{day.day:02}",
    "dayOfWeek": lambda day: str(day.isoweekday() % 7),
    "dayOfWeekName": lambda day: _DAYS[day.isoweekday() % 7],
    "week": _week,
    "yearWeek": lambda day: f"{day.year:04}{_week(day)}",
    "isoWeek": lambda day: f"{day.isocalendar().week:02}",
    "isoYear": lambda day: f"{day.isocalendar().year:04}",
    "isoYearIsoWeek": lambda day: f"{day.isocalendar().year:04}{day.isocalendar().week:02}",
}
#: Dimensions that a day decides: rows of days with nothing may be asked for.
OF_DAY = frozenset((*_OF_DAY, "nthDay", "nthMonth"))


def _nth(name: str, day: date, first: date) -> str:
    if name == "nthDay":
        return f"{(day - first).days:04}"
    return f"{(day.year - first.year) * 12 + day.month - first.month:04}"


def _time(window: Window, unit: int) -> Array:
    made: Array = window.clock // unit
    return made


def _hour(window: Window) -> Column:
    return _by(_time(window, _HOUR_MS), lambda hour: f"{hour:02}")


def _minute(window: Window) -> Column:
    return _by(_time(window, _MINUTE_MS) % 60, lambda minute: f"{minute:02}")


def _date_hour(window: Window) -> Column:
    return _by(window.day.astype(np.int64) * 24 + _time(window, _HOUR_MS), _moment_text)


def _moment_text(hours: int) -> str:
    return f"{date.fromordinal(hours // 24):%Y%m%d}{hours % 24:02}"


def _date_hour_minute(window: Window) -> Column:
    minutes = window.day.astype(np.int64) * 1440 + _time(window, _MINUTE_MS)
    return _by(minutes, lambda one: f"{_moment_text(one // 60)}{one % 60:02}")


def _is_key(window: Window) -> Column:
    return Column(window.key.astype(np.int8), ("false", "true"))


def _pages(window: Window) -> Column:
    return Column(window.events.page, tuple(window.names.pages))


def _paths(window: Window) -> Column:
    return Column(window.events.page, [path_of(page) for page in window.names.pages])


def path_of(page: str) -> str:
    """A page without its query."""
    return page.partition("?")[0]


def title(path: str) -> str:
    """The title of a page: the words of its path."""
    words = path_of(path).strip("/").replace("/", " - ").replace("-", " ").replace("_", " ").split()
    return " ".join(words).capitalize() if words else "Home"


def _titles(window: Window) -> Column:
    return _by(window.events.page, lambda place: title(tuple(window.names.pages)[place]))


def _landing(window: Window) -> Column:
    """The page of each session's first page view, with its query."""
    views = np.flatnonzero(window.named(("page_view",)))
    sessions, first = np.unique(window.events.session[views], return_index=True)
    codes = np.full(len(window.sessions), len(window.names.pages), np.int64)
    codes[sessions] = window.events.page[views[first]]
    return _of_sessions(window, codes, (*window.names.pages, NOT_SET))


def _landing_path(window: Window) -> Column:
    made = _landing(window)
    return Column(made.codes, [path_of(page) for page in made.values])


def _of_sessions(window: Window, codes: Array, values: Sequence[str]) -> Column:
    return Column(gathered(np.asarray(codes), window.events.session), values)


def _origin(field: str, *, first_user: bool) -> Callable[[Window], Column]:
    def made(window: Window) -> Column:
        sessions = window.sessions
        channels = tuple(window.names.channels)
        if field == "channel":
            return _of_sessions(window, sessions.born_channel if first_user else sessions.channel, channels)
        origin = sessions.born_origin if first_user else sessions.origin
        texts = [f"{one.source} / {one.medium}" if field == "both" else getattr(one, field) for one in ORIGINS]
        return _of_sessions(window, origin, texts)

    return made


def _born(window: Window) -> Column:
    made = _by(window.sessions.born, lambda day: f"{date.fromordinal(day):%Y%m%d}")
    return _of_sessions(window, made.codes, made.values)


def _place(field: str) -> Callable[[Window], Column]:
    return lambda window: _of_sessions(window, window.sessions.place, [getattr(one, field) for one in PLACES])


def _browser(field: str) -> Callable[[Window], Column]:
    return lambda window: _of_sessions(window, window.sessions.browser, [getattr(one, field) for one in BROWSERS])


def _constant(text: str) -> Callable[[Window], Column]:
    return lambda window: Column(np.zeros(len(window.events), np.int8), (text,))


def _item(field: str) -> Callable[[Window], Column]:
    def made(window: Window) -> Column:
        texts = [getattr(one, field) for one in window.profile.items]
        item = window.events.item
        return Column(np.where(item < 0, len(texts), item), [*texts, NOT_SET])

    return made


def _streams(window: Window) -> Column:
    texts = [one.display_name for one in window.owner.data_streams.values()] or [NOT_SET]
    return Column(np.zeros(len(window.events), np.int8), texts[:1])


_MADE: dict[str, Callable[[Window], Column]] = {
    "hour": _hour,
    "minute": _minute,
    "dateHour": _date_hour,
    "dateHourMinute": _date_hour_minute,
    "eventName": lambda window: Column(window.events.name, tuple(window.names.events)),
    "isKeyEvent": _is_key,
    "pagePath": _paths,
    "pagePathPlusQueryString": _pages,
    "pageTitle": _titles,
    "pageLocation": lambda window: _by(
        window.events.page, lambda place: f"https://{window.host}{tuple(window.names.pages)[place]}"
    ),
    "fullPageUrl": lambda window: _by(
        window.events.page, lambda place: f"{window.host}{tuple(window.names.pages)[place]}"
    ),
    "hostName": lambda window: Column(np.zeros(len(window.events), np.int8), (window.host,)),
    "landingPage": _landing_path,
    "landingPagePlusQueryString": _landing,
    "deviceCategory": lambda window: _of_sessions(window, window.sessions.device, tuple(window.names.devices)),
    "platform": _constant("web"),
    "platformDeviceCategory": lambda window: _of_sessions(
        window, window.sessions.device, [f"web / {one}" for one in window.names.devices]
    ),
    "streamName": _streams,
    "browser": _browser("browser"),
    "operatingSystem": _browser("system"),
    "continent": _place("continent"),
    "country": _place("country"),
    "countryId": _place("country_id"),
    "region": _place("region"),
    "city": _place("city"),
    "language": _place("language"),
    "languageCode": _place("language_code"),
    "newVsReturning": lambda window: _of_sessions(window, window.sessions.new.astype(int), ("returning", "new")),
    "firstSessionDate": _born,
    "itemId": _item("id"),
    "itemName": _item("name"),
    "itemCategory": _item("category"),
    **{
        name: _origin(field, first_user=scope == "firstUser")
        for scope in ("", "session", "firstUser")
        for word, field in {
            "DefaultChannelGroup": "channel",
            "Source": "source",
            "Medium": "medium",
            "SourceMedium": "both",
            "CampaignName": "campaign",
        }.items()
        for name in [f"{scope}{word}" if scope else word[0].lower() + word[1:]]
    },
}
#: Every dimension that there is a column of.
NAMES = frozenset((*OF_DAY, *_MADE))
__all__ = ["NAMES", "OF_DAY", "Column", "column", "title"]
