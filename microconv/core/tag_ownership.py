"""Whose a tag of a container is: the conversion that it belongs to, and the label or event that it sends.

The one place for it: plans, audits, imports and explanations ask here.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import NamedTuple

from microconv.core.conversion import Conversion
from microconv.core.feed import Sends, sent_of
from microconv.core.kinds import ADS_TAG, GA4_TAG
from microconv.core.product import Product
from microconv.core.resource import Live

_TEXTS = frozenset({"html", "img"})
"""Types of tags whose texts say by which way they send."""
_TEMPLATE = "cvt_"
"""The beginning of the type of a tag that a template makes: its code is not among what is read."""
_WAYS = frozenset({"gtag", "pixel"})
"""Words of `mentions` for ways by which a script sends to Google."""


class Sent(NamedTuple):
    """The fit of what a tag sends with a label or an event.

    fit: the fit.
    text: the text of what it sends: `AW-…/label`, or `G-… event`.
    named: true where it names the label or event itself, though perhaps not to whom it sends that.
    """

    fit: Sends
    text: str
    named: bool


def called(live: Live) -> str:
    """The whole name of an object in its container."""
    return str(live.state.get("name", live.address.name))


def number(live: Live) -> str:
    """The number of an object: the end of `tags/12`."""
    return live.id.rpartition("/")[2]


def adopts(names: Sequence[str], live: Live) -> bool:
    """True for an object that is among what is adopted, by its name or its number."""
    return called(live) in names or number(live) in names


def belongs(tag: Live, conversion: Conversion) -> bool:
    """True for a tag that is the conversion's by its name, or an earlier one, or that it adopts.

    A tag's address is its name without the end that ours have: one that is called as the conversion and has no such end
    is not ours.
    """
    ours = tag.address.name in {conversion.name, *conversion.previously} and called(tag) != tag.address.name
    return ours or adopts(conversion.tag.adopted.tags if conversion.tag is not None else (), tag)


def sent(tag: Live) -> tuple[str, str]:
    """The target and the name of what a conversion tag or a GA4 event tag sends: `AW-…` and label, `G-…` and event.

    What a constant of the container holds is put in the place of its name.
    """
    sends = tag.state.get("sends")
    if isinstance(sends, tuple):
        return sends[0], sends[1]
    if tag.address.type == GA4_TAG:
        return str(tag.state.get("measurement_id") or ""), str(tag.state.get("event_name") or "")
    target, _, label = str(tag.state.get("send_to") or "").rpartition("/")
    return target, label


def fits(tag: Live, target: str, name: str) -> Sent:
    """The fit of what a tag sends with a label of `AW-…`, or with an event of the stream `G-…`; of others, unknown.

    An empty name is one that is not known; so is an empty stream, which fits any.
    """
    if tag.address.type == ADS_TAG:
        return _of_label(tag, target, name)
    if tag.address.type == GA4_TAG:
        return _of_event(tag, target, name)
    return Sent(Sends.UNKNOWN, "", named=False)


def _of_label(tag: Live, target: str, name: str) -> Sent:
    own, label = sent(tag)
    text = sent_of(Product.GOOGLE_ADS, own, label) if own or label else ""
    if not name:
        return Sent(Sends.UNKNOWN, text, named=False)
    if "{{" in label or ("{{" in own and label == name):
        return Sent(Sends.VARIABLE, text, named=label == name)
    fit = Sends.RIGHT if (own, label) == (target, name) else Sends.OTHER
    return Sent(fit, text, named=fit is Sends.RIGHT)


def _of_event(tag: Live, stream: str, event: str) -> Sent:
    own, name = sent(tag)
    text = sent_of(Product.GA4, own, name)
    if "{{" in name or (name == event and (not own or "{{" in own)):
        return Sent(Sends.VARIABLE, text, named=name == event)
    fit = Sends.RIGHT if name == event and stream in {"", own} else Sends.OTHER
    return Sent(fit, text, named=fit is Sends.RIGHT)


def may_send(tag: Live, *wanted: str) -> bool:
    """True for a tag of another type that may send to one of these ids or labels, as only itself knows.

    A template of the gallery may send anything; custom HTML and images what they name, or what a script in them sends.
    """
    kind, mentions = str(tag.state.get("kind")), tag.state.get("mentions")
    if kind not in _TEXTS:
        return kind.startswith(_TEMPLATE)
    return not {*wanted, *_WAYS}.isdisjoint(mentions) if isinstance(mentions, tuple) else True


def names(tag: Live, label: str) -> bool:
    """True for a tag of another type (custom HTML, an image, a template) whose texts have the label `AW-…/…`.

    And for a conversion tag that chooses it, among others, in a lookup table.
    """
    kind, mentions = str(tag.state.get("kind")), tag.state.get("mentions")
    texts = kind in _TEXTS or kind.startswith(_TEMPLATE) or tag.address.type == ADS_TAG
    return texts and "/" in label and isinstance(mentions, tuple) and label in mentions


def trigger_named(line: str) -> str:
    """The name of the trigger that a line names: a name that could be taken for another kind of line is quoted."""
    return str(json.loads(line)) if line.startswith('"') else line
