"""Quota on the command line: the gates of a run, and a line before it about what it needs and what is left."""

from __future__ import annotations

import math
import os
import time
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import click

from microconv.cli.fleet_options import BUDGET
from microconv.cli.options import LANGUAGE
from microconv.core.errors import CredentialsError
from microconv.core.text import NO_TEXT, Text

if TYPE_CHECKING:
    from microconv.core.account_ids import Accounts
    from microconv.fleet.gates import Gate
    from microconv.providers.quota_ledger import QuotaLedger

_KEPT = "microconv.quota"
"""The name under which the gates of a command line stand in its context: one set for all its phases."""


class RunGates:
    """The gates that every run over the network has: logins, quota, budget."""

    def __init__(self, command: str) -> None:
        from microconv.fleet.logins import Logins
        from microconv.fleet.needs import Measured
        from microconv.fleet.quota_gate import QuotaGate
        from microconv.providers.emulator import emulator_endpoint
        from microconv.providers.quotas import forget_old
        from microconv.state_folder import state_folder

        forget_old(state_folder() / "requests" / "emulated", time.time())

        self._ledgers: dict[tuple[str, str], QuotaLedger | None] = {}
        measured = Measured(state_folder() / "fleet", emulated=bool(emulator_endpoint(os.environ)))
        self.quota = QuotaGate(measured, command, self.ledger, BUDGET.get() or None)
        self.gates: tuple[Gate, ...] = (Logins(), self.quota)
        self._stated = False

    def ledger(self, api: str, accounts: Accounts) -> QuotaLedger | None:
        """The ledger of an API for a client; None where it has none, or no credentials: the client itself says so."""
        from microconv.fleet.logins import credentials_of
        from microconv.providers.registry import rows

        key = api, credentials_of(api, accounts)
        if key not in self._ledgers:
            open_ledger = next(row.ledger for row in rows() if row.name == api)
            try:
                self._ledgers[key] = open_ledger(accounts) if open_ledger else None
            except CredentialsError:
                self._ledgers[key] = None
        return self._ledgers[key]

    def counted(self, compute: Callable[[Any], Any], task: Any, spent: dict[str, int], *, alone: bool) -> Any:
        """The answer of a task; what it sent is added to `spent`.

        Raises QuotaSpentError where the quota of the day did not allow something to be read, unless the task writes, or
        is `alone`: then the answer says what it lacks.
        """
        from microconv.providers.spending import counted

        with counted() as spending:
            try:
                answer = compute(task)
            finally:
                spent.update(spending.sent)
        if spending.short is not None and not alone and not getattr(task, "writes", False):
            raise spending.short
        return answer

    def state(self, tasks: Sequence[Any]) -> None:
        """Say once on standard error what the run needs, against what is left; of one client only what is amiss."""
        if self._stated:
            return
        self._stated = True
        for line in (self._line(tasks) if len(tasks) > 1 else NO_TEXT, self._too_little(tasks)):
            if line:
                click.echo(line.of(LANGUAGE.get()), err=True)

    def _too_little(self, tasks: Sequence[Any]) -> Text:
        """The need of the client that takes least, where the budget has no room for any; empty otherwise."""
        budget, least = BUDGET.get(), min(map(self.quota.operations, tasks), default=0)
        if not budget or least <= budget:
            return NO_TEXT
        only = len(tasks) == 1
        return Text(
            f"--budget {budget:,} is too small: {'the client' if only else 'the client that needs least'} "
            f"may take {least:,} operations",
            f"--budget {budget:,} では 1 件も処理できません。"
            f"{'オペレーションが' if only else '最も少ないクライアントでも'}最大 {least:,} 件かかります",
        )

    def _line(self, tasks: Sequence[Any]) -> Text:
        from microconv.fleet.quota_gate import totals
        from microconv.providers.quotas import GA4, GOOGLE_ADS

        needed = {api: one for api, one in totals(self.quota, tasks).items() if one[0]}
        words = {
            GOOGLE_ADS: Text("{:,} Google Ads operations", "Google 広告のオペレーション {:,} 件"),
            GA4: Text("{:,} GA4 requests", "GA4 のリクエスト {:,} 件"),
        }
        pieces = []
        for api, word in words.items():
            if api in needed:
                amount = math.ceil(needed[api][0] - 1e-9)
                pieces.append(Text(word.en.format(amount), word.ja.format(amount)))
        if not pieces:
            return NO_TEXT
        measured = all(one[2] for api, one in needed.items() if api in words)
        how = (
            Text("measured in earlier runs", "過去の実行の実測による")
            if measured
            else Text("an estimate: nothing measured yet, no changes assumed", "変更がない場合の件数。実測なし")
        )
        what, count = Text(" and ".join(one.en for one in pieces), "、".join(one.ja for one in pieces)), len(tasks)
        left = self._left(tasks)
        return Text(
            f"{count} clients need about {what.en} ({how.en}){left.en}",
            f"クライアント {count} 件の見込み: {what.ja}（{how.ja}）{left.ja}",
        )

    def _left(self, tasks: Sequence[Any]) -> Text:
        """The part of the line on what is left: of each project of Google Ads, and of the budget."""
        from microconv.providers.quotas import ACCESS_VARIABLE, DAY, GOOGLE_ADS, access_level

        ledgers = dict.fromkeys(
            ledger
            for task in tasks
            if task.client.accounts.customer_id and (ledger := self.ledger(GOOGLE_ADS, task.client.accounts))
        )
        pieces = []
        for ledger in ledgers:
            limit, (used, left) = ledger.windows[0].limit, ledger.used_and_left(DAY)
            if left is not None:
                of = Text(f" of {limit:,}", f"{limit:,} 件中 ") if limit else NO_TEXT
                pieces.append(
                    Text(f"{left:,}{of.en} are left in the 24-hour window", f"直近 24 時間の残りは {of.ja}{left:,} 件")
                )
            elif access_level(os.environ):
                pieces.append(
                    Text(
                        f"{used:,} were sent in the last 24 hours; there is no limit",
                        f"直近 24 時間に送信済み {used:,} 件、上限なし",
                    )
                )
            else:
                pieces.append(
                    Text(
                        f"{used:,} were sent in the last 24 hours; to watch the limit, set {ACCESS_VARIABLE}",
                        f"直近 24 時間に送信済み {used:,} 件、上限は環境変数 {ACCESS_VARIABLE} で指定できます",
                    )
                )
        if BUDGET.get():
            pieces.append(Text(f"this run may spend {BUDGET.get():,}", f"今回の実行の上限は {BUDGET.get():,} 件"))
        return Text("".join(f"; {piece.en}" for piece in pieces), "".join(f"。{piece.ja}" for piece in pieces))


def _name(context: click.Context) -> str:
    """The command, such as `plan` or `tags test`."""
    names: list[str] = []
    while context.parent is not None:
        names.insert(0, str(context.command.name))
        context = context.parent
    return " ".join(names)


def run_gates(tasks: Sequence[Any]) -> RunGates | None:
    """The gates of the command that runs, the same for all its phases; None where it asks no account.

    Raises MicroconvError where the access level of Google Ads is none, JournalError where counts cannot be used.
    """
    from microconv.fleet.needs import COUNTED

    context = click.get_current_context(silent=True)
    if context is None or not tasks or any(getattr(task, "live", None) is not None for task in tasks):
        return None
    name = _name(context)
    if name not in COUNTED:
        return None
    if _KEPT not in context.meta:
        context.meta[_KEPT] = RunGates(name)
    gates: RunGates = context.meta[_KEPT]
    gates.state(tasks)
    return gates
