"""A client as the page that lists many reports has it."""

from __future__ import annotations

from dataclasses import dataclass

from microconv.core.text import NO_TEXT, Text


@dataclass(frozen=True, slots=True)
class IndexLine:
    """A client and its month, in the numbers by which clients are compared.

    client: its label.
    month: the month's name.
    path: of the client's page, relative to the list; empty for none.
    finals: how many final conversions the month had; None where it is not known.
    change: finals divided by those of the month before, less 1; None where one of them is not known.
    target: the share of the target that was reached; None without a target.
    leak: the largest leak of its funnels, in words; empty for none.
    provisional: its numbers are not settled yet.
    emulated: its numbers come from the emulator.
    failed: why there is no report; empty where there is one.
    """

    client: str
    month: Text = NO_TEXT
    path: str = ""
    finals: float | None = None
    change: float | None = None
    target: float | None = None
    leak: Text = NO_TEXT
    provisional: bool = False
    emulated: bool = False
    failed: Text = NO_TEXT


def worst_first(line: IndexLine) -> tuple[float, str, str]:
    """The order of a list: by what is missing to the target or to last month's number, whichever is more.

    Unknown finals come first of all; where there is nothing to compare with, nothing is missing.
    """
    if line.finals is None:
        return float("-inf"), line.client, line.path
    missing = [0.0] if line.change is None and line.target is None else []
    missing += [line.change] if line.change is not None else []
    missing += [line.target - 1] if line.target is not None else []
    return min(missing), line.client, line.path
