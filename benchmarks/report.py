"""Measures monthly reports of many clients: built from answers, frozen as JSON, read again, drawn in every form.

The answers are made up, as large as those of a shop with 12 conversions, 600 pages, 30 items and 20 campaigns; each
report is another month of another client. Every report is built and frozen as JSON; `--every N` reads again and draws
each N-th only. One process does all of it, one report at a time, as `microconv report` does without `--jobs`: so the
peak memory is that of one report. Run it by itself: ``python benchmarks/report.py --every 37``.
"""

from __future__ import annotations

import argparse
import datetime
import json
import random
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from microconv.core.account_ids import Accounts
from microconv.core.answers import Period, Row, Table
from microconv.core.client import Client
from microconv.core.conversion import Conversion, ConversionKind, Role
from microconv.core.frozen import FrozenDict
from microconv.core.monthly import GA4_TABLES, GOOGLE_ADS_TABLES, FunnelAnswer, GA4Month, GoogleAdsMonth
from microconv.core.months import Month
from microconv.core.text import Language
from microconv.render.report.csv import to_csv
from microconv.render.report.markdown import to_markdown
from microconv.render.report.outline import Outline
from microconv.render.report.page import to_html
from microconv.render.report.sections import outline
from microconv.render.report.xlsx import to_xlsx
from microconv.report.build import build
from microconv.report.document import from_json, to_json
from microconv.report.given import Given
from microconv.report.lag import LAGS
from microconv.report.questions import chains

CONVERSIONS, ACTIONS, PAGES, ITEMS, CAMPAIGNS = 12, 6, 600, 30, 20
CHANNELS = [f"Channel {number}" for number in range(10)]
DEVICES = ["desktop", "mobile", "tablet"]
_UNIT = 1e6 if sys.platform == "darwin" else 1e6 / 1024
PHASES = ("build", "to_json", "from_json", "outline", "html", "xlsx", "markdown", "csv")


def client(number: int) -> Client:
    """A shop whose first six conversions are a chain; Google Ads has these."""
    conversions = [
        Conversion(
            f"mv_step_{place}" if place else "purchase",
            ConversionKind.MICRO if place else ConversionKind.MACRO,
            Role.SECONDARY if place else Role.PRIMARY,
            source="website" if place < ACTIONS else None,
            event=f"mv_step_{place}" if place else "purchase",
            next=None if not place or place >= ACTIONS else f"mv_step_{place - 1}" if place > 1 else "purchase",
            label=f"Conversion {place}",
        )
        for place in range(CONVERSIONS)
    ]
    accounts = Accounts(str(1_000_000_001 + number), property_id=str(300_000_001 + number))
    return Client(f"Client {number:03}", tuple(conversions), accounts=accounts)


def given(one: Client, month: Month) -> Given:
    """The answers of both APIs; the same ones for the same client and month."""
    rng = random.Random(f"{one.label} {month}")
    events = [conversion.event or "" for conversion in one.conversions]
    return Given(
        month,
        made=f"{month.after}-04T09:00:00+09:00",
        version="benchmark",
        ga4=_ga4(one, month, events, rng),
        google_ads=_google_ads(one, month, rng),
        actions=FrozenDict({conversion.name: str(place) for place, conversion in enumerate(one.conversions[:ACTIONS])}),
    )


