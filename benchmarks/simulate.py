"""Models a morning of 10 to 10,000 clients: how long it takes, where the wall is, what more workers or projects change.

A discrete-event model: workers take clients in turn, a client makes its calls in rounds, each call takes a place in the
sliding windows of its API, then as long as Google takes. Costs are measured ones, limits the published ones.

    python benchmarks/simulate.py [--japanese]     the tables, as Markdown
    python benchmarks/simulate.py --svg FILE       the plot
    python benchmarks/simulate.py --confirm        the model beside the emulator, 200 clients, limits made smaller
"""

from __future__ import annotations

import argparse
import heapq
import json
import math
import random
import re
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from microconv.providers.backoff import Backoff

DAY_S = 86_400.0
ADS, GA4, CONTAINER = "google_ads", "ga4", "tag_manager"

Rounds = tuple[tuple[str, ...], ...]
"""The calls of one client: those of a round side by side, the rounds one after another."""

PLAN: Rounds = ((ADS, ADS, ADS, GA4),)
"""One round trip (decision 21), counted in the request log of the emulator; see `--confirm`."""

AUDIT: Rounds = (*PLAN, *((ADS,),) * 8, *((GA4,),) * 5)
"""An audit's 11 operations of Google Ads and 6 calls of GA4, counted in the request log of the emulator."""

WITH_CONTAINER: Rounds = ((ADS, ADS, ADS, GA4, CONTAINER), *((CONTAINER,),) * 7)
"""Reading a container takes eight calls (docs/decisions/0014-tag-manager.md)."""

MORNINGS: Mapping[str, Rounds] = {"plan": PLAN, "plan and audit": PLAN + AUDIT, "plan with containers": WITH_CONTAINER}

LEVELS: Mapping[str, int | None] = {"Explorer": 2_880, "Basic": 15_000, "Standard": None}
"""Operations of Google Ads in 24 hours by a project's access level; None: no limit (api-policy/access-levels)."""

CLIENTS = (10, 30, 100, 300, 1_000, 3_000, 10_000)


@dataclass(frozen=True)
class Window:
    """At most `requests` in any `seconds`; with `ends` what comes after is refused and not delayed."""

    requests: int
    seconds: float
    ends: bool = False


def published(level: str) -> dict[str, tuple[Window, ...]]:
    """The limits of one project. GA4: 600 a minute for each user, of whom there is one, the service account."""
    operations = LEVELS[level]
    return {
        ADS: (Window(operations, DAY_S, ends=True),) if operations else (),
        GA4: (Window(600, 60.0),),
        CONTAINER: (Window(25, 100.0), Window(10_000, DAY_S, ends=True)),
    }


@dataclass(frozen=True)
class Google:
    """The far side: a call takes `latency_s` at the median, spread log-normally; some fail, and are repeated.

    `own_s` is what a call takes on this side.
    """

    latency_s: float = 0.25
    spread: float = 0.35
    errors: float = 0.005
    own_s: float = 0.0

    @property
    def mean_s(self) -> float:
        """The mean time of an answer."""
        return self.latency_s * math.exp(self.spread**2 / 2)


@dataclass
class Morning:
    """The end of a run: seconds, clients done, calls by API, and seconds that calls waited for a place."""

    seconds: float = 0.0
    done: int = 0
    calls: dict[str, int] = field(default_factory=lambda: {ADS: 0, GA4: 0, CONTAINER: 0})
    waited: dict[str, float] = field(default_factory=lambda: {ADS: 0.0, GA4: 0.0, CONTAINER: 0.0})

    @property
    def wall(self) -> str:
        """The API whose full window the run waits for most; empty where it is only answers."""
        api, waited = max(self.waited.items(), key=lambda one: one[1])
        return api if waited > self.seconds / 2 else ""


class Project:
    """The windows of one Cloud project."""

    def __init__(self, limits: Mapping[str, Sequence[Window]]) -> None:
        self._windows = {api: [(one, deque[float]()) for one in windows] for api, windows in limits.items()}

    def place(self, api: str, now: float) -> float | None:
        """The moment at which a call may be sent, which it takes; None where the quota is used up."""
        at = now
        for window, taken in self._windows.get(api, ()):
            if len(taken) >= window.requests:
                free = taken[-window.requests] + window.seconds
                if window.ends and free > at:
                    return None
                at = max(at, free)
        for window, taken in self._windows.get(api, ()):
            taken.append(at)
            if len(taken) > window.requests:
                taken.popleft()
        return at


