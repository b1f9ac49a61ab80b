"""Actions that record the same act: found by GA4's event, by being purchases, or by their counts."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

from microconv.analysis.subject import Subject
from microconv.core.action_state import ActionState
from microconv.core.ga4_import import import_identity, imported_from, is_import
from microconv.core.resource import Live

TAGGED = frozenset({"webpage", "webpage_codeless"})
"""Types of action that a tag on the site, or Google in its stead, records."""

ENOUGH = 20.0
"""From how many conversions in 30 days on two counts that are nearly equal are hardly so by chance. A judgement."""

NEARLY = 0.1
"""The largest relative difference between the counts of a tag and of an import of one act. A judgement.

Tags are blocked or fire early, and GA4 gives credit in its own way and not on the same day.
"""

_SEPARATORS = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Act:
    """A GA4 event, and the actions that record it, by name: imports of it, and tags for it."""

    event: str
    imports: tuple[Live, ...]
    tags: tuple[Live, ...]

    @property
    def all(self) -> tuple[Live, ...]:
        """The tags, then the imports."""
        return (*self.tags, *self.imports)


def imported(item: Live) -> bool:
    """True if Google imports an action from GA4."""
    return is_import(item.identity)


def acts(subject: Subject) -> tuple[Act, ...]:
    """The events that are imported, by property and event, with all that records them.

    A tag belongs to the event that its conversion has in the config. Of another one only the name can tell: it is that
    of the event, but for the prefix, capitals and separators.
    """
    imports: dict[str, list[Live]] = {}
    alike: dict[str, str] = {}
    for item in subject.relevant:
        if imported(item):
            imports.setdefault(item.identity, []).append(item)
            alike.setdefault(_plain(_event(item.identity), subject.prefix), item.identity)
    tags: dict[str, list[Live]] = {}
    for item in subject.relevant:
        tags.setdefault(_recorded(subject, item, alike), []).append(item)
    return tuple(
        Act(_event(identity), tuple(imports[identity]), tuple(tags.get(identity, ()))) for identity in sorted(imports)
    )


def known(subject: Subject) -> frozenset[str]:
    """The ids of the imports that bidding has beside a tag for the same event, or beside another import of it."""
    ids: set[str] = set()
    for act in acts(subject):
        imports = [item.id for item in act.imports if subject.for_bidding(item)]
        ids.update(imports if any(map(subject.for_bidding, act.tags)) else imports[1:])
    return frozenset(ids)


def purchases(subject: Subject) -> tuple[tuple[Live, ...], tuple[Live, ...]]:
    """The tags and the imports for purchases that bidding has."""
    actions = [item for item in subject.relevant if subject.for_bidding(item) and _purchase(item)]
    return (
        tuple(item for item in actions if ActionState(item.state).type in TAGGED),
        tuple(item for item in actions if imported(item)),
    )


def _purchase(item: Live) -> bool:
    return (
        ActionState(item.state).category == "purchase" or ActionState(item.state).type == "google_analytics_4_purchase"
    )


def countable(subject: Subject) -> tuple[Live, ...]:
    """The actions that bidding has with ENOUGH conversions, less those that are doubles by event or as purchases."""
    tags, imports = purchases(subject)
    doubles = known(subject) | (frozenset(item.id for item in imports) if tags else frozenset())
    return tuple(
        item
        for item in subject.relevant
        if subject.for_bidding(item) and item.id not in doubles and subject.counted(item).all >= ENOUGH
    )


def equals(subject: Subject) -> Mapping[str, Live]:
    """The actions whose act seems to be counted by a tag and by an import: the other one, by the id of each.

    They are of one category, and next to each other, and NEARLY equal, in the order of their counts. Two tags, or two
    imports, of one category are what roles-several-primaries is about.
    """
    others: dict[str, Live] = {}
    ordered: dict[str, list[Live]] = {}
    for item in sorted(countable(subject), key=lambda item: -subject.counted(item).all):
        ordered.setdefault(ActionState(item.state).category, []).append(item)
    for items in ordered.values():
        for more, less in pairwise(items):
            near = subject.counted(less).all >= (1 - NEARLY) * subject.counted(more).all
            if near and imported(more) is not imported(less):
                others.setdefault(more.id, less)
                others.setdefault(less.id, more)
    return others


def _recorded(subject: Subject, item: Live, alike: Mapping[str, str]) -> str:
    """The identity that an import of what an action records would have; empty where it cannot be told."""
    conversion = subject.declared(item)
    if imported(item):
        return ""
    if conversion is not None and conversion.event is not None:
        return import_identity(subject.config.property_id, conversion.event)
    if ActionState(item.state).type not in TAGGED:
        return ""
    return alike.get(_plain(item.address.name, subject.prefix), "")


def _event(identity: str) -> str:
    return (imported_from(identity) or ("", ""))[1]


def _plain(name: str, prefix: str) -> str:
    """A name in lower case without the prefix, its words joined by single underscores."""
    words = _SEPARATORS.sub("_", name.lower()).strip("_")
    return words.removeprefix(_SEPARATORS.sub("_", prefix.lower()))
