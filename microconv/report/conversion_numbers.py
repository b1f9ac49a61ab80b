"""The numbers of one conversion: of its GA4 event and of its conversion action, with what is to be known of both."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

from microconv.core.answers import Period
from microconv.core.conversion import GA4_IMPORT, Conversion
from microconv.report.arithmetic import compared, compared_alone, merged, no_data, not_asked, noted
from microconv.report.figures import Compared, Figure, Note, Why
from microconv.report.ground import Ground

GROWING = frozenset({"conversions", "conversions_value", "all_conversions", "all_conversions_value"})
"""The metrics of Google Ads by the day of the click, which grow while conversions arrive."""


_WHOLE = 1e-6
"""The distance to a whole number up to which a sum of parts is that number."""


class ConversionNumbers:
    """One conversion, and the numbers of its event and of its action."""

    def __init__(self, ground: Ground, conversion: Conversion) -> None:
        self.ground = ground
        self.conversion = conversion

    @property
    def event(self) -> str:
        """The GA4 event, empty for none."""
        return self.conversion.event or ""

    @property
    def action(self) -> str:
        """The number of the conversion action, empty for none or not known."""
        return self.ground.given.actions.get(self.conversion.name, "") if self.conversion.source is not None else ""

    @cached_property
    def notes(self) -> tuple[Note, ...]:
        """The notes of all its numbers in the report's month."""
        return (Note.CHANGED_WITHIN,) if self.conversion.name in self.ground.changed else ()

    @cached_property
    def marked(self) -> tuple[Note, ...]:
        """The note of what counts key events, where the event became one after the first day of the month."""
        answers = self.ground.given.ga4
        day = answers.key_events.get(self.event) if answers else None
        within = day is not None and self.ground.month.first < day <= self.ground.month.last
        return (Note.MARKED_WITHIN,) if within else ()

    def event_missing(self, period: Period = Period.MONTH) -> Figure | None:
        """The figure of a conversion without a GA4 event, or of one that never was seen; None for all others.

        An event that is no key event and that none of the months has may not exist at all: it has no zero.
        """
        return self._events_missing[period] if self._events_missing else None

    @cached_property
    def _events_missing(self) -> Mapping[Period, Figure]:
        """The same figure of each month, with what is to be known of the month; empty for none."""
        answers = self.ground.given.ga4
        if answers is None:
            return dict.fromkeys(Period, not_asked(Why.NO_ACCOUNT))
        if not self.event:
            return dict.fromkeys(Period, not_asked(Why.NO_EVENT))
        if self.event in answers.key_events:
            return {}
        counts = self.ground.ga4("events", "event").three("count", self.event)
        never = counts[0].value == 0 and not any(one.value for one in counts)
        if not never:
            return {}
        return {period: no_data(Why.NEVER_SEEN, one.notes) for period, one in zip(Period, counts, strict=True)}

    @cached_property
    def action_missing(self) -> Figure | None:
        """The figure of a conversion that is not in Google Ads; None for all others."""
        if self.ground.given.google_ads is None:
            return not_asked(Why.NO_ACCOUNT)
        if self.conversion.source is None:
            return not_asked(Why.NOT_IN_ADS)
        return None if self.action else no_data(Why.NO_ACTION)

    @cached_property
    def still_to_come(self) -> Figure:
        """The share of the month's conversions of the action that is expected yet."""
        return self.action_missing or self.ground.to_come.of(self.action)

    def of_event(self, metric: str, *, additive: bool = True) -> Compared:
        """A metric of the event side by side; `additive` over days."""
        missing = self._events_missing
        if missing:
            return compared(missing[Period.MONTH], missing[Period.BEFORE], missing[Period.YEAR])
        now, before, year = self.ground.ga4("events", "event").three(metric, self.event)
        return compared(noted(now, *self.notes), before, year, self.ground.lengths if additive else ())

    def within(self, table: str, column: str, key: str, metric: str = "count", period: Period = Period.MONTH) -> Figure:
        """A metric of the event in one day, page, channel …: `column` of a table that has events beside it.

        A conversion without an event, or whose event never was, has none there either.
        """
        missing = self.event_missing(period)
        if missing is not None:
            return missing
        figure = self.ground.ga4(table, column, "event").at(metric, period, key, self.event)
        return noted(figure, *self.notes) if period is Period.MONTH else figure

    def of_action(self, metric: str) -> Compared:
        """A metric of the action side by side."""
        if self.action_missing is not None:
            return compared_alone(self.action_missing)
        now, before, year = self.ground.ads("actions", "action").three(metric, self.action)
        notes = merged(self.notes, self._imported, self._later(metric))
        now, before, year = (fractional(one, metric) for one in (noted(now, *notes), before, year))
        return compared(now, before, year, self.ground.lengths)

    @property
    def _imported(self) -> tuple[Note, ...]:
        """The note of an import: it begins when the event becomes a key event."""
        return self.marked if self.conversion.source == GA4_IMPORT else ()

    def _later(self, metric: str) -> tuple[Note, ...]:
        return (Note.LAG_TO_COME,) if metric in GROWING and self.ground.to_come.expected(self.action) else ()


def fractional(figure: Figure, metric: str) -> Figure:
    """The figure, with a note where it is a fraction of a conversion."""
    if "conversions" not in metric or "value" in metric or figure.value is None:
        return figure
    return noted(figure, Note.FRACTIONAL) if abs(figure.value - round(figure.value)) > _WHOLE else figure
