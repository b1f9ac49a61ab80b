"""A container of Tag Manager as an audit sees it: its tags with what they send, whether they fire, and for whom.

What a constant holds is put in the place of its name; what any other variable holds is not known. Tags that can send
anything (custom HTML, templates of the gallery) are kept apart: of them nothing is known but the ids in their texts.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from microconv.analysis.evidence import Evidence
from microconv.analysis.subject import Subject
from microconv.analysis.trigger_moments import lines_in
from microconv.core.container_facts import Container, parse_unpublished
from microconv.core.container_standing import Standings, fires_on
from microconv.core.feed import Published
from microconv.core.kinds import ACTION, ADS_TAG, GOOGLE_TAG, LINKER, TAG_MANAGER, TAGS, TRIGGER
from microconv.core.resource import Address, Live, Reading
from microconv.core.tag_ownership import called, may_send, sent
from microconv.core.text import Text
from microconv.core.value import Lines

CONFIGURATION = "gaawc"
"""Tag Manager's word for the older tag that is now the Google tag; old containers have it."""

_PAUSED = Text("is paused", "一時停止中")
_NO_TRIGGER = Text("has no trigger", "トリガーなし")


class SeenTag(NamedTuple):
    """One tag.

    live: the tag.
    target: `AW-…` or `G-…` of what it sends to; empty for none.
    name: the label, or the event.
    standing: its standing in the live version.
    stopped: the reason why it does not fire as it was read; None where it does.
    """

    live: Live
    target: str
    name: str
    standing: Published
    stopped: Text | None

    @property
    def called(self) -> str:
        """Its name."""
        return called(self.live)

    @property
    def sends(self) -> str:
        """`AW-…/label` of a Google Ads tag."""
        return f"{self.target}/{self.name}"

    @property
    def known(self) -> bool:
        """True where no variable decides what it sends, and to whom."""
        return "{{" not in self.target + self.name

    def may_be_for(self, stream: str) -> bool:
        """True for a GA4 tag that names a web stream, or leaves it to a variable or to the Google tag."""
        return not stream or self.target in {"", stream} or "{{" in self.target

    @property
    def is_live(self) -> bool:
        """True where it is live as it was read; of an older snapshot, which does not tell, too."""
        return self.standing in {Published.LIVE, Published.UNKNOWN}

    @property
    def runs(self) -> bool:
        """True where it is live as it was read, and fires."""
        return self.is_live and self.stopped is None

    @property
    def may_run(self) -> bool:
        """True where it fires as far as anybody knows: what is live in another way may do so."""
        return self.runs or self.standing is Published.CHANGED

    @property
    def mentions(self) -> Lines:
        """The ids and ways in the texts of a tag of another type."""
        return lines_in(self.live.state.get("mentions"))

    @property
    def kind(self) -> str:
        """Tag Manager's word for its type."""
        return str(self.live.state.get("kind") or "")


@dataclass(frozen=True)
class SeenContainer:
    """A container that was read, on the day `today`."""

    reading: Reading
    today: datetime.date

    @property
    def facts(self) -> Container:
        """Its facts."""
        return self.reading.facts.container

    @cached_property
    def tags(self) -> tuple[SeenTag, ...]:
        """Its tags, by name."""
        live = sorted(self._of(*TAGS), key=lambda one: (called(one), one.id))
        standings = Standings(self.facts, self.reading.resources)
        return tuple(self._seen(one, standings.of(one)) for one in live)

    def of(self, kind: str) -> tuple[SeenTag, ...]:
        """The tags of one type."""
        return tuple(one for one in self.tags if one.live.address.type == kind)

    @cached_property
    def triggers(self) -> Mapping[str, Live]:
        """Its triggers by name."""
        return {called(one): one for one in self._of(TRIGGER)}

    @cached_property
    def google_tags(self) -> tuple[SeenTag, ...]:
        """Its Google tags, and older configuration tags."""
        return tuple(one for one in self.tags if one.live.address.type == GOOGLE_TAG or one.kind == CONFIGURATION)

    @cached_property
    def linkers(self) -> tuple[SeenTag, ...]:
        """Its conversion linkers."""
        return self.of(LINKER)

    @cached_property
    def with_labels(self) -> tuple[SeenTag, ...]:
        """The tags of other types whose texts name ids, once for each, as tags that send to it; most have no label."""
        return tuple(
            one._replace(target=target, name=label)
            for one in self.tags
            for target, _, label in (text.partition("/") for text in one.mentions)
        )

    @cached_property
    def vanished(self) -> tuple[str, ...]:
        """The names of the tags that are live and were deleted since: nothing tells what they send."""
        changes = map(parse_unpublished, self.facts.unpublished or ())
        return tuple(one.name or one.id for one in changes if one.how == "deleted" and one.id.startswith("tags/"))

    @cached_property
    def opaque(self) -> tuple[SeenTag, ...]:
        """The tags that may fire and may send anything to Google Ads or GA4."""
        return tuple(one for one in self.tags if one.may_run and may_send(one.live))

    def doubts(self, name: str) -> tuple[str, ...]:
        """The names of the tags that may send to a label (not the id before it), as far as anybody knows."""
        by_variable = (
            one for one in self.of(ADS_TAG) if one.may_run and not one.known and ("{{" in one.name or one.name == name)
        )
        return (*sorted({one.called for one in (*by_variable, *self.opaque)}), *self.vanished)

    def mentioning(self, text: str) -> tuple[SeenTag, ...]:
        """The tags of other types that may fire and whose texts name an id or label."""
        return tuple(one for one in self.tags if one.may_run and text in one.mentions)

    def evidence(self, seen: Text, *others: Live, part: str = "") -> Evidence:
        """Evidence about the container, and live objects that it is for; `part` tells it from others of its rule."""
        address, ids = Address(f"{TAG_MANAGER}.account", self.reading.account), sorted({one.id for one in others})
        return Evidence(str(address), self.reading.account, seen, id=part, others=tuple(ids))

    def _of(self, *types: str) -> list[Live]:
        return [one for one in self.reading.resources if one.address.type in types]

    def _seen(self, tag: Live, standing: Published) -> SeenTag:
        return SeenTag(tag, *sent(tag), standing, self._stopped(tag))

    def _stopped(self, tag: Live) -> Text | None:
        ends = str(tag.state.get("ends") or "")
        if tag.state.get("paused") is True:
            return _PAUSED
        if ends and ends < self.today.isoformat():
            return Text(f"its schedule ended on {ends}", f"配信スケジュールが {ends} に終了")
        return None if fires_on(tag) or tag.state.get("fired_by") else _NO_TRIGGER


def seen_container(subject: Subject) -> SeenContainer:
    """The container of a subject that has one, see Need.CONTAINER."""
    reading = subject.reading(TAG_MANAGER)
    assert reading is not None
    return SeenContainer(reading, subject.today)


def labels_of(subject: Subject) -> Mapping[str, Live]:
    """The live actions by `AW-…/label`, see Need.LABELS."""
    by_id = {one.id: one for one in subject.live(ACTION)}
    pairs = (line.rpartition(" ")[::2] for line in subject.ads.labels.send_tos or ())
    return {send_to: by_id[action] for action, send_to in pairs if action in by_id}


def of_tag(tag: SeenTag, seen: Text, *others: Live) -> Evidence:
    """Evidence about a tag, and about the live objects that it is for."""
    ids = tuple(sorted({one.id for one in others}))
    return Evidence(str(tag.live.address), tag.called, seen, id=tag.live.id, others=ids)
