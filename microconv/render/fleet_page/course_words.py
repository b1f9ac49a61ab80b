"""The difference between a client's run and the one before, in words."""

from __future__ import annotations

from microconv.core.earlier_end import Course, course
from microconv.core.text import NO_TEXT, Text
from microconv.render.fleet_page.line import FleetLine


def course_of(line: FleetLine) -> tuple[Course, int]:
    """The difference against the last run, and what it counted."""
    return course(line.numbers, line.mark, line.before)


def course_text(line: FleetLine) -> Text:
    """The difference in a few words: `new`, `was 3`, `same`; empty where there was no run before."""
    kind, was = course_of(line)
    words = {
        Course.NEW: Text("new", "新規"),
        Course.GONE: Text(f"gone, was {was:,}", f"解消（前回 {was:,}）"),
        Course.MORE: Text(f"was {was:,}", f"前回 {was:,}"),
        Course.FEWER: Text(f"was {was:,}", f"前回 {was:,}"),
        Course.OTHERS: Text(f"{was:,} others", f"別の内容（前回 {was:,}）"),
        Course.SAME: Text("same", "前回と同じ"),
    }
    return words.get(kind, NO_TEXT)
