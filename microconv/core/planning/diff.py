"""The difference between what the config wants and what is live. Pure: the same input gives the same plan."""

from __future__ import annotations

from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass, field

from microconv.core.action_state import NAME
from microconv.core.client import Client, Unlisted
from microconv.core.conversion import Role
from microconv.core.kinds import DOUBLED, TAGS
from microconv.core.plan import DIFFERS, Action, AttributeChange, Change, Conflict, Unmanaged, Waiting, action_of
from microconv.core.planning.diff_texts import (
    AS_IT_READS,
    DECLARE,
    GONE,
    HIDDEN,
    MODEL,
    NAME_USED_BEFORE,
    RENAME,
    WITH_FIRST_ACTION,
    absent,
    fixed,
    not_yet,
    renamed_from,
    stays,
    taken_by,
)
from microconv.core.planning.google_actions import name_hint
from microconv.core.planning.matching import Matching
from microconv.core.planning.scope import Scope, scope
from microconv.core.planning.unlisted import lost, unlisted
from microconv.core.resource import Address, Desired, Live, Standing
from microconv.core.schema import UNSET, ResourceType, Settable
from microconv.core.text import NO_TEXT, Text
from microconv.core.value import Scalar, State, same


@dataclass
class Difference:
    """The result of comparing one resource type.

    changes: the objects to be changed.
    conflicts: declarations that cannot be carried out.
    waiting: declarations that wait for Google.
    unmanaged: live objects that are not ours.
    unchanged: the number of objects that are as they should be.
    managed: the number of live objects that are ours.
    matched: the live objects of the declarations, by conversion.
    set_aside: objects that are ours and that the config does not list, unless it keeps them.
    held: the ids of those that keep their role until what takes over from them is there.
    """

    changes: list[Change] = field(default_factory=list)
    conflicts: list[Conflict] = field(default_factory=list)
    waiting: list[Waiting] = field(default_factory=list)
    unmanaged: list[Unmanaged] = field(default_factory=list)
    unchanged: int = 0
    managed: int = 0
    matched: dict[str, Live] = field(default_factory=dict)
    set_aside: list[Live] = field(default_factory=list)
    held: set[str] = field(default_factory=set)


def diff(resource_type: ResourceType, wanted: Sequence[Desired], live: Iterable[Live], client: Client) -> Difference:
    """Compare every object of one type. The order of `wanted` and `live` does not matter."""
    return _Comparison(resource_type, client, sorted(live, key=lambda item: (item.address.name, item.id))).run(
        sorted(wanted, key=lambda item: item.address.name)
    )


