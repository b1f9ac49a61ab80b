"""Addresses that make a client's report in Data Studio from the agency's template, and back: its Linking API.

Nothing is sent: whoever opens the address sees the template with the client's data, and keeps it with "Edit and share".
Its parameters, and which of them a replaced source needs, are those of
developers.google.com/data-studio/integrate/linking-api, as of 2026-03-03, checked 2026-11-29.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, quote, urlencode, urlsplit

from microconv.core.client import Client
from microconv.core.errors import MicroconvError
from microconv.core.frozen import FrozenDict
from microconv.core.months import Month
from microconv.core.report_settings import ALIAS, DataSource
from microconv.core.text import Language, Text

CREATE = "https://datastudio.google.com/reporting/create"
LONGEST = 2_000
"""The longest address, in characters: browsers and chats cut longer ones. No limit of the API."""

_NEEDED = {
    "sheet": {"spreadsheet": "spreadsheetId", "worksheet": "worksheetId"},
    "bigquery": {"project": "projectId", "dataset": "datasetId", "table": "tableId"},
}
"""The settings of a source of the config that must all be there, with the names of their parameters."""
_CONNECTORS = {"ga4": "googleAnalytics", "sheet": "googleSheets", "bigquery": "bigQuery"}

CANNOT = (
    Text(
        "An address makes no report by itself: a person opens it, and presses Edit and share.",
        "URL だけではレポートは作成されません。開いて「編集して共有」を押す必要があります。",
    ),
    Text(
        "Whoever opens it must see the template, the property and the sheet; the data is read with their rights.",
        "開く人には、テンプレート、プロパティ、スプレッドシートの閲覧権限が必要です。データはその人の権限で読み込まれます。",
    ),
    Text(
        "It sets up Google Analytics, Google Sheets and BigQuery. Google Ads cannot be set up by any address: its "
        "tables reach the report by a sheet.",
        "設定できるのは Google アナリティクス、Google スプレッドシート、BigQuery です。Google 広告は URL では設定でき"
        "ないため、表をスプレッドシートに取り込んで使います。",
    ),
    Text(
        "It adds no charts, sends no mail, shares with nobody, and nobody can tell from here whether the report "
        "works: open the address with c.explain first.",
        "グラフの追加、メール配信、共有はできず、レポートが正しく表示されるかも確認できません。まず c.explain 付きの "
        "URL を開いてください。",
    ),
)
"""The limits of such an address, for whoever is handed one."""


@dataclass(frozen=True, slots=True)
class Source:
    """One source of the template as an address sets it.

    connector: Google's word for its kind: then the source is replaced. Empty: only the named parameters change.
    parameters: by Google's names.
    """

    alias: str
    connector: str = ""
    parameters: Mapping[str, str] = field(default_factory=FrozenDict)


@dataclass(frozen=True, slots=True)
class Link:
    """An address in parts: the template's id, the name of the new report, its sources.

    `explain`: Data Studio shows how it understood the parameters.
    """

    template: str
    name: str
    sources: tuple[Source, ...]
    explain: bool = False

    def __str__(self) -> str:
        pairs = [("c.reportId", self.template)]
        pairs += [("c.explain", "true")] if self.explain else []
        pairs += [("r.reportName", self.name)]
        for source in self.sources:
            given = {"connector": source.connector} if source.connector else {}
            pairs += [(f"ds.{source.alias}.{key}", value) for key, value in {**given, **source.parameters}.items()]
        return f"{CREATE}?{urlencode(pairs, quote_via=quote, safe='')}"


def address(client: Client, month: Month, *, explain: bool = False, language: Language = Language.EN) -> str:
    """The address that makes the client's report of a month, which is in its name.

    With `explain` Data Studio shows how it understood the address. Raises MicroconvError with a hint where the config
    does not say enough, or the address would be longer than LONGEST.
    """
    studio = client.report.data_studio
    if not studio.template:
        raise MicroconvError(
            Text(
                f"{client.label}: report.data_studio.template is missing",
                f"{client.label}: report.data_studio.template がありません",
            ),
            hint=Text(
                "write the id of the agency's template into the base, `report: {data_studio: {template: …}}`",
                "ベースに、テンプレートの ID を `report: {data_studio: {template: …}}` と書いてください",
            ),
        )
    sources = tuple(_source(client, connector, said) for connector, said in studio.aliases.items())
    _check(client, sources)
    name = Text(f"{client.label} {month}", f"{client.label} {month.year}年{month.number}月").of(language)
    made = str(Link(studio.template, name, sources, explain))
    if len(made) > LONGEST:
        raise MicroconvError(
            Text(
                f"{client.label}: the address has {len(made):,} characters, and {LONGEST:,} are safe",
                f"{client.label}: URL が {len(made):,} 文字です（{LONGEST:,} 文字以内が安全です）",
            ),
            hint=Text("shorten the client's label or the aliases", "クライアントの名前かエイリアスを短くしてください"),
        )
    return made


def parsed(text: str) -> Link:
    """The parts of such an address. Raises ValueError for any other."""
    parts = urlsplit(text)
    if f"{parts.scheme}://{parts.netloc}{parts.path}" != CREATE:
        raise ValueError(f"{text!r} is no address that makes a report")
    template, name, explain, sources = "", "", False, dict[str, dict[str, str]]()
    for key, value in parse_qsl(parts.query, keep_blank_values=True, strict_parsing=True):
        named = re.fullmatch(r"ds\.([^.]+)\.([^.]+)", key)
        if named is not None:
            sources.setdefault(named[1], {})[named[2]] = value
        elif key == "c.reportId":
            template = value
        elif key == "r.reportName":
            name = value
        elif key == "c.explain":
            explain = value == "true"
        else:
            raise ValueError(f"{key!r} is no parameter of such an address")
    made = (Source(alias, given.pop("connector", ""), FrozenDict(given)) for alias, given in sources.items())
    return Link(template, name, tuple(made), explain)


def remarks(client: Client) -> tuple[Text, ...]:
    """Remarks on the client's address: that it keeps the template's account of Google Analytics, if it does."""
    ga4 = client.report.data_studio.aliases.get("ga4")
    if ga4 is None or "account" in ga4.settings:
        return ()
    return (
        Text(
            "the address keeps the template's account of Google Analytics and sets the property alone; where the "
            f"property is in another account, write `ga4: {{alias: {ga4.alias or 'ga4'}, account: …}}`",
            "Google アナリティクスのアカウントはテンプレートのままで、プロパティだけを差し替えます。別のアカウントの"
            f"プロパティの場合は `ga4: {{alias: {ga4.alias or 'ga4'}, account: …}}` と書いてください",
        ),
    )


def _source(client: Client, connector: str, said: DataSource) -> Source:
    """The source that a client gets. Raises MicroconvError."""
    where = f"report.data_studio.aliases.{connector}"
    if connector not in _CONNECTORS:
        raise _wrong(client, where, f"is not known; there are {', '.join(_CONNECTORS)}", "には対応していません")
    if not re.fullmatch(ALIAS, said.alias):
        raise _wrong(client, where, "has no alias of letters, digits, _ and -", "に使えるエイリアスがありません")
    if connector == "ga4":
        if not client.property_id:
            raise _wrong(client, where, "needs ga4.property_id", "には ga4.property_id が必要です")
        account = said.settings.get("account", "")
        parameters = {"accountId": account} if account else {}
        # A replaced source needs both; with an account that nobody told, only the property is changed.
        name = _CONNECTORS[connector] if account else ""
        return Source(said.alias, name, FrozenDict({**parameters, "propertyId": client.property_id}))
    needed = _NEEDED[connector]
    missing = [key for key in needed if not said.settings.get(key)]
    if missing:
        listed = ", ".join(missing)
        raise _wrong(client, where, f"lacks the client's {listed}", f"に {listed} がありません")
    given = {"type": "TABLE"} if connector == "bigquery" else {}
    given |= {parameter: said.settings[key] for key, parameter in needed.items()}
    # The tables have the same columns for every client: the template's settings of its fields are kept.
    return Source(said.alias, _CONNECTORS[connector], FrozenDict({**given, "refreshFields": "false"}))


def _check(client: Client, sources: tuple[Source, ...]) -> None:
    """Raise MicroconvError where the report would show somebody else's data."""
    if not sources:
        raise _wrong(
            client, "report.data_studio.aliases", "names no source: the report would show the template's own data",
            "にデータソースがありません。テンプレート自身のデータが表示されてしまいます",
        )  # fmt: skip
    aliases = [source.alias for source in sources]
    twice = sorted({alias for alias in aliases if aliases.count(alias) > 1})
    if twice:
        raise _wrong(client, "report.data_studio.aliases", f"has {twice[0]} twice", f"に {twice[0]} が 2 回あります")


def _wrong(client: Client, where: str, en: str, ja: str) -> MicroconvError:
    hint = Text(f"see {where} in docs/config.md", f"docs/config.md の {where} をご覧ください")
    return MicroconvError(Text(f"{client.label}: {where} {en}", f"{client.label}: {where} {ja}"), hint=hint)
