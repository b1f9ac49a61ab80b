"""Actions that record the same act: found by GA4's event, by being purchases, by names, or by their counts."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, product
from typing import NamedTuple

from microconv.analysis.act_names import UNTOLD, fits
from microconv.analysis.daily_counts import Days, side_by_side
from microconv.analysis.near_names import near, of_later, words
from microconv.analysis.near_pairs import near_pairs
from microconv.analysis.once import once
from microconv.analysis.subject import Subject
from microconv.core.ga4_import import import_identity, imported_from, is_import
from microconv.core.resource import Live
from microconv.core.text import Text

TAGGED = frozenset({"webpage", "webpage_codeless"})
"""Types of action that a tag on the site, or Google in its stead, records."""

ENOUGH = 20.0
"""From how many conversions in 30 days on two counts that are nearly equal are hardly so by chance. A judgement."""

NEARLY = 0.1
"""The largest relative difference between the counts of a tag and of an import of one act. A judgement.

Tags are blocked or fire early, and GA4 gives credit in its own way and not on the same day.
"""

ENOUGH_ALIKE = 10.0
"""The same where their names differ by a word, and their days can be compared. A judgement."""

LOST = 0.2
"""The largest difference, then: tags lose up to a fifth of the acts, by blockers and where nobody consents."""

LATER = frozenset({"qualified_lead", "converted_lead"})
"""The categories of what becomes of a lead."""

UPLOADED = frozenset({"upload_clicks", "salesforce"})
"""Types of action that are uploaded, or copied from Salesforce, with the click before them."""

_WORDS = {
    "import": Text("import", "インポート"),
    "tag": Text("tag", "タグ"),
    "upload": Text("upload", "アップロード"),
    "": Text("otherwise", "その他の方法"),
}
_ROLES = {"primary": Text("primary", "メインアクション"), "secondary": Text("secondary", "サブアクション")}

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


@once
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


@once
def known(subject: Subject) -> frozenset[str]:
    """The ids of the imports that bidding has beside a tag for the same event, or beside another import of it."""
    ids: set[str] = set()
    for act in acts(subject):
        imports = [item.id for item in act.imports if subject.for_bidding(item)]
        ids.update(imports if any(map(subject.for_bidding, act.tags)) else imports[1:])
    return frozenset(ids)


@once
def purchases(subject: Subject) -> tuple[tuple[Live, ...], tuple[Live, ...]]:
    """The tags and the imports for purchases that bidding has."""
    actions = [item for item in subject.relevant if subject.for_bidding(item) and _purchase(item)]
    return (
        tuple(item for item in actions if item.action.type in TAGGED),
        tuple(item for item in actions if imported(item)),
    )


def _purchase(item: Live) -> bool:
    return item.action.category == "purchase" or item.action.type == "google_analytics_4_purchase"


@dataclass(frozen=True, slots=True)
class Twins:
    """Two actions that bidding has and that may count one act. `near` says that their names differ by a word at most.

    `days` are the days on which they can be compared, None where these are not known.
    """

    one: Live
    other: Live
    near: bool
    days: Days | None


def way(item: Live) -> str:
    """The way in which an act on the site comes to be counted by an action; empty for what happens elsewhere."""
    if imported(item):
        return "import"
    kind = item.action.type
    return "tag" if kind in TAGGED else "upload" if kind in UPLOADED else ""


def recorded_as(subject: Subject, item: Live) -> Text:
    """The way in which an action counts an act, and its role, in words."""
    how, role = _WORDS[way(item)], _ROLES[subject.role(item)]
    return Text(f"{how.en} ({role.en})", f"{how.ja}（{role.ja}）")


@once
def comparable(subject: Subject) -> tuple[Twins, ...]:
    """The pairs of actions that bidding has, that may be of one act, and that have enough conversions to tell.

    One is a tag, the other an import or an upload, or one an import and the other an upload. They are of one category;
    where days can be compared, results and names that differ by a word may be of two that are alike. Two that come in
    the same way must have such names, and different goals: what a goal uses twice is what roles-several-primaries is
    about. Those that are doubles by event or as purchases are left out.
    """
    tags, imports = purchases(subject)
    doubles = known(subject) | (frozenset(item.id for item in imports) if tags else frozenset())
    items = [item for item in subject.relevant if way(item) and item.id not in doubles and subject.for_bidding(item)]
    named = [_named(subject, item) for item in items]
    pairs = (_twins(subject, named[one], named[other]) for one, other in sorted(_candidates(subject, named)))
    return tuple(pair for pair in pairs if pair is not None)


def _candidates(subject: Subject, items: Sequence[_Named]) -> set[tuple[int, int]]:
    """The pairs of positions that `_twins` may take for twins: few of all that there are.

    They have names that may be near, or come in two ways and are of one category, or are both known by day.
    """
    pairs = set(near_pairs([item.words for item in items]))
    kinds: dict[tuple[str, str], list[int]] = defaultdict(list)
    for index, item in enumerate(items):
        kinds[way(item.item), item.item.action.category].append(index)
    for (one_way, one), (other_way, other) in combinations(kinds, 2):
        if one_way != other_way and _one_matter(one, other):
            sides = [kinds[one_way, one], kinds[other_way, other]]
            if one != other:
                sides = [[at for at in side if subject.counted(items[at].item).days] for side in sides]
            pairs.update((min(both), max(both)) for both in product(*sides))
    return pairs


def of_two_kinds(subject: Subject, one: Live, other: Live) -> bool:
    """True where one of two actions is known to be a step, and the other to be a result."""
    mine, theirs = subject.judged(one), subject.judged(other)
    return mine.known and theirs.known and mine.step is not theirs.step


def named_alike(subject: Subject, one: Live, other: Live) -> bool:
    """True where the names of two actions differ by a word at most, see `near`."""
    return near(_spoken(subject, one), _spoken(subject, other))


def together(subject: Subject, one: Live, other: Live) -> Days | None:
    """The days on which two actions can be compared."""
    return side_by_side(subject.counted(one).days, subject.counted(other).days)


def equal(subject: Subject, pair: Twins) -> bool:
    """True where two comparable actions seem to count one act.

    Their numbers are NEARLY equal, or with names that differ by a word, as near as tags are that LOSE some; and where
    days are known, they are those of one act on these, see `Days.same`.
    """
    numbers = (subject.counted(pair.one).all, subject.counted(pair.other).all)
    least = 1 - (LOST if pair.near and pair.days is not None else NEARLY)
    if pair.days is not None:
        return pair.days.near >= least and pair.days.same
    return min(numbers) >= least * max(numbers)


@once
def repeated(subject: Subject) -> frozenset[str]:
    """The ids of the actions that record an act which another one records too: all but one for each act."""
    ids = {item.id for act in acts(subject) for item in act.all[1:]}
    tags, imports = purchases(subject)
    ids.update(item.id for item in imports if tags)
    likely = [pair for pair in comparable(subject) if equal(subject, pair)]
    return frozenset(ids.union(pair.other.id for pair in likely))


class _Named(NamedTuple):
    """An action, the words of its name, and whether they say what became of an act."""

    item: Live
    words: tuple[str, ...]
    later: bool


def _named(subject: Subject, item: Live) -> _Named:
    """An action with the words of its name, of an import with those of its event."""
    spoken = _spoken(subject, item)
    return _Named(item, spoken, of_later(spoken))


def _spoken(subject: Subject, item: Live) -> tuple[str, ...]:
    """The words of an action's name, of an import those of its event."""
    return words(_event(item.identity) or item.address.name, subject.prefix)