def simulate(
    clients: int,
    rounds: Rounds,
    limits: Mapping[str, Sequence[Window]],
    *,
    jobs: int = 8,
    projects: int = 1,
    google: Google | None = None,
    start_s: float = 0.0,
    seed: int = 1,
) -> Morning:
    """Run all clients once. `start_s`: before the first call.

    After a refusal for the day no further client is begun. Projects share the clients evenly.
    """
    chance, google, backoff = random.Random(seed), google or Google(), Backoff()
    places, morning = [Project(limits) for _ in range(projects)], Morning(start_s)
    waiting, events, over = iter(range(clients)), list[tuple[float, int, int]](), False

    def latency() -> float:
        return google.latency_s * math.exp(chance.gauss(0.0, google.spread)) + google.own_s

    def call(api: str, project: Project, now: float) -> float | None:
        """The end of one call with its repetitions; None where the quota is used up."""
        attempt, spent = 1, 0.0
        while True:
            morning.calls[api] += 1
            at = project.place(api, now)
            if at is None:
                return None
            morning.waited[api] += at - now
            now = at + latency()
            if chance.random() >= google.errors:
                return now
            pause = backoff.pause(attempt, spent, None, chance.random())
            if pause is None:
                return now
            now, spent, attempt = now + pause, spent + pause, attempt + 1

    def begin(now: float) -> None:
        number = None if over else next(waiting, None)
        if number is not None:
            heapq.heappush(events, (now, number, 0))

    for _ in range(jobs):
        begin(start_s)
    while events:
        now, number, step = heapq.heappop(events)
        morning.seconds = max(morning.seconds, now)
        if step == len(rounds):
            morning.done += 1
            begin(now)
            continue
        ends = [call(api, places[number % projects], now) for api in rounds[step]]
        if None in ends:
            over = over or projects == 1
            begin(now)
        else:
            heapq.heappush(events, (max(end for end in ends if end is not None), number, step + 1))
    return morning


# ---- tables


def tables() -> Iterator[str]:
    """The tables of docs/fleet.md."""
    google = Google()
    yield f"Median answer {google.latency_s:g} s, 8 clients at a time, {google.errors:.1%} of calls repeated.\n"
    for name, rounds in MORNINGS.items():
        operations = sum(api == ADS for one in rounds for api in one)
        others = sum(api != ADS for one in rounds for api in one)
        yield f"**{name}** ({operations} operations of Google Ads and {others} other calls a client)\n"
        yield f"| clients | {' | '.join(LEVELS)} |\n| --- |{' --- |' * len(LEVELS)}"
        for clients in CLIENTS:
            cells = [_cell(clients, simulate(clients, rounds, published(level))) for level in LEVELS]
            yield f"| {clients:,} | {' | '.join(cells)} |"
        yield ""
    yield "| 1,000 clients | 1 project | 2 projects | 4 projects |\n| --- | --- | --- | --- |"
    for name, rounds, level in (("plan", PLAN, "Explorer"), ("plan with containers", WITH_CONTAINER, "Standard")):
        for jobs in (8, 32, 128):
            cells = [
                _cell(1_000, simulate(1_000, rounds, published(level), jobs=jobs, projects=number))
                for number in (1, 2, 4)
            ]
            yield f"| {name}, {level}, {jobs} at a time | {' | '.join(cells)} |"


_JAPANESE = (
    (
        r"Median answer (\S+) s, 8 clients at a time, (\S+) of calls repeated\.",
        r"応答の中央値 \1 秒、同時に 8 クライアント、再送 \2。",
    ),
    (
        r"\((\d+) operations of Google Ads and (\d+) other calls a client\)",
        r"（1 クライアントあたり Google 広告のオペレーション \1 件、その他 \2 回）",
    ),
    (r"([\d,]+) of them, then the quota is used up", r"\1 件で割り当てが尽きる"),
    (r"\| ([\d,]*) ?clients \|", r"| クライアント \1 |"),
    (r"(\d) projects?", r"\1 プロジェクト"),
    (r", (\d+) at a time", r"、同時 \1 件"),
    (r"plan and audit", "plan と audit"),
    (r"plan with containers", "plan（コンテナあり）"),
    (r"(\d) min\b", r"\1 分"),
    (r"(\d) h\b", r"\1 時間"),
    (r"(\d) s\b", r"\1 秒"),
)