class _Comparison:
    def __init__(self, resource_type: ResourceType, client: Client, live: list[Live]) -> None:
        self._type = resource_type
        self._client = client
        self._mentioned = resource_type.mentions(client)
        self._doubled = resource_type.name in DOUBLED
        self._matching = Matching(live)
        self._difference = Difference()

    def run(self, wanted: list[Desired]) -> Difference:
        identities = {item.target.identity for item in wanted}
        equal = self._equal_ones(wanted) if self._doubled else {}
        for item in wanted:
            live = equal.get(id(item)) or self._match(item, identities)
            if live is not None:
                self._matching.claim(live)
                self._difference.managed += 1
                self._difference.matched[item.conversion] = live
                if item.target.gone:
                    self._gone(item)
                else:
                    self._compare(item, live)
            elif item.target.gone:
                continue
            elif not item.target.creatable:
                self._difference.waiting.append(Waiting(item.address, item.target.waiting, item.target.awaits))
            else:
                self._create(item)
        for live in self._matching.unclaimed():
            self._leftover(live)
        self._difference.changes.sort(key=lambda change: change.sort_key)
        return self._difference

    def _match(self, wanted: Desired, identities: Set[str]) -> Live | None:
        if self._doubled and not wanted.target.gone:
            return self._matching.match_one_of(wanted)
        return self._matching.match(wanted, identities)

    def _equal_ones(self, wanted: Sequence[Desired]) -> dict[int, Live]:
        """The live objects that are just as they are wanted, before any is taken for another and changed."""

        def alike(name: str, one: Scalar, other: Scalar) -> bool:
            return self._type.attribute(name).alike(one, other)

        equal: dict[int, Live] = {}
        for item in wanted:
            live = None if item.target.gone else self._matching.match_equal(item, alike)
            if live is not None:
                self._matching.claim(live)
                equal[id(item)] = live
        return equal

    def _create(self, wanted: Desired) -> None:
        taken = None if self._doubled else self._matching.taken(wanted, None)
        if taken is not None:
            self._conflict_over_name(wanted, taken)
            return
        reasons = [absent(wanted.address.type)]
        if self._matching.removed(wanted.address.name):
            reasons.append(NAME_USED_BEFORE)
        attributes = tuple(
            AttributeChange(name, None, value)
            for name, value in self._first_state(wanted).items()
            if value is not None and value != () and not self._postponed(wanted, name, None)
        )
        self._difference.changes.append(
            Change(
                action=Action.CREATE,
                address=wanted.address,
                reasons=tuple(reasons),
                attributes=attributes,
                conversion=wanted.conversion,
                protected=False,
            )
        )

    def _first_state(self, wanted: Desired) -> dict[str, Scalar]:
        """The state of a new object: what the config names, and what the API wants beside it."""
        state = dict(wanted.state)
        for item in self._type.attributes:
            if item.initial is not UNSET:
                state.setdefault(item.name, item.initial)
        return state

    def _compare(self, wanted: Desired, live: Live) -> None:
        attributes, stuck = self._different(wanted, live)
        if stuck:
            self._difference.conflicts.append(
                Conflict(
                    wanted.address,
                    fixed(stuck),
                    DECLARE,
                    str(wanted.span or ""),
                )
            )
            return
        if not attributes:
            self._difference.unchanged += 1
            return
        renamed = live.address.name != wanted.address.name and NAME in wanted.state
        taken = self._matching.taken(wanted, live) if renamed else None
        if taken is not None:
            self._conflict_over_name(wanted, taken)
            return
        why = wanted.why or (DIFFERS if live.id else WITH_FIRST_ACTION)
        if wanted.explicit and all(same(item.before, item.after) for item in attributes):
            why = AS_IT_READS
        reasons = [renamed_from(live.address.name) if renamed else why]
        if live.standing is Standing.HIDDEN:
            reasons.append(HIDDEN)
        self._difference.changes.append(
            Change(
                action=action_of(attributes),
                address=wanted.address,
                reasons=tuple(reasons),
                attributes=attributes,
                id=live.id,
                conversion=wanted.conversion,
                protected=wanted.protect,
            )
        )

    def _different(self, wanted: Desired, live: Live) -> tuple[tuple[AttributeChange, ...], list[Text]]:
        """The attributes that differ, and those among them that the API sets only when the object is made."""
        attributes = []
        stuck = []
        for name, value in wanted.state.items():
            before = live.state.get(name)
            if not wanted.explicit and (before is value or same(before, value)):
                continue
            attribute = self._type.attribute(name)
            if not wanted.explicit and attribute.alike(before, value):
                continue
            if attribute.settable is Settable.ON_CREATE:
                stuck.append(stays(attribute, before, value))
            elif self._postponed(wanted, name, live.state):
                continue
            attributes.append(AttributeChange(name, before, value))
        return tuple(attributes), stuck

    def _postponed(self, wanted: Desired, name: str, live: State | None) -> bool:
        """True where an attribute cannot be given its value yet; then it is waited for."""
        why = self._type.postponed(name, wanted.state[name], live) if self._type.postponed else NO_TEXT
        if why:
            self._difference.waiting.append(Waiting(wanted.address, not_yet(self._type.attribute(name), why), MODEL))
        return bool(why)

    def _leftover(self, live: Live) -> None:
        whose, why = scope(live, self._client, listed=False, mentioned=self._mentioned)
        if whose is Scope.NOT_OURS:
            if not self._type.quiet:
                self._difference.unmanaged.append(Unmanaged(live.address, why, live.id))
            return
        self._difference.managed += 1
        if self._client.unlisted is not Unlisted.KEEP:
            self._difference.set_aside.append(live)
        change = unlisted(self._type, live, self._client.unlisted)
        if change is None:
            self._difference.unchanged += 1
        else:
            self._difference.changes.append(change)

    def _gone(self, wanted: Desired) -> None:
        """Remove every object that goes by an identity."""
        for live in self._matching.all_of(wanted.target.identity):
            self._matching.claim(live)
            self._difference.changes.append(
                Change(
                    action=Action.REMOVE,
                    address=wanted.address,
                    reasons=(GONE,),
                    attributes=lost(self._type, live),
                    id=live.id,
                    conversion=wanted.conversion,
                    protected=wanted.protect,
                )
            )

    def _primary(self, wanted: Desired) -> bool:
        conversion = self._client.by_name.get(wanted.conversion)
        return conversion is not None and conversion.role is Role.PRIMARY

    def _conflict_over_name(self, wanted: Desired, taken: Live) -> None:
        if self._type.name in TAGS:
            self._matching.claim(taken)  # a tag that a declared one meets is nobody's leftover
        self._difference.conflicts.append(
            Conflict(
                Address(self._type.name, wanted.address.name),
                taken_by(taken),
                name_hint(taken, primary=self._primary(wanted)) or RENAME,
                str(wanted.span or ""),
            )
        )
