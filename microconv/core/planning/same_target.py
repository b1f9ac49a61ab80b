"""Tags that send to the same label, or the same event to the same stream."""

from __future__ import annotations

from collections.abc import Mapping

from microconv.core.kinds import ADS_TAG
from microconv.core.planning.container_index import ContainerIndex
from microconv.core.resource import Live
from microconv.core.tag_ownership import called, fits
from microconv.core.value import Scalar


def sends_it_already(kind: str, state: Mapping[str, Scalar], index: ContainerIndex) -> Live | None:
    """A tag of another name that sends the same event to the same stream, or to the same label."""
    if kind == ADS_TAG:
        target, _, name = str(state.get("send_to") or "").rpartition("/")
    else:
        target, name = str(state.get("measurement_id") or ""), str(state.get("event_name"))
    fitting = (live for live in index.unclaimed(kind) if name and fits(live, target, name).named)
    return min(fitting, key=lambda live: (called(live), live.id), default=None)


def same_label(live: Live, send_to: str) -> bool:
    """True for a tag that sends to a label: of this conversion id, or of one that a variable of the container has."""
    target, _, name = send_to.rpartition("/")
    return live.address.type == ADS_TAG and bool(name) and fits(live, target, name).named
