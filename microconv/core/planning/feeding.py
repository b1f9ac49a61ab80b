"""The tags of a container that feed a conversion, found by label, event and name in what was read."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from microconv.core.client import Client
from microconv.core.container_facts import Container
from microconv.core.container_standing import Standings, fires_on
from microconv.core.conversion import Conversion
from microconv.core.feed import Feed, FeedingTag
from microconv.core.kinds import ADS_TAG, GA4_TAG, OTHER_TAG
from microconv.core.product import Product
from microconv.core.resource import Live, Reading, of_type
from microconv.core.tag_ownership import Sent, belongs, called, fits, may_send
from microconv.core.text import NO_TEXT, Text

_Fit = Callable[[Live], Sent]

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
        tags = objects.tags(ADS_TAG, lambda tag: fits(tag, target, name))
        yield Feed(Product.GOOGLE_ADS, container, target, name, tags, why, objects.might(target, f"{target}/{name}"))
    if client.property_id and conversion.event is not None:
        event, stream = conversion.event, _measurement_id(readings)
        tags = objects.tags(GA4_TAG, lambda tag: fits(tag, stream, event))
        why = NO_TEXT if stream else _NO_STREAM
        yield Feed(Product.GA4, container, stream, event, tags, why, objects.might(stream))


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
        self._standings = Standings(known[0] if known else Container(), self._live)

    def tags(self, kind: str, fit: _Fit) -> tuple[FeedingTag, ...]:
        """The tags of a type that send what they should, or that belong to the conversion by name."""
        return tuple(sorted(self._tags(kind, fit)))

    def might(self, *wanted: str) -> tuple[str, ...]:
        """The names of tags of other types that fire and might send to one of these ids too.

        A template of the gallery may send anything; custom HTML what it names, or what its script sends by `gtag`.
        """
        others = (item for item in of_type(self._live, OTHER_TAG) if item.state.get("paused") is not True)
        return tuple(sorted(called(item) for item in others if may_send(item, *wanted)))

    def _tags(self, kind: str, fit: _Fit) -> Iterator[FeedingTag]:
        for item in of_type(self._live, kind):
            sent = fit(item)
            if sent.named or belongs(item, self._conversion):
                paused, published = item.state.get("paused") is True, self._standings.of(item)
                yield FeedingTag(called(item), item.id, sent.fit, sent.text, fires_on(item), paused, published)
