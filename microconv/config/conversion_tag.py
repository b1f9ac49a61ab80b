"""`tag`: the tags of a conversion in Tag Manager, from its data."""

from __future__ import annotations

import re
from typing import Any

from microconv.config.event_rule_parameters import drawn
from microconv.config.forms import INVALID
from microconv.config.places import SourcePlace
from microconv.config.problems import Problems
from microconv.config.tag_form import Around
from microconv.config.tag_when import trigger_of
from microconv.config.wording import quote
from microconv.core.conversion import Value
from microconv.core.diagnostics import Span
from microconv.core.tag_manager import Adopted, ConversionTag, TagParameter
from microconv.core.text import Text

Data = Any

MAX_PARAMETERS = 25
"""Parameters of one event, at most (support.google.com/analytics/answer/9267744, checked 2026-11-29)."""

MAX_NAME = 40
"""Longest name of a parameter, in characters (same page)."""

MAX_VALUE = 100
"""Longest value of a parameter, in characters (same page)."""

_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]*")
_WEBSITE = "website"


def tag_of(tag: dict[str, Data], place: SourcePlace, around: Around, problems: Problems) -> ConversionTag | None:
    """The tags under `tag`, with their problems reported; None where they are not known well enough."""
    if not around.has_container:
        problems.error(
            "no-account", place.key_span,
            Text(
                "tag is set here, but the client has no tag_manager section",
                "tag の指定がありますが、クライアントに tag_manager がありません",
            ),
            hint=Text(
                "write `tag_manager: {container: GTM-…}` at the top of the file",
                "ファイルの先頭に `tag_manager: {container: GTM-…}` と書いてください",
            ),
        )  # fmt: skip
    _check_name(place, around, problems)
    when, adopted = tag.get("when"), _adopted(tag)
    _check_start(tag, place, adopted, around, problems)
    trigger = None
    if isinstance(when, dict):
        trigger = trigger_of(when, place.child("when") or place, around.prefix, problems)
    _check_value(tag, place, around, problems)
    made = ConversionTag(
        trigger,
        adopted,
        _key(tag.get("value")),
        _key(tag.get("transaction_id")),
        _parameters(tag, place, around, problems),
        leaves_value=tag.get("value") is False,
    )
    return None if isinstance(when, dict) and trigger is None else made


def _key(data: Data) -> str:
    key = data.get("data_layer") if isinstance(data, dict) else None
    return key if isinstance(key, str) else ""


def _adopted(tag: dict[str, Data]) -> Adopted:
    adopt = tag.get("adopt")
    given = adopt if isinstance(adopt, dict) else {}

    def names(key: str) -> tuple[str, ...]:
        value = given.get(key)
        listed = value if isinstance(value, list) else [value]
        return tuple(sorted({one for one in listed if isinstance(one, str)}))

    return Adopted(names("tag"), names("trigger"))


def _check_name(place: SourcePlace, around: Around, problems: Problems) -> None:
    if isinstance(around.name, str) and ":" in around.name:
        problems.error(
            "tag-name", place.key_span,
            Text(
                f"{quote(around.name)} cannot name a trigger and tags: Tag Manager takes no colon",
                f"{quote(around.name)} はトリガーやタグの名前にできません。Tag Manager ではコロンを使えません",
            ),
            hint=Text("give the conversion another name", "コンバージョンの名前を変えてください"),
        )  # fmt: skip
    if around.event is None and around.source not in {INVALID, _WEBSITE}:
        problems.error(
            "no-tag", place.key_span,
            Text(
                "tag has nothing to send: the conversion has no GA4 event and is not of source website",
                "tag で送信するものがありません。GA4 イベントがなく、ソースも website ではありません",
            ),
            hint=Text("write `ga4: {}`, or leave the key out", "`ga4: {}` を書くか、このキーを削除してください"),
        )  # fmt: skip


def _check_start(
    tag: dict[str, Data], place: SourcePlace, adopted: Adopted, around: Around, problems: Problems
) -> None:
    """Report tags of which nobody says when they fire, and those of which two say it."""
    adopt = tag.get("adopt")
    refused = adopt is INVALID or (isinstance(adopt, dict) and INVALID in adopt.values())
    if "when" not in tag and not adopted and not refused:
        problems.error(
            "missing", place.key_span,
            Text("tag.when is missing", "tag.when がありません"),
            Text("nothing says when the tags fire", "タグがいつ配信されるかの指定がありません"),
            Text(
                "write `when: {page: /form/step1}`, or `adopt: {tag: …}` for tags that are there already",
                "`when: {page: /form/step1}`、既存のタグを使う場合は `adopt: {tag: …}` と書いてください",
            ),
        )  # fmt: skip
    if "when" in tag and len(adopted.triggers) > 1:
        problems.error(
            "either-or", (place.find("adopt.trigger") or place).key_span,
            Text(
                "tag.when cannot be said of several triggers",
                "複数のトリガーに tag.when は指定できません",
            ),
            hint=Text(
                "leave `when` out: the triggers stay as they are; or adopt one",
                "`when` を削除するか（トリガーは現状のまま）、引き継ぐトリガーを 1 つにしてください",
            ),
        )  # fmt: skip
    if around.ruled and around.event is not None:
        problems.error(
            "double-count", place.key_span,
            Text(
                "tag and ga4.when both make the event, which then counts twice",
                "tag と ga4.when の両方がイベントを作成するため、二重に計測されます",
            ),
            Text(
                "the tag sends it, and a rule of GA4 makes it of another one",
                "タグがイベントを送信し、GA4 のルールも別のイベントから作成します",
            ),
            Text(
                "leave one of them out; `ga4: {when: false}` removes a rule that is there",
                "どちらかを削除してください。既存のルールは `ga4: {when: false}` で削除できます",
            ),
        )  # fmt: skip


