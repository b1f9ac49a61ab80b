"""The way to the GA4 Admin API: where its credentials are, the scopes that they get, and the properties they show."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from microconv.core.errors import ApiError, CredentialsError
from microconv.core.examination import Examination, VisibleAccount
from microconv.core.text import Text, untranslated
from microconv.providers.ga4.property import ReadProperty

if TYPE_CHECKING:
    from microconv.providers.ga4.client import Connection

MOST = 20
"""The properties that are listed by name; the others are counted."""


def examine(connection: Connection, known: Examination) -> Examination:
    """The credentials and what they show, added to what is known of the API: one call a page of accounts.

    A token that may write is asked for and thrown away: that is no call of the API. Errors are in `errors`; nothing is
    raised for what Google or a file refuses.
    """
    every = ReadProperty(connection, "")
    result = replace(known, emulated=connection.emulated)
    try:
        result = replace(result, source=connection.source)
        summaries = every.account_summaries()
    except (ApiError, CredentialsError) as error:
        return replace(result, errors=(error,), calls=every.calls)
    properties = [
        VisibleAccount(item.property.rpartition("/")[2], item.display_name, _of(summary.display_name))
        for summary in summaries
        for item in summary.property_summaries
    ]
    return replace(
        result,
        writes=connection.may_write(),
        accounts=tuple(properties[:MOST]),
        left_off=max(0, len(properties) - MOST),
        calls=every.calls,
    )


def _of(account: str) -> Text:
    return untranslated(account)
