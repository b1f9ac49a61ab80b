"""Facts about the way to one API: its credentials, and the accounts that they show."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from microconv.core.errors import MicroconvError
from microconv.core.text import NO_TEXT, Text


@dataclass(frozen=True, slots=True)
class VisibleAccount:
    """An account that the credentials show without being asked for it.

    number: of a customer as people write it, or of a property.
    name: the account's own.
    note: a manager account with the number of clients below it, a test account, or the reason it cannot be read.
    """

    number: str
    name: str = ""
    note: Text = NO_TEXT


@dataclass(frozen=True, slots=True)
class Examination:
    """The way to one API.

    api: its name in the registry of providers.
    title: its name for people.
    versions: the versions of the API that microconv speaks.
    ends: the first day of the month in which Google ends them; None where no such month is announced.
    emulated: true for the emulator's; None where it is not known.
    source: the place of the credentials, and their kind.
    writes: true where a token that may write was given out; None where it was not asked for, or nothing tells it.
    accounts: the accounts that the credentials show.
    advice: the next step where accounts are reached through those that are shown.
    doubtful: true where accounts are to be reached through one that is not shown.
    left_off: the number of accounts that were not asked about.
    errors: the errors that stopped a part of it.
    calls: API calls that it took.
    """

    api: str
    title: str
    versions: str
    ends: datetime.date | None = None
    emulated: bool | None = None
    source: Text = NO_TEXT
    writes: bool | None = None
    accounts: tuple[VisibleAccount, ...] = ()
    advice: Text = NO_TEXT
    doubtful: bool = False
    left_off: int = 0
    errors: tuple[MicroconvError, ...] = ()
    calls: int = 0
