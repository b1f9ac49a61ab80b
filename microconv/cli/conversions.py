"""A conversion that a command line names."""

from __future__ import annotations

from collections.abc import Sequence

import click

from microconv.core.client import Client
from microconv.render.safe import safe

_CLOSE = 3


def having(conversion: str, clients: Sequence[Client]) -> list[Client]:
    """The clients that have the conversion. Raises click.UsageError, with names that are close, where none has it."""
    owners = [client for client in clients if conversion in client.by_name]
    if owners:
        return owners
    from difflib import get_close_matches

    close = get_close_matches(conversion, sorted({name for client in clients for name in client.by_name}), n=_CLOSE)
    message = f'no config here has a conversion "{safe(conversion)}"'
    if close:
        message += f"; did you mean {' or '.join(safe(name) for name in close)}?"
    raise click.UsageError(message)
