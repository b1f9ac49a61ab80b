"""Changes that past runs made and did not come to record in GA4: they were cut off before their annotation."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from microconv.core.kinds import ANNOTATION
from microconv.core.plan import Change
from microconv.core.ports import Status
from microconv.core.resource import Live
from microconv.reconcile.past import runs


def owed(journals: Path, client: str, pairs: tuple[tuple[str, str], ...], live: Sequence[Live]) -> tuple[Change, ...]:
    """The changes of runs on these accounts that planned an annotation and never came to it, the oldest run first.

    An annotation that is `live`, or that GA4 refused, is settled, and so is all before it. Of changes whose end nobody
    knows the plan tells: what is still to be done is planned again. A run that was taken back owes nothing.
    """
    there = {item.address.name for item in live if item.address.type == ANNOTATION}
    taken_back: set[str] = set()
    done: list[Change] = []
    for run in runs(journals, client)[0]:
        taken_back |= {run.head.undoes} - {""}
        if run.head.pairs != pairs or not run.head.annotation or run.id in taken_back:
            continue
        tried = [item.status for item in run.done if item.change.address.type == ANNOTATION]
        if run.head.annotation in there or any(status in {Status.APPLIED, Status.FAILED} for status in tried):
            break
        of_run = [item.change for item in run.last if item.status is not Status.FAILED]
        done = [change for change in of_run if change.address.type != ANNOTATION] + done
    return tuple(done)
