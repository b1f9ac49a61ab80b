"""Check the way to the accounts: credentials, rights, API versions, clock; and whether each client's can be read."""

from __future__ import annotations

from dataclasses import dataclass

from microconv.analysis.access import Check, Reached, checks
from microconv.clock import utc_now
from microconv.connections import Connections
from microconv.core.client import Client
from microconv.core.errors import MicroconvError
from microconv.core.kinds import CUSTOMER, PROPERTY
from microconv.core.ports import Reader
from microconv.core.text import Text, untranslated
from microconv.providers.registry import rows


@dataclass(frozen=True, slots=True)
class DoctorTask:
    """The check of this machine's way to the APIs, and of the accounts of `clients`."""

    clients: tuple[Client, ...] = ()


def compute(task: DoctorTask, connections: Connections) -> tuple[Check, ...]:
    """Every check; what Google refuses is in them. Raises CredentialsError where the environment contradicts itself."""
    examinations = connections.examined(clients=[client.accounts for client in task.clients])
    server, now = connections.server_time(), utc_now()
    return checks(examinations, now, server, [one for client in task.clients for one in _reached(client, connections)])


def _reached(client: Client, connections: Connections) -> list[Reached]:
    readers = connections.readers(client.accounts, frozenset({CUSTOMER, PROPERTY}))
    return [_read(client.label, reader) for reader in readers]


def _read(client: str, reader: Reader) -> Reached:
    titles = {row.name: untranslated(row.title) for row in rows()}
    title = titles[reader.name]
    account = Text(f"{title.en} {reader.account}", f"{title.ja} {reader.account}")
    try:
        facts = reader.read().facts
    except MicroconvError as error:
        return Reached(client, account, error=error)
    return Reached(client, account, facts.customer.descriptive_name or facts.property.display_name or "")
