"""The difference between what the config wants and what is live. Pure: the same input gives the same plan."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from microconv.core.client import Client, Unlisted
from microconv.core.plan import Action, AttributeChange, Change, Conflict, Unmanaged, Waiting, action_of
from microconv.core.planning.scope import Scope, scope
from microconv.core.resource import Address, Desired, Live, Standing
from microconv.core.schema import ResourceType, Settable
from microconv.core.value import State, draw, same


@dataclass
class Difference:
    """What a comparison of one resource type found.

    `matched` are the live objects of the declarations, by conversion; `set_aside` those that are ours and that the
    config does not list, unless it keeps them.
    """

    changes: list[Change] = field(default_factory=list)
    conflicts: list[Conflict] = field(default_factory=list)
    waiting: list[Waiting] = field(default_factory=list)
    unmanaged: list[Unmanaged] = field(default_factory=list)
    unchanged: int = 0
    managed: int = 0
    matched: dict[str, Live] = field(default_factory=dict)
    set_aside: list[Live] = field(default_factory=list)


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
        self._live = live
        self._by_identity: dict[str, Live] = {}
        self._by_name: dict[str, list[Live]] = {}
        for item in sorted(live, key=lambda item: item.standing is Standing.HIDDEN):  # of two, the one in use
            if not item.standing.never_ours:
                self._by_identity.setdefault(item.identity, item)
            self._by_name.setdefault(item.address.name, []).append(item)
        self._claimed: set[int] = set()
        self._found = Difference()

    def run(self, wanted: list[Desired]) -> Difference:
        identities = {item.target.identity for item in wanted}
        for item in wanted:
            live = self._match(item, identities)
            if live is not None:
                self._claimed.add(id(live))
                self._found.managed += 1
                self._found.matched[item.conversion] = live
                if item.target.gone:
                    self._gone(item)
                else:
                    self._compare(item, live)
            elif item.target.gone:
                continue
            elif not item.target.creatable:
                self._found.waiting.append(Waiting(item.address, item.target.waiting, item.target.awaits))
            else:
                self._create(item)
        for live in self._live:
            if id(live) not in self._claimed:
                self._leftover(live)
        self._found.changes.sort(key=lambda change: change.sort_key)
        return self._found

    def _match(self, wanted: Desired, identities: set[str]) -> Live | None:
        live = self._by_identity.get(wanted.target.identity)
        if live is not None and id(live) not in self._claimed and self._named(live) == wanted.target.named:
            return live
        for old in wanted.target.previously:
            live = self._by_identity.get(old)
            if live is not None and old not in identities and id(live) not in self._claimed:
                return live
        return None

    @staticmethod
    def _named(live: Live) -> bool:
        """Whether an object is found by its name. What Google imports is not, whatever anybody calls it."""
        return live.identity == live.address.name

    def _taken(self, wanted: Desired, matched: Live | None) -> Live | None:
        """The live object that already has the wanted name and cannot be the wanted one."""
        for other in self._by_name.get(wanted.address.name, ()):
            if other.standing not in {Standing.REMOVED, Standing.OTHER_OWNER} and other is not matched:
                return other
        return None

    def _create(self, wanted: Desired) -> None:
        taken = self._taken(wanted, None)
        if taken is not None:
            self._conflict_over_name(wanted, taken)
            return
        reasons = ["not in the account"]
        if any(other.standing is Standing.REMOVED for other in self._by_name.get(wanted.address.name, ())):
            reasons.append("a removed one had this name; Google may refuse to use it again")
        attributes = tuple(
            AttributeChange(name, None, value)
            for name, value in wanted.state.items()
            if value is not None and value != () and not self._postponed(wanted, name, None)
        )
        self._found.changes.append(
            Change(
                action=Action.CREATE,
                address=wanted.address,
                reasons=tuple(reasons),
                attributes=attributes,
                conversion=wanted.conversion,
                protected=False,
            )
        )

    def _compare(self, wanted: Desired, live: Live) -> None:
        attributes = []
        stuck = []
        for name, value in wanted.state.items():
            before = live.state.get(name)
            if before is value or same(before, value):
                continue
            if self._type.attribute(name).settable is Settable.ON_CREATE:
                stuck.append(f"{name} is {draw(before)} and cannot become {draw(value)}")
            elif self._postponed(wanted, name, live.state):
                continue
            attributes.append(AttributeChange(name, before, value))
        if stuck:
            self._found.conflicts.append(
                Conflict(
                    wanted.address,
                    f"{'; '.join(stuck)}: the API sets this only when the object is made",
                    "declare what is live, or give this conversion a new name; microconv never deletes and re-creates",
                    str(wanted.span or ""),
                )
            )
            return
        if not attributes:
            self._found.unchanged += 1
            return
        renamed = live.address.name != wanted.address.name and "name" in wanted.state
        taken = self._taken(wanted, live) if renamed else None
        if taken is not None:
            self._conflict_over_name(wanted, taken)
            return
        reasons = [wanted.why or "differs from the config"]
        if renamed:
            reasons = [f'renamed from "{live.address.name}"']
        if live.standing is Standing.HIDDEN:
            reasons.append("hidden in the account, listed in the config")
        changed = tuple(attributes)
        self._found.changes.append(
            Change(
                action=action_of(changed),
                address=wanted.address,
                reasons=tuple(reasons),
                attributes=changed,
                id=live.id,
                conversion=wanted.conversion,
                protected=wanted.protect,
            )
        )

    def _postponed(self, wanted: Desired, name: str, live: State | None) -> bool:
        """Whether an attribute cannot be given its value yet; then it is waited for."""
        why = self._type.postponed(name, wanted.state[name], live) if self._type.postponed else ""
        if why:
            self._found.waiting.append(Waiting(wanted.address, f"{name}: {why}", "Google's model"))
        return bool(why)

    def _leftover(self, live: Live) -> None:
        whose, why = scope(live, self._client, listed=False, mentioned=self._mentioned)
        if whose is Scope.NOT_OURS:
            if not self._type.quiet:
                self._found.unmanaged.append(Unmanaged(live.address, why, live.id))
            return
        self._found.managed += 1
        if self._client.unlisted is not Unlisted.KEEP:
            self._found.set_aside.append(live)
        change = self._unlisted(live)
        if change is None:
            self._found.unchanged += 1
        else:
            self._found.changes.append(change)

    def _unlisted(self, live: Live) -> Change | None:
        if self._client.unlisted is Unlisted.KEEP:
            return None
        if self._client.unlisted is Unlisted.REMOVE and live.deletable:
            return Change(
                action=Action.REMOVE,
                address=live.address,
                reasons=("not in the config, and the config says `unlisted: remove`",),
                attributes=self._lost(live),
                id=live.id,
            )
        attributes = tuple(
            AttributeChange(name, live.state.get(name), value)
            for name, value in self._type.demoted.items()
            if not same(live.state.get(name), value)
        )
        if not attributes:
            return None
        return Change(
            action=Action.DEMOTE,
            address=live.address,
            reasons=("not in the config",),
            attributes=attributes,
            id=live.id,
        )

    def _lost(self, live: Live) -> tuple[AttributeChange, ...]:
        """What a removal takes away, so that a plan and a journal know it."""
        return tuple(
            AttributeChange(item.name, live.state[item.name], None)
            for item in self._type.attributes
            if item.settable is not Settable.NEVER and live.state.get(item.name) is not None
        )

    def _gone(self, wanted: Desired) -> None:
        """Remove every object that goes by an identity: there can be several, such as rules for one event."""
        for live in self._live:
            if live.identity != wanted.target.identity or live.standing.never_ours:
                continue
            self._claimed.add(id(live))
            self._found.changes.append(
                Change(
                    action=Action.REMOVE,
                    address=wanted.address,
                    reasons=("the config says that there is none",),
                    attributes=self._lost(live),
                    id=live.id,
                    conversion=wanted.conversion,
                    protected=wanted.protect,
                )
            )

    def _conflict_over_name(self, wanted: Desired, taken: Live) -> None:
        self._found.conflicts.append(
            Conflict(
                Address(self._type.name, wanted.address.name),
                f"the name is taken by {taken.id}, which is {taken.standing.value}",
                "rename one of the two; names are unique in an account",
                str(wanted.span or ""),
            )
        )
