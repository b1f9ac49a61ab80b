"""The check of the plans of one run against each other, before anything is written for any of its clients."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from microconv.core.client import Client
from microconv.core.errors import Refusal
from microconv.core.plan import Plan
from microconv.core.planning.fleet import Mover, fleet_refusals, too_many
from microconv.core.planning.limits import Limits
from microconv.core.planning.moves import Move, moves

if TYPE_CHECKING:
    from microconv.core.planning.owners import Owners


class Planned(NamedTuple):
    """A client and its plan."""

    client: Client
    plan: Plan


def check_fleet(planned: Sequence[Planned], clients: int, limits: Limits, before: int = 0) -> tuple[Refusal, ...]:
    """Why nothing of these plans must be applied: too many of `clients` lose a primary or have a value changed.

    `clients` are all of the run of which there is a plan, those without changes and those done before too; `before` of
    these moved already, before the run was resumed. The line of a common base is looked up in the config files, where
    they are as they were when the plans were made.
    """
    moving = [(one.client, made) for one in planned if (made := moves(one.plan))]
    if not moving or not too_many(len(moving) + before, clients, limits):
        return ()
    return fleet_refusals(_with_places(moving), clients, before)


def _with_places(moving: Sequence[tuple[Client, tuple[Move, ...]]]) -> list[Mover]:
    from microconv.config.origins import Origins
    from microconv.loading import vocabulary

    origins = Origins([client for client, _ in moving], vocabulary())
    movers = []
    for client, made in moving:
        origin = origins.of(client)
        spans = [None if origin is None else origin.span(one.address, one.conversion, one.key) for one in made]
        movers.append(Mover(client.label, made, tuple(spans)))
    return movers


def owners(clients: Sequence[Client]) -> Owners:
    """A collector of the accounts that several of the clients of a run change."""
    from microconv.core.planning.owners import Owners
    from microconv.providers.registry import pairs, types

    counts = Counter(pair for client in clients for pair in pairs(client.accounts))
    managing = any(client.accounts.manage_owner for client in clients)
    return Owners(types(), [pair for pair, count in counts.items() if count > 1], managing=managing)


def hold_back(sharing: Owners, clients: Sequence[Client], unplanned: Iterable[Client]) -> None:
    """Refuse those of `clients` that contradict one that was done before and of which this run could make no plan."""
    from microconv.core.planning.owner_words import not_planned_again

    for done in unplanned:
        for client in contradicted([done], clients):
            sharing.conflicts.setdefault(client.label, []).append(not_planned_again(done.label))


def contradicted(left: Sequence[Client], done: Sequence[Client]) -> tuple[Client, ...]:
    """The clients of a resumed run that are done, but whose configs contradict one that is left in a shared account."""
    from microconv.core.planning.done_before import planned_again
    from microconv.providers.registry import pairs, types

    return planned_again(types(), left, done, lambda client: pairs(client.accounts))
