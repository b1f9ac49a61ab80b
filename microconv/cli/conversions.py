"""A conversion that a command line names."""

from __future__ import annotations

from collections.abc import Sequence

import click

from microconv.core.client import Client, ClientOrAccounts
from microconv.render.safe import safe

_CLOSE = 3


def of_config(conversion: str, clients: Sequence[ClientOrAccounts]) -> list[Client]:
    """The clients whose config has the conversion."""
    return [client for client in clients if isinstance(client, Client) and conversion in client.by_name]


def having(conversion: str, clients: Sequence[Client]) -> list[Client]:
    """The clients that have the conversion. Raises click.UsageError, with names that are close, where none has it."""
    owners = of_config(conversion, clients)
    if owners:
        return owners
    raise click.UsageError(f'no config here has a conversion "{safe(conversion)}"{_close(conversion, clients)}')


def unknown(conversion: str, clients: Sequence[ClientOrAccounts]) -> click.UsageError:
    """The error where neither a config nor an account has it, with names in the configs that are close."""
    configs = [client for client in clients if isinstance(client, Client)]
    where = "no config here has" if configs else "no account here has"
    nor = ", and no account either" if configs else ""
    return click.UsageError(f'{where} a conversion "{safe(conversion)}"{nor}{_close(conversion, configs)}')


def _close(conversion: str, clients: Sequence[Client]) -> str:
    from difflib import get_close_matches

    close = get_close_matches(conversion, sorted({name for client in clients for name in client.by_name}), n=_CLOSE)
    return f"; did you mean {' or '.join(safe(name) for name in close)}?" if close else ""