def _check_value(tag: dict[str, Data], place: SourcePlace, around: Around, problems: Problems) -> None:
    from_event = isinstance(around.value, Value) and around.value.from_event
    if tag.get("value") is False:
        return
    if "value" in tag and not from_event and around.value is not INVALID:
        problems.error(
            "value-not-counted", (place.child("value") or place).key_span,
            Text(
                "tag.value says where the tag's own value is, but Google Ads is to count another one",
                "tag.value でタグの値の場所を指定していますが、Google 広告では別の値を使う設定です",
            ),
            hint=Text(
                "write `value: {from_event: true}` in the conversion, or leave the key out",
                "コンバージョンに `value: {from_event: true}` を書くか、このキーを削除してください",
            ),
        )  # fmt: skip
    elif "value" not in tag and from_event:
        problems.warning(
            "no-value-sent", place.key_span,
            Text(
                "the value that the tag sends is to count, but nothing says where it is",
                "タグが送信する値を使う設定ですが、値の場所の指定がありません",
            ),
            hint=Text(
                "write `tag: {value: {data_layer: …}}`, or `value: false` there if that is meant",
                "`tag: {value: {data_layer: …}}` と書いてください。値を送信しない場合は `value: false` です",
            ),
        )  # fmt: skip


def _parameters(
    tag: dict[str, Data], place: SourcePlace, around: Around, problems: Problems
) -> tuple[TagParameter, ...]:
    given, spot = tag.get("parameters"), place.child("parameters") or place
    if not isinstance(given, dict):
        return ()
    if around.event is None:
        problems.warning(
            "no-effect", spot.key_span,
            Text(
                "tag.parameters has no effect: the conversion has no GA4 event",
                "tag.parameters は無効です。コンバージョンに GA4 イベントがありません",
            ),
            hint=Text("write `ga4: {}`, or leave the key out", "`ga4: {}` を書くか、このキーを削除してください"),
        )  # fmt: skip
    if len(given) > MAX_PARAMETERS:
        problems.error(
            "too-many-parameters", spot.key_span,
            Text(
                f"tag.parameters has {len(given)} parameters, and an event of GA4 takes {MAX_PARAMETERS}",
                f"tag.parameters のパラメータは {len(given)} 件です。GA4 のイベントでは {MAX_PARAMETERS} 件までです",
            ),
        )  # fmt: skip
    sent = _sent(tag, around)
    made = []
    for name, value in given.items():
        where = spot.child(name) or spot
        _check_parameter(str(name), sent, where.key_span, problems)
        if value is INVALID:
            continue
        parameter = TagParameter(str(name), _key(value) if isinstance(value, dict) else drawn(value))
        if isinstance(value, dict):
            parameter = parameter._replace(data_layer=True)
        elif len(parameter.value) > MAX_VALUE:
            problems.error(
                "parameter-value-length", where.span,
                Text(
                    f"the value has {len(parameter.value)} characters; a parameter's value has at most {MAX_VALUE}",
                    f"値は {len(parameter.value)} 文字です。パラメータの値は {MAX_VALUE} 文字までです",
                ),
            )  # fmt: skip
        made.append(parameter)
    return tuple(sorted(made))


def _sent(tag: dict[str, Data], around: Around) -> dict[str, str]:
    """The parameters that other keys make, by name."""
    worth = "tag.value" if "value" in tag else "value" if isinstance(around.value, Value) else ""
    worth = "" if tag.get("value") is False else worth
    names = {"value": worth, "currency": worth} if worth else {}
    return names | ({"transaction_id": "tag.transaction_id"} if "transaction_id" in tag else {})


def _check_parameter(name: str, sent: dict[str, str], span: Span, problems: Problems) -> None:
    if not _NAME.fullmatch(name) or len(name) > MAX_NAME:
        problems.error(
            "parameter-name-characters", span,
            Text(
                f"{quote(name)} cannot be a parameter: a letter first, then letters, digits and underscores, "
                f"{MAX_NAME} characters at most",
                f"{quote(name)} はパラメータ名にできません。先頭は英字、以降は英数字とアンダースコアで、"
                f"{MAX_NAME} 文字までです",
            ),
        )  # fmt: skip
    elif name in sent:
        problems.error(
            "duplicate-parameter", span,
            Text(
                f"the parameter {name} follows from `{sent[name]}`",
                f"パラメータ {name} は `{sent[name]}` で決まります",
            ),
            hint=Text("leave it out here", "ここから削除してください"),
        )  # fmt: skip
