"""Conflicts and warnings about the accounts themselves: currency, owner, web stream, and the way to them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from microconv.core.client import Client
from microconv.core.diagnostics import Diagnostic, Severity
from microconv.core.kinds import ACCOUNT_GOAL, ACTION, CUSTOM_GOAL
from microconv.core.plan import Action, Change, Conflict
from microconv.core.resource import Address, Reading
from microconv.core.text import Text

_ONE_WORLD = Text(
    "unset what points at the emulator, or `source` the whole file that `microconv emulator --env-file` wrote",
    "エミュレーターを指す環境変数を解除するか、`microconv emulator --env-file` が書いたファイル全体を `source` して"
    "ください",
)
_ONE_STREAM = Text(
    "event rules and enhanced measurement belong to one web stream",
    "イベント作成ルールと拡張計測機能は、1 つのウェブ ストリームに属します",
)
_MANAGE_OWNER = Text(
    "if every account that shares them may change, write `google_ads: {manage_owner: true}` and run "
    "`sync --allow manager`; or take them out of the config",
    "共有しているすべてのアカウントが変わってもよければ、`google_ads: {manage_owner: true}` と書いて "
    "`sync --allow manager` を実行してください。そうでなければ、設定から外してください",
)


def owner_of(readings: Sequence[Reading]) -> str:
    """The manager account in which the plan would change conversions, empty if it is the client's own."""
    for reading in readings:
        if reading.facts.owner.managed:
            return str(reading.facts.owner.account)
    return ""


def shared_with(readings: Sequence[Reading]) -> tuple[str, ...]:
    """The client accounts that share the conversions of that manager account, as people write them."""
    known = (reading.facts.owner.shared_with for reading in readings)
    return next((accounts for accounts in known if accounts is not None), ())


def conflicts(client: Client, readings: Sequence[Reading], changes: Sequence[Change]) -> Iterable[Conflict]:
    """Conflicts about the accounts themselves, which stop a run."""
    if len({bool(reading.facts.emulated) for reading in readings}) > 1:
        real = ", ".join(f"{item.provider} {item.account}" for item in readings if not item.facts.emulated)
        yield Conflict(
            Address("client", client.label),
            Text(
                f"one account is emulated and {real} is not",
                f"一方のアカウントはエミュレーターですが、{real} は本物です",
            ),
            _ONE_WORLD,
        )
    for reading in readings:
        address = Address(f"{reading.provider}.account", reading.account)
        currency = reading.facts.customer.currency_code
        if currency and client.currency and currency != client.currency:
            yield Conflict(
                address,
                Text(
                    f"the config's currency is {client.currency}, the account's is {currency}",
                    f"設定の通貨は {client.currency} ですが、アカウントの通貨は {currency} です",
                ),
                Text(
                    f"write `currency: {currency}` and check every value; a conversion that really is reported in "
                    "another currency says so with `value: {currency: …}`",
                    f"`currency: {currency}` と書き、すべての値を確認してください。実際に別の通貨で計測する"
                    "コンバージョンには `value: {currency: …}` と書きます",
                ),
                client.path,
            )
        yield from _owner_conflicts(address, client, reading, changes)
        stream = reading.facts.stream.refusal
        if stream and (any(client.ruled) or client.enhanced_measurement):
            yield Conflict(address, stream, _ONE_STREAM, client.path)


def _owner_conflicts(
    address: Address, client: Client, reading: Reading, changes: Sequence[Change]
) -> Iterable[Conflict]:
    owner = reading.facts.owner.account
    if not owner or reading.facts.owner.managed:
        return
    names = [
        change.address.name
        for change in changes
        if (change.address.type == ACTION and change.action is Action.CREATE)
        or change.address.type in {ACCOUNT_GOAL, CUSTOM_GOAL}
    ]
    if names:
        yield Conflict(
            address,
            Text(
                f"the conversions of {reading.account} belong to {owner} (cross-account conversion tracking), so "
                f"these would have to be made or changed there: {', '.join(sorted(set(names)))}",
                f"{reading.account} のコンバージョンは {owner} の所有です"
                f"（クロスアカウント コンバージョン トラッキング）。"
                f"次のものは {owner} で作成または変更する必要があります: {'、'.join(sorted(set(names)))}",
            ),
            _MANAGE_OWNER,
            client.path,
        )


def warnings(readings: Sequence[Reading]) -> Iterable[Diagnostic]:
    """Warnings about the accounts themselves."""
    for reading in readings:
        where = f"{reading.provider} {reading.account}"
        warning = reading.facts.account.warning
        if warning:
            yield Diagnostic(Severity.WARNING, "account", warning, where=where)
        way = reading.facts.account.found_through
        if way:
            summary = Text(
                f"the account was reached through manager account {way}, found automatically",
                f"アカウントには、自動的に見つかった MCC アカウント {way} を経由してアクセスしました",
            )
            line = f"`google_ads: {{login_customer_id: {way}}}`"
            hint = Text(f"write {line} to save the search", f"{line} と書くと、毎回の検索が不要になります")
            yield Diagnostic(Severity.NOTE, "login-found", summary, where=where, hint=hint)
