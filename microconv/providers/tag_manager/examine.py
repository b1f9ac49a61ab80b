"""The way to the Tag Manager API: where its credentials are, the scopes that they get, and the containers they show."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from microconv.core.errors import ApiError, CredentialsError
from microconv.core.examination import Examination, VisibleAccount
from microconv.core.text import Text, untranslated
from microconv.providers.tag_manager.container import Json, ReadContainer

if TYPE_CHECKING:
    from microconv.providers.tag_manager.client import Connection

MOST_ACCOUNTS = 5
"""The accounts whose containers are listed: each takes a call, and the project's quota has 25 in 100 seconds."""

MOST = 20
"""The containers that are listed by name; the others are counted."""


def examine(connection: Connection, known: Examination) -> Examination:
    """The credentials and what they show, added to what is known of the API: a call a page of accounts, one for each.

    A token that may write is asked for and thrown away: that is no call of the API. Errors are in `errors`; nothing is
    raised for what Google or a file refuses.
    """
    every = ReadContainer(connection, "")
    result = replace(known, emulated=connection.emulated)
    try:
        result = replace(result, source=connection.source)
        accounts = every.accounts()
        containers = [
            _visible(item, account)
            for account in accounts[:MOST_ACCOUNTS]
            for item in every.containers(str(account["path"]))
        ]
    except (ApiError, CredentialsError) as error:
        return replace(result, errors=(error,), calls=every.calls)
    return replace(
        result,
        writes=connection.may_write(),
        accounts=tuple(containers[:MOST]),
        left_off=max(0, len(containers) - MOST),
        calls=every.calls,
    )


def _visible(container: Json, account: Json) -> VisibleAccount:
    server = "server" in container.get("usageContext", ())
    name = str(account.get("name", ""))
    note = Text(f"{name}, a server container", f"{name}（サーバー コンテナ）") if server else untranslated(name)
    return VisibleAccount(str(container.get("publicId", "")), str(container.get("name", "")), note)
