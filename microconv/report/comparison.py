"""GA4 and Google Ads side by side, by the day of the conversion, with the standing reasons why they differ."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from microconv.core.answers import Period
from microconv.core.conversion import GA4_IMPORT, WEBSITE, Conversion, Role
from microconv.report.arithmetic import change, merged, no_data, noted
from microconv.report.conversion_numbers import ConversionNumbers
from microconv.report.figures import Figure, Known, Note, Why
from microconv.report.ground import Ground
from microconv.report.traffic import SideBySide

ENOUGH = 50
"""Events below which a gap says nothing. A judgement."""


class Reason(StrEnum):
    """Standing reasons why GA4 and Google Ads count differently. Each has its words in `render/report`."""

    CHANNELS = "channels"  # GA4 counts all visitors, Google Ads those who saw or clicked an ad
    ATTRIBUTION = "attribution"  # the models share conversions out differently
    CLICK_WINDOW = "click window"  # Google Ads counts so many days after a click and no longer
    COUNTING = "counting"  # one of each click against every event
    IMPORT_DELAY = "import delay"  # what is imported of GA4 arrives a day or two later
    CONSENT = "consent"  # each models those who did not consent in its own way
    TIME_ZONES = "time zones"  # the days of property and account begin at other times
    VIEW_THROUGH = "view-through"  # after an ad that was seen and not clicked
    CROSS_DEVICE = "cross-device"  # each recognises people across devices in its own way
    DOUBLE = "double"  # a tag and an import count the same event, and both are primary


def comparison(ground: Ground, conversions: Sequence[ConversionNumbers]) -> tuple[SideBySide, ...]:
    """The conversions that both APIs count."""
    if ground.given.ga4 is None or ground.given.google_ads is None:
        return ()
    return tuple(_side_by_side(ground, one) for one in conversions if one.event and one.conversion.source is not None)


def reasons(ground: Ground, conversion: Conversion) -> tuple[Reason, ...]:
    """The standing reasons that apply to a conversion, in the order of Reason."""
    ga4, ads = ground.given.ga4, ground.given.google_ads
    zones = {answers.time_zone for answers in (ga4, ads) if answers is not None and answers.time_zone}
    applies = {
        Reason.COUNTING: _counted_otherwise(conversion),
        Reason.IMPORT_DELAY: conversion.source == GA4_IMPORT,
        Reason.TIME_ZONES: len(zones) > 1,
        Reason.VIEW_THROUGH: conversion.source == WEBSITE,
        Reason.DOUBLE: _double(ground, conversion),
    }
    return tuple(reason for reason in Reason if applies.get(reason, True))


def gap(events: Figure, ads: Figure) -> Figure:
    """Google Ads' number divided by GA4's, less 1; NO_DATA below ENOUGH events."""
    figure = change(ads, events)
    if events.value is not None and ads.value is not None and events.value < ENOUGH:
        return no_data(Why.FEW, merged(events.notes, ads.notes, (Note.FEW,)))
    return figure


def _side_by_side(ground: Ground, numbers: ConversionNumbers) -> SideBySide:
    events = numbers.of_event("count").now
    ads = numbers.of_action("all_conversions_by_date").now
    return SideBySide(
        conversion=numbers.conversion.name,
        events=events,
        key_events=_key_events(ground, numbers),
        ads=ads,
        gap=gap(events, ads),
        reasons=tuple(reason.value for reason in reasons(ground, numbers.conversion)),
        notes=merged(numbers.notes, numbers.marked),
    )


def _key_events(ground: Ground, numbers: ConversionNumbers) -> Figure:
    """The events that counted as key events; those before it was marked never do."""
    missing = numbers.event_missing()
    if missing is not None:
        return missing
    figure = ground.ga4("events", "event").at("key_events", Period.MONTH, numbers.event)
    answers = ground.given.ga4
    if answers is not None and not answers.key_events_refused:
        day = answers.key_events.get(numbers.event)
        never = numbers.event not in answers.key_events or (day is not None and day > ground.month.last)
    else:
        never = False
    if never and figure.known is Known.YES and not figure.value:
        return no_data(Why.NOT_MARKED, figure.notes)
    return noted(figure, *numbers.notes, *numbers.marked)


def _counted_otherwise(conversion: Conversion) -> bool:
    """True unless the config says that both count every event."""
    ads, ga4 = (str(conversion.settings.get(key, "")) for key in ("counting", "ga4.counting"))
    return not (ads.startswith("many") and ga4 == "once_per_event")


def _double(ground: Ground, conversion: Conversion) -> bool:
    """True where the config has a tag and an import of the same event, and both are primary."""
    same = [one for one in ground.client.conversions if one.event == conversion.event and one.role is Role.PRIMARY]
    sources = {one.source for one in same if one.source is not None}
    return conversion in same and GA4_IMPORT in sources and len(sources) > 1
