"""The tags of a container that feed a conversion, found by label, event and name in what was read."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from microconv.core.client import Client
from microconv.core.container_facts import Container, parse_unpublished
from microconv.core.conversion import Conversion
from microconv.core.feed import Feed, FeedingTag, Published, Sends, sent_of
from microconv.core.kinds import ADS_TAG, GA4_TAG, TRIGGER
from microconv.core.product import Product
from microconv.core.resource import Live, Reading, of_type
from microconv.core.text import NO_TEXT, Text

_Fit = Callable[[Live], tuple[Sends, str]]

_WEBSITE = "website"
_NOT_THERE = Text(
    "the action is not in Google Ads yet, so it has no label",
    "アクションが Google 広告にまだないため、ラベルがありません",
)
_NO_LABEL = Text("Google Ads gave no label for the action", "Google 広告からアクションのラベルを取得できませんでした")
_NO_STREAM = Text("the measurement id of the web stream is not known", "ウェブ ストリームの測定 ID が分かりません")


def feeds(client: Client, conversion: Conversion, action: Live | None, readings: Sequence[Reading]) -> tuple[Feed, ...]:
    """The tags by which Google Ads and GA4 hear of a conversion; none where the config has no container.

    `action` is its live action.
    """
    if not client.accounts.container:
        return ()
    objects = _Objects(conversion, readings)
    return tuple(_feeds(client, conversion, action, readings, objects))


def _feeds(
    client: Client, conversion: Conversion, action: Live | None, readings: Sequence[Reading], objects: _Objects
) -> Iterator[Feed]:
    container = client.accounts.container
    if client.customer_id and conversion.source == _WEBSITE:
        target, _, name = _label_of(action, readings).partition("/")
        why = NO_TEXT if name else _NOT_THERE if action is None else _NO_LABEL
        tags = objects.tags(ADS_TAG, lambda tag: _of_label(tag, target, name))
        yield Feed(Product.GOOGLE_ADS, container, target, name, tags, why)
    if client.property_id and conversion.event is not None:
        event, stream = conversion.event, _measurement_id(readings)
        tags = objects.tags(GA4_TAG, lambda tag: _of_event(tag, stream, event))
        yield Feed(Product.GA4, container, stream, event, tags, NO_TEXT if stream else _NO_STREAM)


def _of_label(tag: Live, target: str, name: str) -> tuple[Sends, str]:
    sent = str(tag.state.get("send_to") or "")
    number, _, label = sent.rpartition("/")
    if not name:
        return Sends.UNKNOWN, sent
    if "{{" in label or ("{{" in number and label == name):
        return Sends.VARIABLE, sent
    return (Sends.RIGHT if (number, label) == (target, name) else Sends.OTHER), sent


def _of_event(tag: Live, stream: str, event: str) -> tuple[Sends, str]:
    own, name = str(tag.state.get("measurement_id") or ""), str(tag.state.get("event_name") or "")
    sent = sent_of(Product.GA4, own, name)
    if "{{" in name or (name == event and (not own or "{{" in own)):
        return Sends.VARIABLE, sent
    return (Sends.RIGHT if name == event and stream in {"", own} else Sends.OTHER), sent


def _label_of(action: Live | None, readings: Iterable[Reading]) -> str:
    """`AW-…/label` of a live action, where it was read; otherwise nothing."""
    lines = (line for reading in readings for line in reading.facts.labels.send_tos or ())
    known = dict(line.rpartition(" ")[::2] for line in lines)
    return "" if action is None else known.get(action.id, "")


def _measurement_id(readings: Iterable[Reading]) -> str:
    known = (reading.facts.stream.measurement_id for reading in readings)
    return next((one for one in known if one), "")


class _Objects:
    """Objects of the container, as they were read."""

    def __init__(self, conversion: Conversion, readings: Iterable[Reading]) -> None:
        self._conversion = conversion
        self._live = [item for reading in readings for item in reading.resources]
        known = [reading.facts.container for reading in readings if reading.facts.container != Container()]
        self._facts = known[0] if known else Container()
        lines = map(parse_unpublished, self._facts.unpublished or ())
        self._how: Mapping[str, str] = {one.id: one.how for one in lines}
        self._triggers = {item.address.name: item.id for item in of_type(self._live, TRIGGER)}

    def tags(self, kind: str, fit: _Fit) -> tuple[FeedingTag, ...]:
        """The tags of a type that send what they should, or that belong to the conversion by name."""
        return tuple(sorted(self._tags(kind, fit)))

    def _tags(self, kind: str, fit: _Fit) -> Iterator[FeedingTag]:
        for item in of_type(self._live, kind):
            sends, sent = fit(item)
            by_label = sends is Sends.RIGHT or (sends is Sends.VARIABLE and not sent.endswith("}}"))
            if by_label or self._belongs(item):
                triggers = item.state.get("fires_on")
                lines = triggers if isinstance(triggers, tuple) else ()
                name, paused = str(item.state.get("name") or ""), item.state.get("paused") is True
                yield FeedingTag(name, item.id, sends, sent, lines, paused, self._published(item, lines))

    def _belongs(self, item: Live) -> bool:
        """True for a tag that is the conversion's by its name, or that it adopts."""
        tag, name = self._conversion.tag, str(item.state.get("name") or "")
        adopted = tag.adopted.tags if tag is not None else ()
        by_number = item.id.rpartition("/")[2]
        own = {self._conversion.name, *self._conversion.previously}
        ours = item.address.name in own and name != item.address.name
        return ours or name in adopted or by_number in adopted

    def _published(self, item: Live, triggers: Sequence[str]) -> Published:
        if self._facts.unpublished is None:
            return Published.UNKNOWN
        if not self._facts.live_version or self._how.get(item.id) == "added":
            return Published.NOT_YET
        parts = (item.id, *(self._triggers.get(_name_of(line), "") for line in triggers))
        return Published.CHANGED if any(part in self._how for part in parts) else Published.LIVE


def _name_of(line: str) -> str:
    """The name of the trigger that a line names: a name that could be taken for another kind of line is quoted."""
    return str(json.loads(line)) if line.startswith('"') else line
