"""Accounts whose users are simulated one by one, so that the truth behind each count is known.

Users do the first step of a chain on a day of their own, go on from step to step with given shares and delays, and may
come to the final conversion; steps outside the chain are done by chance. Counts are then made as a pairwise closed
funnel makes them: the first time of a step, and a final conversion after it, within the horizon and the days.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from microconv.core.client import Client
from microconv.core.conversion import Conversion, ConversionKind, Role, Value
from microconv.core.paths import FinalCount, PathCount, PathsAnswer, PathSource, PathsWanted

LAST = datetime.date(2026, 11, 20)
FINAL = "purchase"
WORTH = 10_000.0
HORIZON = 30


@dataclass(frozen=True)
class Account:
    """The truth of one account.

    chain: each step with the share of users who go on from it; the last goes on to the final conversion.
    beside: steps outside the chain, with the share of all users who do them.
    reach: the share of visitors who do the first step.
    visitors: visitors in the days of the count.
    days: the days.
    delay: the mean days from one step to the next, exponential.
    repeated: the mean of further events of a user who did a step.
    """

    chain: Mapping[str, float]
    beside: Mapping[str, float] = field(default_factory=dict)
    reach: float = 0.4
    visitors: int = 5000
    days: int = 90
    delay: float = 0.5
    repeated: float = 0.0

    def share(self, step: str) -> float:
        """P(final | step) without an end of the days; delays are short beside the horizon."""
        if step in self.beside:
            return self.reach * float(np.prod(list(self.chain.values())))
        names = list(self.chain)
        return float(np.prod([self.chain[name] for name in names[names.index(step) :]]))


def answer(account: Account, chance: np.random.Generator, source: PathSource = PathSource.FUNNELS) -> PathsAnswer:
    """The counts of one period of the account. The export leaves out users who had less than the horizon."""
    visitors = account.visitors
    visit = chance.uniform(0, account.days, visitors)
    times: dict[str, np.ndarray] = {}
    now, here = visit, chance.random(visitors) < account.reach
    for step, onward in account.chain.items():
        times[step] = np.where(here, now, np.inf)
        here = here & (chance.random(visitors) < onward)
        now = now + chance.exponential(account.delay, visitors)
    final = np.where(here & (now < account.days), now, np.inf)
    for step, share in account.beside.items():
        # by chance, and before the rest of the visit, so that all of it can follow
        times[step] = np.where(chance.random(visitors) < share, visit - 1e-9, np.inf)
    until = account.days - HORIZON if source is PathSource.EXPORT else account.days
    counts = []
    for step, time in times.items():
        did = time < until
        reached = did & (final > time) & (final <= time + HORIZON)
        events = int(did.sum() + (chance.poisson(account.repeated, int(did.sum())).sum() if account.repeated else 0))
        counts.append(PathCount(step, FINAL, int(did.sum()), int(reached.sum()), events))
    finals = int(np.isfinite(final).sum())
    first = LAST - datetime.timedelta(days=account.days - 1)
    return PathsAnswer(
        source,
        PathsWanted(first, LAST, HORIZON, tuple((step, FINAL) for step in times)),
        all_users=visitors,
        paths=tuple(counts),
        finals=(FinalCount(FINAL, finals, finals, finals * WORTH),),
        currency="JPY",
        counted_until=LAST - datetime.timedelta(days=HORIZON) if source is PathSource.EXPORT else None,
    )


def counted(counts: Mapping[str, tuple[int, int]], *, days: int = 90, events: Mapping[str, int] | None = None,
            users: int | None = None, finals: FinalCount | None = None,
            source: PathSource = PathSource.EXPORT) -> PathsAnswer:  # fmt: skip
    """An answer with these counts: of each event who reached the final conversion, and all users."""
    first = LAST - datetime.timedelta(days=days - 1)
    return PathsAnswer(
        source,
        PathsWanted(first, LAST, HORIZON, tuple((event, FINAL) for event in counts)),
        all_users=users,
        paths=tuple(
            PathCount(event, FINAL, of, reached, (events or {}).get(event)) for event, (reached, of) in counts.items()
        ),
        finals=() if finals is None else (finals,),
        currency="JPY",
    )


def micro(name: str, amount: float | None, following: str | None = None, **more: object) -> Conversion:
    """A micro-conversion with this value in yen."""
    wanted = {"role": Role.SECONDARY, "source": "website", "event": name, "next": following} | more
    value = None if amount is None else Value(amount, "JPY")
    return Conversion(name, ConversionKind.MICRO, value=value, **wanted)  # type: ignore[arg-type]


def macro(amount: float | None = WORTH, name: str = FINAL, **more: object) -> Conversion:
    """A final conversion with this value in yen."""
    wanted = {"role": Role.PRIMARY, "source": "website", "event": name} | more
    value = None if amount is None else Value(amount, "JPY")
    return Conversion(name, ConversionKind.MACRO, value=value, **wanted)  # type: ignore[arg-type]


def client(*conversions: Conversion) -> Client:
    """A client in yen."""
    return Client("Client", conversions, currency="JPY")


def chain_client(account: Account, amounts: Mapping[str, float | None], beside: Sequence[str] = ()) -> Client:
    """A client with the account's chain, and steps beside it that lead to the final conversion too."""
    names = [*account.chain, FINAL]
    steps = [micro(name, amounts.get(name), names[place + 1]) for place, name in enumerate(account.chain)]
    return client(*steps, *(micro(name, amounts.get(name), FINAL) for name in beside), macro())
