"""The results that have stopped arriving: silent, or not uploaded any more."""

from __future__ import annotations

from microconv.analysis.around import context_of
from microconv.analysis.subject import Subject
from microconv.audit.rules.silence_results import results
from microconv.audit.rules.silent_actions import WEEK, counting, expected, since
from microconv.core.resource import Live
from microconv.core.text import Text

GONE = "no_recent_upload"
"""Google's word for an action to which nothing was uploaded for four weeks."""


def unsent(subject: Subject) -> frozenset[str]:
    """The ids of the actions to which nothing is uploaded any more, in none of the ways in which it was."""
    states: dict[str, set[str]] = {}
    for one in context_of(subject).uploads or ():
        states.setdefault(one.action, set()).add(one.status)
    gone = {number for number, said in states.items() if said == {GONE}}
    return frozenset(item.id for item in subject.actions if item.id.rpartition("/")[2] in gone)


def stopped(subject: Subject) -> list[tuple[Live, Text]]:
    """The results that have stopped arriving, with what is seen of it. Ask only with Need.COUNTS."""
    silent = {one.item.id: one for one in counting(subject) if one.days >= WEEK and expected(one)}
    no_upload = unsent(subject)
    gone = []
    for item in results(subject):
        if item.id in silent:
            gone.append((item, Text(*since(silent[item.id]))))
        elif item.id in no_upload:
            gone.append((item, Text("nothing is uploaded any more", "アップロードが途絶えています")))
    return gone