def in_japanese(line: str) -> str:
    """A line of the tables in Japanese."""
    for english, japanese in _JAPANESE:
        line = re.sub(english, japanese, line)
    return line


def _cell(clients: int, morning: Morning) -> str:
    took = _time(morning.seconds)
    return took if morning.done == clients else f"{morning.done:,} of them, then the quota is used up"


def _time(seconds: float) -> str:
    if seconds < 120:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < 2 * 3_600 else f"{seconds / 3_600:.1f} h"


# ---- a plot


def svg(width: int = 720, height: int = 400) -> str:
    """Minutes against clients, both logarithmic, for a project with Standard access; and where the day's quotas end."""
    left, top, right, bottom = 70, 30, 20, 50
    low, high = math.log10(CLIENTS[0]), math.log10(CLIENTS[-1])
    least, most = -2.0, 4.0  # powers of ten of minutes

    def across(clients: float) -> float:
        return left + (math.log10(clients) - low) / (high - low) * (width - left - right)

    def up(minutes: float) -> float:
        return height - bottom - (math.log10(minutes) - least) / (most - least) * (height - top - bottom)

    title = "Minutes of a morning, by clients (8 at a time, one project with Standard access)"
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}"',
        ' font-family="sans-serif" font-size="12">',
        f'<rect width="{width}" height="{height}" fill="#fff"/>',
        f'<text x="{left}" y="18">{title}</text>',
    ]
    for power in range(int(least), int(most) + 1):
        y = up(10.0**power)
        parts.append(f'<path d="M{left} {y:.1f}H{width - right}" stroke="#ddd"/>')
        parts.append(f'<text x="{left - 8}" y="{y + 4:.1f}" text-anchor="end">{10.0**power:g}</text>')
    for clients in CLIENTS:
        parts.append(
            f'<text x="{across(clients):.1f}" y="{height - bottom + 18}" text-anchor="middle">{clients:,}</text>'
        )
    for level, operations in LEVELS.items():
        if operations:
            x = across(operations / sum(api == ADS for one in PLAN for api in one))
            parts.append(f'<path d="M{x:.1f} {top}V{height - bottom}" stroke="#888" stroke-dasharray="4 4"/>')
            parts.append(f'<text x="{x - 4:.1f}" y="{top + 12}" text-anchor="end">{level}: no more plans a day</text>')
    for (name, rounds), colour in zip(MORNINGS.items(), ("#1a5fb4", "#26a269", "#c64600"), strict=True):
        points = []
        for clients in CLIENTS:
            morning = simulate(clients, rounds, published("Standard"))
            if morning.done == clients:
                points.append((across(clients), up(morning.seconds / 60)))
        line = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
        parts.append(f'<polyline points="{line}" fill="none" stroke="{colour}" stroke-width="2"/>')
        x, y = points[-1]
        parts.append(f'<text x="{x - 4:.1f}" y="{y - 8:.1f}" text-anchor="end" fill="{colour}">{name}</text>')
    return "\n".join([*parts, "</svg>"]) + "\n"


def main() -> None:
    """Print what was asked for."""
    parser = argparse.ArgumentParser(description="Model a morning of many clients.")
    parser.add_argument("--svg", type=Path, help="write the plot")
    parser.add_argument("--confirm", action="store_true", help="compare the model with the emulator")
    parser.add_argument("--japanese", action="store_true", help="print the tables in Japanese")
    options = parser.parse_args()
    if options.svg:
        options.svg.write_text(svg(), encoding="utf-8")
    elif options.confirm:
        from confirm import confirmed

        print(json.dumps(confirmed(), indent=2))
    else:
        print("\n".join(map(in_japanese, tables()) if options.japanese else tables()))


if __name__ == "__main__":
    main()
