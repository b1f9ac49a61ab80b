"""From a config and its readings to a plan."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from microconv.core.client import Client
from microconv.core.desired import desired
from microconv.core.diagnostics import Diagnostic, Severity
from microconv.core.diff import Difference, diff
from microconv.core.plan import Conflict, Managed, Plan
from microconv.core.resource import Address, Reading
from microconv.core.schema import ResourceType
from microconv.core.steps import calls, steps
from microconv.core.twins import twins


def make_plan(types: Iterable[ResourceType], client: Client, readings: Sequence[Reading]) -> Plan:
    """Compare a client's config with what was read of its accounts. Types without a reading are left out."""
    by_provider = {reading.provider: reading for reading in readings}
    read_types = tuple(kind for kind in types if kind.provider in by_provider)
    wanted = desired(read_types, client)
    found: dict[str, Difference] = {}
    for kind in read_types:
        reading = by_provider[kind.provider]
        found[kind.name] = diff(
            kind,
            [item for item in wanted if item.address.type == kind.name],
            [item for item in reading.resources if item.address.type == kind.name],
            client,
            reading.facts,
        )
    changes = tuple(change for kind in read_types for change in found[kind.name].changes)
    conflicts = [*_account_conflicts(client, readings), *(item for part in found.values() for item in part.conflicts)]
    return Plan(
        client=client.label,
        accounts=tuple((reading.provider, reading.account) for reading in readings),
        changes=changes,
        conflicts=tuple(conflicts),
        waiting=tuple(item for part in found.values() for item in part.waiting),
        unmanaged=tuple(item for part in found.values() for item in part.unmanaged),
        warnings=(*_account_warnings(readings), *twins(client, readings)),
        managed=tuple(Managed(name, part.managed) for name, part in found.items()),
        unchanged=sum(part.unchanged for part in found.values()),
        apply_calls=calls(steps(read_types, changes)),
        reads=sum(reading.calls for reading in readings),
        emulated=any(reading.facts.get("emulated") is True for reading in readings),
        config_digest=client.digest,
    )


def _account_conflicts(client: Client, readings: Sequence[Reading]) -> Iterable[Conflict]:
    if len({reading.facts.get("emulated") is True for reading in readings}) > 1:
        real = ", ".join(
            f"{item.provider} {item.account}" for item in readings if item.facts.get("emulated") is not True
        )
        yield Conflict(
            Address("client", client.label),
            f"one account is emulated and {real} is not",
            "unset what points at the emulator, or `source` the whole file that `microconv emulator --env-file` wrote",
        )
    for reading in readings:
        where = f"{reading.provider} {reading.account}"
        address = Address(f"{reading.provider}.account", reading.account)
        refusal = reading.facts.get("account.refusal")
        if refusal:
            yield Conflict(address, str(refusal), "point the config at the account that owns the conversions", where)
        currency = reading.facts.get("customer.currency_code")
        if currency and client.currency and currency != client.currency:
            yield Conflict(
                address,
                f"the config's currency is {client.currency}, the account's is {currency}",
                f"write `currency: {currency}` and check every value; a conversion that really is reported in another "
                "currency says so with `value: {currency: …}`",
                client.path,
            )


def _account_warnings(readings: Sequence[Reading]) -> Iterable[Diagnostic]:
    for reading in readings:
        warning = reading.facts.get("account.warning")
        if warning:
            yield Diagnostic(Severity.WARNING, "account", str(warning), where=f"{reading.provider} {reading.account}")