def _ga4(one: Client, month: Month, events: list[str], rng: random.Random) -> GA4Month:
    days = [(month.first + datetime.timedelta(days=day)).isoformat() for day in range(month.days)]
    pages, items = [f"/page/{page}" for page in range(PAGES)], [f"Item {item}" for item in range(ITEMS)]
    values: dict[str, list[str]] = {
        "period": [period.value for period in Period], "day": days, "event": events, "channel": CHANNELS,
        "device": DEVICES, "page": pages, "landing_page": pages, "item": items,
    }  # fmt: skip
    tables = {
        name: Table(columns, metrics, tuple(_rows([values[column] for column in columns], len(metrics), rng)))
        for name, (columns, metrics) in GA4_TABLES.items()
    }
    funnels = []
    for chain in chains(one):
        for by, of in (("device", DEVICES), ("channel", CHANNELS)):
            rows = [
                Row((period.value, str(step), name), (float(rng.randrange(9_000 // step, 10_000 // step)),))
                for period in Period
                for step in range(1, len(chain) + 1)
                for name in ("", *of)
            ]
            table = Table(("period", "step", "by"), ("users",), tuple(rows))
            funnels.append(FunnelAnswer(tuple(step.name for step in chain), True, None, by, table))
    return GA4Month(
        month, one.property_id, "Asia/Tokyo", "JPY", tables=FrozenDict(tables), funnels=tuple(funnels),
        key_events=FrozenDict(dict.fromkeys(events[:ACTIONS])),
    )  # fmt: skip


def _google_ads(one: Client, month: Month, rng: random.Random) -> GoogleAdsMonth:
    months = [month]
    for _ in range(12):
        months.append(months[-1].before)
    names = [str(number) for number in range(CAMPAIGNS)]
    values = {
        "month": [str(each) for each in months], "campaign": names, "lag": list(LAGS),
        "action": [str(number) for number in range(ACTIONS)],
    }  # fmt: skip
    campaigns, actions = (
        Table(columns, metrics, tuple(_rows([values[column] for column in columns], len(metrics), rng, 0.01)))
        for columns, metrics in GOOGLE_ADS_TABLES.values()
    )
    return GoogleAdsMonth(
        month, one.customer_id, "Asia/Tokyo", "JPY", campaigns=campaigns, actions=actions,
        campaign_names=FrozenDict({name: f"Campaign {name}" for name in names}),
    )  # fmt: skip


def _rows(values: list[list[str]], metrics: int, rng: random.Random, unit: float = 1.0) -> Iterator[Row]:
    """Rows of all combinations, falling numbers in them."""
    keys: list[tuple[str, ...]] = [()]
    for several in values:
        keys = [(*key, value) for key in keys for value in several]
    for place, key in enumerate(keys):
        most = 20_000 // (place % 50 + 1) + 10
        yield Row(key, tuple(rng.randrange(most) * unit for _ in range(metrics)))


def measured(clients: int, months: int, folder: Path, every: int = 1) -> dict[str, float]:
    """Medians of the processor seconds of each phase, kB of each form, MB on disk, and the peak memory in MB.

    `early peak MB` is the peak after a tenth of the reports: the memory is flat where the last one is no larger.
    """
    seconds: dict[str, list[float]] = {phase: [] for phase in PHASES}
    done, drawn_ones, early = 0, 0, 0.0
    sizes = dict.fromkeys(("json", "html", "xlsx"), 0)

    def timed(phase: str, work: Callable[[], object]) -> object:
        start = time.process_time()
        made = work()
        seconds[phase].append(time.process_time() - start)
        return made

    for number in range(clients):
        one, month = client(number), Month(2026, 10)
        for _ in range(months):
            answers = given(one, month)
            report = timed("build", lambda: build(one, answers))  # noqa: B023
            text = str(timed("to_json", lambda: to_json(report)))  # type: ignore[arg-type]  # noqa: B023
            (folder / f"{number}-{month}.json").write_text(text, encoding="utf-8")
            sizes["json"] += len(text.encode())
            if done % every == 0:
                drawn_ones += 1
                again = timed("from_json", lambda: from_json(text))  # noqa: B023
                if again != report:
                    raise SystemExit("a report is not read back equal")
                drawn = timed("outline", lambda: outline(again))  # type: ignore[arg-type]  # noqa: B023
                assert isinstance(drawn, Outline)
                sizes["html"] += len(str(timed("html", lambda: to_html([drawn], Language.JA))).encode())  # noqa: B023
                sizes["xlsx"] += len(bytes(timed("xlsx", lambda: to_xlsx(drawn, Language.JA))))  # type: ignore[call-overload]  # noqa: B023
                timed("markdown", lambda: to_markdown(drawn, Language.JA))  # noqa: B023
                timed("csv", lambda: to_csv(drawn, Language.JA))  # noqa: B023
            done += 1
            if done == max(1, clients * months // 10):
                early = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / _UNIT
            month = month.before
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / _UNIT
    counts = {"json": done, "html": drawn_ones, "xlsx": drawn_ones}
    return {
        **{f"{phase} s": statistics.median(seconds[phase]) for phase in PHASES},
        **{f"{form} kB a report": size / counts[form] / 1000 for form, size in sizes.items()},
        "json MB on disk": sum(file.stat().st_size for file in folder.iterdir()) / 1e6,
        "early peak MB": early,
        "peak MB": peak,
    }


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--clients", type=int, default=300)
    parser.add_argument("--months", type=int, default=12)
    parser.add_argument("--every", type=int, default=1, help="read again and draw each N-th report only")
    parser.add_argument("--json", type=Path, help="save the figures")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        figures = measured(options.clients, options.months, Path(folder), options.every)
    print(f"{options.clients} clients, {options.months} months")
    for name, value in figures.items():
        print(f"{name:>20} {value:10.2f}")
    if options.json:
        options.json.write_text(json.dumps(figures, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
