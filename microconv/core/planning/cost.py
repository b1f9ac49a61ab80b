"""The API calls that the steps of a plan take."""

from __future__ import annotations

from collections.abc import Iterable

from microconv.core.kinds import ANNOTATION, CONTAINER, LIVE_VERSION
from microconv.core.planning.steps import Step
from microconv.core.publication import NEW, VERSION
from microconv.core.send_to import action_of

IN_CONTAINER = 3
"""The workspace made or synced, the changes, and the compilation."""

OF_WORKSPACE = 12
"""All that is in the workspace read once more, eight calls; the version made, the live one read, ours published, and
read back.

A workspace that no step before has synced is synced: one call more."""

OF_VERSION = 4
"""The live version and the one to be published read before; published, and read back."""

OF_ANNOTATION = 2
"""The annotations listed once more, and one made: GA4 would make a second one of the same title."""


def calls(planned: Iterable[Step]) -> int:
    """The API calls that the steps take where nothing fails."""
    steps = list(planned)
    synced = any(map(_in_container, steps))
    return sum(_requests(step, synced=synced) for step in steps)


def _in_container(step: Step) -> bool:
    return any(change.address.type in CONTAINER for change in step.changes)


def _requests(step: Step, *, synced: bool) -> int:
    if any(change.address.type == LIVE_VERSION for change in step.changes):
        values = {item.name: item.after for change in step.changes for item in change.attributes}
        return OF_WORKSPACE + (not synced) if values.get(VERSION) == NEW else OF_VERSION
    if step.changes[0].address.type == ANNOTATION:
        return OF_ANNOTATION
    if not _in_container(step):
        return 1
    labels = any(action_of(item.after) for change in step.changes for item in change.attributes)
    return IN_CONTAINER + labels
