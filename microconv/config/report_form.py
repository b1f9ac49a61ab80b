"""The keys of `report` and `pages`."""

from __future__ import annotations

from microconv.config.forms import Digits, Form, Key, ListOf, Map, Named, Number, OneOf, TextForm, Word
from microconv.config.id_forms import REPORT
from microconv.core.frozen import FrozenDict
from microconv.core.report_settings import ALIAS, SECTIONS
from microconv.core.text import Text

LINKING_API = "developers.google.com/data-studio/integrate/linking-api, checked 2026-11-29"
"""Where the facts about the addresses that fill a template of Data Studio come from."""

_MONTH = TextForm(meaning=Text("a month as YYYY-MM", "YYYY-MM 形式の月"))
_CONVERSION = TextForm(meaning=Text("the name of a conversion", "コンバージョンの名前"))
PAGE_PATH = TextForm(
    r"^/[^\s?#]*$",
    Text(
        "a path that begins with /, without ? and #, as /form/step1",
        "/ で始まり、? と # を含まないパス（例: /form/step1）",
    ),
)
_TEMPLATE = TextForm(
    "^[0-9A-Za-z_-]{8,100}$",
    Text(
        "the id of a report in Data Studio: letters, digits, underscores and dashes",
        "Data Studio のレポート ID（半角の英数字、アンダースコア、ハイフン）",
    ),
    (
        (
            "://",
            Text(
                "of the address write only what stands between reporting/ and /page",
                "URL のうち、reporting/ と /page の間だけを書いてください",
            ),
        ),
    ),
)
_ALIAS = TextForm(
    ALIAS,
    Text("an alias of letters, digits, underscores and dashes", "半角の英数字、アンダースコア、ハイフンのエイリアス"),
    (
        (
            ".",
            Text(
                "a dot ends an alias in the address: rename it in the template, under Manage added data sources",
                "URL ではドットがエイリアスの区切りになります。テンプレートの「追加済みのデータソースの管理」で名前を"
                "変えてください",
            ),
        ),
        ("*", Text("name one source; * would change all of them", "* はすべてのデータソースが対象になります")),
    ),
)
_ACCOUNT = Digits(
    "^[1-9][0-9]{0,14}$", 1, 999_999_999_999_999,
    Text("the digits of a GA4 account id, as 54516992", "GA4 のアカウント ID（数字のみ。例: 54516992）"),
    (("accounts/", Text("leave out 'accounts/'", "「accounts/」は不要です")),),
)  # fmt: skip
_WORKSHEET = Digits(
    "^(0|[1-9][0-9]{0,14})$", 0, 999_999_999_999_999,
    Text("the digits behind gid= in the sheet's address", "シートの URL の gid= に続く数字"),
)  # fmt: skip
_SPREADSHEET = TextForm(
    "^[0-9A-Za-z_-]{8,120}$",
    Text(
        "the id of a spreadsheet: letters, digits, underscores and dashes",
        "スプレッドシートの ID（半角の英数字、アンダースコア、ハイフン）",
    ),
    (
        (
            "://",
            Text(
                "of the address write only what stands between /d/ and the next slash",
                "URL のうち、/d/ と次の / の間だけを書いてください",
            ),
        ),
    ),
)
_BIGQUERY = TextForm(
    "^[0-9A-Za-z_.:-]{1,200}$",
    Text("a name of BigQuery: letters, digits, _ - . :", "BigQuery の名前（半角の英数字と _ - . :）"),
)


def report_form() -> Map:
    """The keys of `report`."""
    targets = Named(_CONVERSION, Number(0, None), (("purchase", "120"),))
    return Map(
        (
            Key("agency", TextForm(), "Name of the agency.", examples=("Midori Agency",)),
            Key("logo", TextForm(), "A picture (PNG, JPEG, SVG; at most 200,000 bytes), relative to this file, in its "
                "folder, below it, or in the parent folder. It is embedded in pages.", examples=("logo.png",)),
            Key("sections", ListOf(Word(SECTIONS)), "The sections of the monthly report, in the order in which they "
                "are shown. A list here replaces that of a base.", examples=("conclusion",)),
            Key("targets", Named(_MONTH, targets, (("2026-10", FrozenDict({"purchase": 120})),)), "How many of a "
                "conversion are wanted in a month: a month as YYYY-MM, and below it conversions by name, each with a "
                "number above 0."),
            Key("data_studio", _data_studio(), "The template in Data Studio from which each client's report is made by "
                "an address.", source=LINKING_API),
        )
    )  # fmt: skip


def _data_studio() -> Map:
    alias = Key("alias", _ALIAS, "The alias of the source in the template.", examples=("ga4",))
    ga4 = (
        alias,
        Key("account", _ACCOUNT, "The Google Analytics account that the property is in, in digits. With it the "
            "template's source is replaced; without it only its property is set.", examples=(54516992,)),
    )  # fmt: skip
    sheet = (
        alias,
        Key("spreadsheet", _SPREADSHEET, "The id of the client's spreadsheet.",
            examples=("1Qs8BdfxZXALh6vX4zrE7ZyGnR3h5k",)),
        Key("worksheet", _WORKSHEET, "The number of the sheet in it.", examples=(903806437,)),
    )  # fmt: skip
    bigquery = (
        alias,
        Key("project", _BIGQUERY, "The project of the client's table.", examples=("aoi-data",)),
        Key("dataset", _BIGQUERY, "The dataset of the table.", examples=("report",)),
        Key("table", _BIGQUERY, "The table.", examples=("google_ads",)),
    )
    aliases = (
        Key("ga4", _source(ga4), "The source of Google Analytics, which gets the client's property: an alias, or a "
            "map.", examples=("ga4",)),
        Key("sheet", _source(sheet), "A source of Google Sheets, such as the tables of Google Ads: a map with the "
            "client's sheet."),
        Key("bigquery", _source(bigquery), "A source of BigQuery: a map with the client's table."),
    )  # fmt: skip
    return Map(
        (
            Key("template", _TEMPLATE, "The id of the report that serves as a template: what stands between "
                "reporting/ and /page in its address.", examples=("0B_U5RNpwhcE6SF85TENURnc4UjA",)),
            Key("aliases", Map(aliases), "The template's sources that get the client's data, by their connector."),
        )
    )  # fmt: skip


def _source(keys: tuple[Key, ...]) -> Form:
    return OneOf((_ALIAS, Map(keys)))


def pages_form() -> Named:
    """The keys of `pages`: paths, each with a name and the address of a heat map."""
    page = Map(
        (
            Key("label", TextForm(), "What people call the page.", examples=("Form, step 1",)),
            Key("heatmap", REPORT, "Address of its heat map.", examples=("https://heatmap.example/form-step1",)),
        )
    )
    return Named(PAGE_PATH, page, (("/form/step1", FrozenDict({"label": "Form, step 1"})),))
