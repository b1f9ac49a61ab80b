"""The forms of ids, addresses and longer texts, with what is said to those that look like others."""

from __future__ import annotations

from microconv.config.forms import Digits, TextForm
from microconv.core.text import Text

_PROPERTY_PLACE = Text(
    "the property id is the number under Admin, Property details",
    "プロパティ ID は「管理」>「プロパティの詳細」にある数字です",
)
CUSTOMER = Digits(
    "^([0-9]{10}|[0-9]{3}-[0-9]{3}-[0-9]{4})$",
    1_000_000_000,
    9_999_999_999,
    Text("ten digits, as 123-456-7890", "10 桁の数字（例: 123-456-7890）"),
    (
        (
            "AW-",
            Text(
                "AW-… is the id of a tag; the customer id stands at the top right of Google Ads",
                "AW-… はタグの ID です。お客様 ID は Google 広告の右上に表示されています",
            ),
        ),
    ),
)
PROPERTY = Digits(
    "^[1-9][0-9]{0,14}$",
    1,
    999_999_999_999_999,
    Text("the digits of a GA4 property id, as 345678901", "GA4 のプロパティ ID（数字のみ。例: 345678901）"),
    (
        (
            "G-",
            Text(
                f"G-… is the measurement id of a data stream; {_PROPERTY_PLACE.en}",
                f"G-… はデータ ストリームの測定 ID です。{_PROPERTY_PLACE.ja}",
            ),
        ),
        (
            "UA-",
            Text(
                f"UA-… belongs to Universal Analytics, which has ended; {_PROPERTY_PLACE.en}",
                f"UA-… は提供が終了したユニバーサル アナリティクスの ID です。{_PROPERTY_PLACE.ja}",
            ),
        ),
        (
            "properties/",
            Text(
                f"leave out 'properties/'; {_PROPERTY_PLACE.en}",
                f"「properties/」は不要です。{_PROPERTY_PLACE.ja}",
            ),
        ),
    ),
)
STREAM = Digits(
    "^(G-[0-9A-Z]{1,20}|[1-9][0-9]{0,14})$",
    1,
    999_999_999_999_999,
    Text(
        "a measurement id as G-AOISTORE01, or the digits of a data stream",
        "測定 ID（例: G-AOISTORE01）、またはデータ ストリーム ID の数字",
    ),
    (
        ("g-", Text("write it in capital letters", "大文字で書いてください")),
        (
            "GTM-",
            Text(
                "GTM-… is a container of Tag Manager; a measurement id begins with G-",
                "GTM-… はタグ マネージャーのコンテナ ID です。測定 ID は G- で始まります",
            ),
        ),
        (
            "AW-",
            Text(
                "AW-… is the id of a Google Ads tag; a measurement id begins with G-",
                "AW-… は Google 広告のタグの ID です。測定 ID は G- で始まります",
            ),
        ),
        (
            "properties/",
            Text("leave out all but the digits at the end", "末尾の数字だけを書いてください"),
        ),
    ),
)

CONTAINER = TextForm(
    "^GTM-[0-9A-Z]{4,12}$",
    Text("the id of a container, as GTM-ABC1234", "GTM-ABC1234 のようなコンテナ ID"),
    (
        ("gtm-", Text("write it in capital letters", "大文字で書いてください")),
        (
            "G-",
            Text(
                "G-… is the measurement id of a data stream; a container's id begins with GTM-",
                "G-… はデータ ストリームの測定 ID です。コンテナ ID は GTM- で始まります",
            ),
        ),
        ("GTM-", Text("capital letters and digits follow GTM-", "GTM- の後は大文字の英字と数字です")),
        (
            "AW-",
            Text(
                "AW-… is the id of a Google Ads tag; a container's id begins with GTM-",
                "AW-… は Google 広告のタグの ID です。コンテナ ID は GTM- で始まります",
            ),
        ),
        (
            "GT-",
            Text(
                "GT-… is the id of a Google tag; a container's id begins with GTM-",
                "GT-… は Google タグの ID です。コンテナ ID は GTM- で始まります",
            ),
        ),
    ),
)

REPORT = TextForm(
    r'^https://[^\s/?#@:\\"<>^`{|}]+(:[0-9]{1,5})?([/?#][^\s\\"<>^`{|}]*)?$',
    Text(
        "an address that begins with https and has no blanks, quotation marks or password",
        "https で始まり、空白、引用符、パスワードを含まない URL",
    ),
    (("http:", Text("the address must begin with https", "URL は https で始まる必要があります")),),
)

MAX_PURPOSE = 300
"""The longest purpose of a conversion, in characters: a sentence or two, for tables and pages. No limit of an API."""

PURPOSE = TextForm(
    meaning=Text(f"text on one line, of {MAX_PURPOSE} characters at most", f"1 行の文字列（{MAX_PURPOSE} 文字以内）"),
    longest=MAX_PURPOSE,
)

PAGE = TextForm(
    r"^/[^\s?#]*$",
    Text(
        "a path that begins with /, without ? and #, as /form/step1",
        "/ で始まり、? と # を含まないパス（例: /form/step1）",
    ),
    (
        ("://", Text("leave out everything before the path", "パスより前の部分は不要です")),
        (
            "?",
            Text(
                "for the query, write `where: [{parameter: page_location, contains: …}]`",
                "クエリは `where: [{parameter: page_location, contains: …}]` で指定してください",
            ),
        ),
        (
            "#",
            Text(
                "for what follows #, write `where: [{parameter: page_location, contains: …}]`",
                "# 以降は `where: [{parameter: page_location, contains: …}]` で指定してください",
            ),
        ),
    ),
)
