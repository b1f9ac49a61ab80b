"""The end of a client in an earlier run, and what has become of it since."""

from __future__ import annotations

import datetime
import enum
from collections.abc import Sequence
from typing import NamedTuple

from microconv.core.client_numbers import ClientNumbers


class EarlierEnd(NamedTuple):
    """The end of a client in one run.

    outcome: what became of it: `done`, `failed`, `refused`, ...
    numbers: what was counted; None where it did not come so far, or a version of old wrote it down.
    at: when, in UTC; None where the record does not tell.
    mark: the same for two runs that would change exactly the same; empty for not known.
    """

    outcome: str
    numbers: ClientNumbers | None = None
    at: datetime.datetime | None = None
    mark: str = ""


class Course(enum.StrEnum):
    """The difference between a run and the one before."""

    NEW = "new"
    MORE = "more"
    OTHERS = "others"
    SAME = "same"
    FEWER = "fewer"
    GONE = "gone"
    FIRST = "first"
    UNKNOWN = "unknown"


def course(now: ClientNumbers | None, mark: str, before: Sequence[EarlierEnd]) -> tuple[Course, int]:
    """The course of a client's changes and findings since the last run that counted them, and how many it counted.

    before: the earlier ends, the last one first. FIRST where there is none, UNKNOWN where one of both was not counted.
    """
    last = next((end for end in before if end.numbers is not None), None)
    if last is None or last.numbers is None:
        return (Course.UNKNOWN if before else Course.FIRST), 0
    was = last.numbers.total
    if now is None:
        return Course.UNKNOWN, was
    if now.total == was:
        others = bool(was and mark and last.mark and mark != last.mark)
        return (Course.OTHERS if others else Course.SAME), was
    if not was or not now.total:
        return (Course.GONE if was else Course.NEW), was
    return (Course.MORE if now.total > was else Course.FEWER), was


def days_in_drift(before: Sequence[EarlierEnd], today: datetime.datetime) -> int | None:
    """The whole days since the first of those runs, one after the other up to now, in which there was something.

    None where the last run that counted had nothing, or none tells when.
    """
    counted = [end for end in before if end.numbers is not None]
    since: datetime.datetime | None = None
    for end in counted:
        if end.numbers is None or not end.numbers.total:
            break
        since = end.at or since
    return None if since is None else max((today - since).days, 0)
