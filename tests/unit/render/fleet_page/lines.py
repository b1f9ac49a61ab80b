"""Clients in varied states, and one whose every text is hostile."""

from __future__ import annotations

import datetime

from microconv.core.client_numbers import ClientNumbers
from microconv.core.earlier_end import EarlierEnd
from microconv.core.text import Text, untranslated
from microconv.render.fleet_page.head import Head
from microconv.render.fleet_page.line import FleetLine, Remark, State, Topic

NOW = datetime.datetime(2026, 11, 30, 7, 3, tzinfo=datetime.UTC)
HEAD = Head("plan", NOW, "0.9.0")
ACCOUNTS = (("google_ads", "123-456-7890"), ("ga4", "345678901"))


def before(*totals: int | None) -> tuple[EarlierEnd, ...]:
    """Earlier ends, the last one first, each a day before the one before it; None for one that failed."""
    return tuple(
        EarlierEnd(
            "failed" if total is None else "done",
            None if total is None else ClientNumbers(update=total),
            NOW - datetime.timedelta(days=day),
            "" if not total else "old",
        )
        for day, total in enumerate(totals, start=1)
    )


STOPS = Remark(Topic.STOPS, Text("mv_cart, mv_form", "mv_cart、mv_form"))
AUDITED = (("audit", EarlierEnd("done", ClientNumbers(errors=2), NOW - datetime.timedelta(days=3))),)
LINES = (
    FleetLine("in-order", State.DONE, ClientNumbers(calls=4), 0.9, accounts=ACCOUNTS, before=before(0, 0)),
    FleetLine("gone", State.DONE, ClientNumbers(calls=4), 0.8, accounts=ACCOUNTS, before=before(4, 4)),
    FleetLine(
        "more", State.CHANGES, ClientNumbers(create=2, update=3, calls=4), 1.2, (), ACCOUNTS, before=before(3, 3, 0)
    ),
    FleetLine(
        "stops", State.CHANGES, ClientNumbers(demote=1, stops=2, calls=4), 1.1, (STOPS,), ACCOUNTS, before=before(0)
    ),
    FleetLine(
        "refused", State.REFUSED, ClientNumbers(update=2, refusals=1, calls=4), 1.1,
        (Remark(Topic.REFUSAL, Text("[max-changes] 2 changes", "[max-changes] 変更 2 件")),), ACCOUNTS,
        before=before(2), mark="new",
    ),
    FleetLine(
        "failed", State.FAILED, None, 0.1,
        (Remark(Topic.WHY, Text("the login was refused", "認証情報が拒否されました")),), before=before(None, 2),
    ),
    FleetLine(
        "late", State.UNREACHED, remarks=(Remark(Topic.WHY, Text("the run was interrupted", "実行が中断されました")),)
    ),
    FleetLine(
        "audited", State.DONE, ClientNumbers(calls=4), 0.7, accounts=ACCOUNTS, page="aoi/audit.html", place="c3",
        others=AUDITED,
    ),
    FleetLine("waiting", State.DONE, ClientNumbers(waiting=1, calls=4), 0.7, others=AUDITED),
)  # fmt: skip
"""The lines of one run, not in the order of the page."""


def hostile(evil: str) -> FleetLine:
    """A line in which every text that can come from outside is the same."""
    remarks = tuple(Remark(topic, untranslated(evil)) for topic in Topic)
    return FleetLine(
        evil, State.CHANGES, ClientNumbers(update=1), 1.0, remarks, ((evil, evil),), True, before(2), evil,
        (("audit", EarlierEnd(evil, None, NOW)),), (untranslated(evil),), evil, "c1",
    )  # fmt: skip


def many(count: int) -> list[FleetLine]:
    """So many clients, each like one of LINES."""
    return [LINES[number % len(LINES)]._replace(label=f"client-{number:03}") for number in range(count)]
