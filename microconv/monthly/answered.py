"""A look at the answers of the APIs before a report is made of them: one of nothing is not kept."""

from __future__ import annotations

from collections.abc import Sequence

from microconv.core.answers import Period, Table
from microconv.core.errors import ReportError
from microconv.core.monthly import GA4Month, GoogleAdsMonth
from microconv.core.months import Month
from microconv.core.text import Text

_NO_RIGHT = ("PERMISSION_DENIED", "UNAUTHENTICATED")
"""The codes of refusals that time does not mend (google.rpc.Code)."""

_PASSING = ("EXHAUSTED", "UNAVAILABLE", "DEADLINE_EXCEEDED", "INTERNAL", "ABORTED", "TRANSIENT")
"""Words in the codes of refusals that time may mend (google.rpc.Code; QuotaError and InternalError of Google Ads)."""

_ASK = Text(
    "nothing was frozen: check the credentials and the user's access to this account",
    "何も保存していません。認証情報と、このアカウントへのアクセス権を確認してください",
)
_LATER = Text("nothing was frozen: run again later", "何も保存していません。時間をおいて再実行してください")


def check_answered(month: Month, ga4: GA4Month | None, google_ads: GoogleAdsMonth | None) -> None:
    """Raise ReportError where an API answered nothing that it was asked, or where there is nothing of the month."""
    asked: dict[str, Sequence[Table]] = {}
    if ga4 is not None:
        asked[f"GA4 {ga4.property_id}"] = [table for table in ga4.tables.values() if table.asked]
    if google_ads is not None:
        several = (google_ads.campaigns, google_ads.actions)
        asked[f"Google Ads {google_ads.customer_id}"] = [table for table in several if table.asked]
    for account, tables in asked.items():
        if tables and not any(table.answered for table in tables):
            why = tables[0].refused
            raise ReportError(
                Text(
                    f"{account} answered nothing that the report asks: {why.en}",
                    f"{account} からレポートの数値を取得できませんでした: {why.ja}",
                ),
                hint=_ASK if why.en.startswith(_NO_RIGHT) else _LATER,
            )
    check_measured(month, [table for tables in asked.values() for table in tables])


def check_measured(month: Month, tables: Sequence[Table]) -> None:
    """Raise ReportError where all tables are answered and none has anything of the month."""
    if tables and all(table.answered for table in tables) and not any(_has(table, month) for table in tables):
        raise ReportError(
            Text(
                f"the accounts have no numbers for {month}: nobody came, or measurement began later",
                f"{month} のデータがアカウントにありません。計測が始まる前の月の可能性があります",
            ),
            hint=Text("name a later month with --month", "--month で別の月を指定してください"),
        )


def gaps(ga4: GA4Month | None, google_ads: GoogleAdsMonth | None) -> tuple[Text, ...]:
    """Reasons why answers are missing that may come later, each once: a report without them is not kept."""
    tables: list[Table] = []
    if ga4 is not None:
        tables += [*ga4.tables.values(), *(funnel.table for funnel in ga4.funnels)]
    if google_ads is not None:
        tables += [google_ads.campaigns, google_ads.actions]
    reasons = [table.refused for table in tables if table.asked and table.refused]
    reasons += [ga4.key_events_refused] if ga4 is not None and ga4.key_events_refused else []
    return tuple(dict.fromkeys(why for why in reasons if any(word in why.en.partition(":")[0] for word in _PASSING)))


def _has(table: Table, month: Month) -> bool:
    """True where a table has a row of the month itself."""
    for column, wanted_key in (("period", Period.MONTH.value), ("month", str(month))):
        if column in table.columns:
            place = table.columns.index(column)
            return any(row.keys[place] == wanted_key for row in table.rows)
    return bool(table.rows)
