"""The surroundings of a sitting, and the questions that it puts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from microconv.access import Access
from microconv.clock import Clock
from microconv.core.client import Client
from microconv.core.ports import Events
from microconv.core.resource import Reading
from microconv.monthly.folder import ReportFolder


@dataclass(frozen=True)
class Around:
    """The surroundings of a sitting.

    client: the client's config.
    access: the way to its accounts.
    read: reads what a plan would read; `True` for all that an audit reads, with the campaigns' strategies.
    journals: the folder of the journals.
    folder: the client's reports.
    clock: tells the time.
    events: hears what is waited for.
    """

    client: Client
    access: Access
    read: Callable[[bool], tuple[Reading, ...]]
    journals: Path
    folder: ReportFolder
    clock: Clock
    events: Events


@dataclass(frozen=True, slots=True)
class Questions:
    """The questions of one sitting.

    audited: everything is read, as for an audit.
    strategies: the strategies of campaigns are asked for, unless the config says how many finals are enough.
    seen: the busiest events and pages are asked for too.
    paid: paid traffic is asked for by itself too.
    export: the files of the BigQuery export, which are counted instead of asking for funnels; None for none.
    """

    audited: bool = False
    strategies: bool = False
    seen: bool = False
    paid: bool = False
    export: Path | None = None
