"""Tags that send to the same label, or the same event to the same stream."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from microconv.core.kinds import ADS_TAG, GA4_TAG, OTHER_TAG
from microconv.core.planning.container_index import ContainerIndex, identities
from microconv.core.resource import Desired, Live
from microconv.core.tag_ownership import called, fits, names
from microconv.core.value import Scalar


def sends_it_already(kind: str, state: Mapping[str, Scalar], index: ContainerIndex) -> Live | None:
    """A tag of another name that sends the same event to the same stream, or to the same label.

    So does custom HTML, an image, a template or a lookup table that names the label, unless its tag is paused.
    """
    return _sending(kind, state, index.unclaimed(kind)) or (_naming(state, index) if kind == ADS_TAG else None)


def _naming(state: Mapping[str, Scalar], index: ContainerIndex) -> Live | None:
    label = str(state.get("send_to") or "")
    tags = (*index.of(OTHER_TAG), *index.unclaimed(ADS_TAG))
    others = (one for one in tags if one.state.get("paused") is not True and names(one, label))
    return min(others, key=lambda live: (called(live), live.id), default=None)


def sent_by_what_stays(declared: Sequence[Desired], index: ContainerIndex) -> list[tuple[Desired, Live]]:
    """New tags, each with one that sends the same and stays as it is, because its own declaration cannot be had."""
    compared = {(one.address.type, name) for one in declared for name in identities(one)}
    pairs = []
    for one in declared:
        if one.address.type in {ADS_TAG, GA4_TAG} and index.by_identity(one) is None:
            stays = [tag for tag in index.of(one.address.type) if (tag.address.type, tag.identity) not in compared]
            other = _sending(one.address.type, one.state, stays)
            if other is not None:
                pairs.append((one, other))
    return pairs


def _sending(kind: str, state: Mapping[str, Scalar], there: Iterable[Live]) -> Live | None:
    if kind == ADS_TAG:
        target, _, name = str(state.get("send_to") or "").rpartition("/")
    else:
        target, name = str(state.get("measurement_id") or ""), str(state.get("event_name"))
    fitting = (live for live in there if name and fits(live, target, name).named)
    return min(fitting, key=lambda live: (called(live), live.id), default=None)


def same_label(live: Live, send_to: str) -> bool:
    """True for a tag that sends to a label: of this conversion id, or of one that a variable of the container has."""
    target, _, name = send_to.rpartition("/")
    return live.address.type == ADS_TAG and bool(name) and fits(live, target, name).named
