"""A conversion that a command line names."""

from __future__ import annotations

from collections.abc import Sequence

import click

from microconv.core.client import Client, ClientOrAccounts
from microconv.core.text import NO_TEXT, Text, joined
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
    close = _close(conversion, clients)
    name = safe(conversion)
    raise click.UsageError(
        Text(
            f'no config here has a conversion "{name}"{close.en}',
            f"コンバージョン「{name}」は設定ファイルにありません{close.ja}",
        )
    )


def unknown(conversion: str, clients: Sequence[ClientOrAccounts]) -> click.UsageError:
    """The error where neither a config nor an account has it, with names in the configs that are close."""
    configs = [client for client in clients if isinstance(client, Client)]
    where = "no config here has" if configs else "no account here has"
    nor = ", and no account either" if configs else ""
    ja = "設定ファイルにもアカウントにも" if configs else "アカウントに"
    close, name = _close(conversion, configs), safe(conversion)
    return click.UsageError(
        Text(f'{where} a conversion "{name}"{nor}{close.en}', f"コンバージョン「{name}」は{ja}ありません{close.ja}")
    )


def _close(conversion: str, clients: Sequence[Client]) -> Text:
    from difflib import get_close_matches

    close = get_close_matches(conversion, sorted({name for client in clients for name in client.by_name}), n=_CLOSE)
    if not close:
        return NO_TEXT
    names = joined([safe(name) for name in close], " or ", "、")
    return Text(f"; did you mean {names.en}?", f"（候補: {names.ja}）")
