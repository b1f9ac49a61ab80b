"""The config's settings of the monthly report: its sections, targets, the template in Data Studio, names of pages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from microconv.core.frozen import FrozenDict
from microconv.core.months import Month

SECTIONS = (
    "conclusion", "conversions", "trend", "funnel", "pages", "landing_pages", "items", "campaigns", "comparison",
    "changes", "audit", "notes", "terms",
)  # fmt: skip
"""All sections in the order of a Japanese monthly report."""

ALIAS = "^[A-Za-z0-9_-]{1,64}$"
"""The aliases of sources that an address can name without doubt: a dot separates its parts, `*` names all sources."""


@dataclass(frozen=True, slots=True)
class DataSource:
    """A source of data in a template of Data Studio.

    alias: the source's alias in the template; empty for none.
    settings: which data of the client it gets, by the words of `data_studio.aliases`: `account` of GA4; `spreadsheet`,
        `worksheet`; `project`, `dataset`, `table`. One that is absent is the template's.
    """

    alias: str = ""
    settings: Mapping[str, str] = field(default_factory=FrozenDict)


@dataclass(frozen=True, slots=True)
class DataStudio:
    """The config's `report.data_studio`: the id of the template, and its sources by connector."""

    template: str = ""
    aliases: Mapping[str, DataSource] = field(default_factory=FrozenDict)

    def __bool__(self) -> bool:
        return bool(self.template or self.aliases)


NO_DATA_STUDIO = DataStudio()


@dataclass(frozen=True, slots=True)
class ReportSettings:
    """The config's `report`, without the letterhead.

    sections: the sections that are shown, in this order; empty for all of SECTIONS.
    targets: for a month the number wanted of each conversion, by its name; more than 0.
    data_studio: the template in Data Studio.
    """

    sections: tuple[str, ...] = ()
    targets: Mapping[Month, Mapping[str, float]] = field(default_factory=FrozenDict)
    data_studio: DataStudio = NO_DATA_STUDIO

    def target(self, month: Month, conversion: str) -> float | None:
        """The number of a conversion that is wanted in a month; None for none."""
        return self.targets.get(month, {}).get(conversion)


NO_REPORT_SETTINGS = ReportSettings()


@dataclass(frozen=True, slots=True)
class NamedPage:
    """A page as the config has it: its name for people, and the https address of its heat map. Empty for none."""

    label: str = ""
    heatmap: str = ""