def _twins(subject: Subject, first: _Named, second: _Named) -> Twins | None:
    """Two actions as twins, if they can be compared. Cheap reasons against it come first: there are many pairs."""
    one, other = first.item, second.item
    states = one.action, other.action
    one_category, one_way = states[0].category == states[1].category, way(one) == way(other)
    if first.later is not second.later or (one_way and states[0].pair == states[1].pair):
        return None
    close = near(first.words, second.words)
    if (one_way and not close) or not _one_matter(states[0].category, states[1].category):
        return None
    if of_two_kinds(subject, one, other):
        return None
    days = together(subject, one, other)
    by_day = days is not None and days.enough
    results = by_day and not (subject.micro(one) or subject.micro(other))
    named = by_day and close
    if not (named or (not one_way and (one_category or results))):
        return None
    counts = (days.one, days.other) if days is not None else (subject.counted(one).all, subject.counted(other).all)
    return Twins(one, other, named, days) if min(counts) >= (ENOUGH_ALIKE if named else ENOUGH) else None


def _one_matter(category: str, other: str) -> bool:
    """True where one act may be in either of two categories; a lead is not what becomes of it."""
    alike = category == other or UNTOLD in {category, other}
    return alike or (fits(category, other) and ((category in LATER) is (other in LATER)))


def _recorded(subject: Subject, item: Live, alike: Mapping[str, str]) -> str:
    """The identity that an import of what an action records would have; empty where it cannot be told."""
    conversion = subject.declared(item)
    if imported(item):
        return ""
    if conversion is not None and conversion.event is not None:
        return import_identity(subject.config.property_id, conversion.event)
    if item.action.type not in TAGGED:
        return ""
    return alike.get(_plain(item.address.name, subject.prefix), "")


def _event(identity: str) -> str:
    return (imported_from(identity) or ("", ""))[1]


def _plain(name: str, prefix: str) -> str:
    """A name in lower case without the prefix, its words joined by single underscores."""
    words = _SEPARATORS.sub("_", name.lower()).strip("_")
    return words.removeprefix(_SEPARATORS.sub("_", prefix.lower()))
