"""Conversion actions: the attribute table, from which YAML keys, queries, masks, drawing and reference all follow.

Facts: the v26 client's conversion_action.py and the published proto (v25, identical in v26), checked 2026-11-23.
"""

from __future__ import annotations

from types import MappingProxyType

from microconv.core.client import Client
from microconv.core.conversion import GA4_IMPORT, Conversion, Role
from microconv.core.ga4_import import import_identity, name_identity
from microconv.core.import_arrival import AWAITED, GOOGLES_IMPORT
from microconv.core.kinds import ACTION
from microconv.core.resource import Target
from microconv.core.schema import Attribute, Kind, ResourceType, Settable
from microconv.core.text import NO_TEXT, Text
from microconv.core.value import Scalar, State, draw
from microconv.providers.google_ads.action_checks import check_action
from microconv.providers.google_ads.action_value import always, currency, default_value
from microconv.providers.google_ads.capabilities import (
    APP_SOURCES,
    CALL_SOURCES,
    DATA_DRIVEN,
    RULE_BASED_MODELS,
    TYPE_OF_SOURCE,
    refuses_category,
)
from microconv.providers.google_ads.settings import ENUMS, MAX_OPERATIONS

_PROTO = "ConversionAction, v26 proto, checked 2026-11-23"
MODEL = "attribution_model_settings.attribution_model"
MODEL_STATUS = "attribution_model_settings.data_driven_model_status"
_RULES = "Create conversion actions, section on validations, checked 2026-11-23"


ATTRIBUTES = (
    Attribute(
        name="name",
        kind=Kind.TEXT,
        summary="Name, unique in the account.",
        source=_PROTO,
        derive=lambda conversion, client: conversion.name,
    ),
    Attribute(
        name="type",
        kind=Kind.WORD,
        summary="How Google Ads gets the conversion; follows from `google_ads.source`.",
        source=_PROTO,
        words=f"{ENUMS}/conversion_action_type.py:ConversionActionTypeEnum.ConversionActionType",
        settable=Settable.ON_CREATE,
        derive=lambda conversion, client: TYPE_OF_SOURCE[conversion.source or ""],
    ),
    Attribute(
        name="status",
        kind=Kind.WORD,
        summary="Whether conversions are recorded; what the config lists is enabled.",
        source=_PROTO,
        words=f"{ENUMS}/conversion_action_status.py:ConversionActionStatusEnum.ConversionActionStatus",
        imported=True,
        derive=lambda conversion, client: "enabled",
    ),
    Attribute(
        name="category",
        kind=Kind.WORD,
        summary="What kind of act it is; goals group actions by category and origin.",
        source=_PROTO,
        imported=True,
        yaml="category",
        words=f"{ENUMS}/conversion_action_category.py:ConversionActionCategoryEnum.ConversionActionCategory",
        examples=("add_to_cart", "submit_lead_form", "purchase"),
        google=Text("Category", "カテゴリ"),
        absent="as it is in the account; what microconv creates needs one",
    ),
    Attribute(
        name="primary_for_goal",
        kind=Kind.FLAG,
        summary="True: bidding uses it where its goal is biddable. Follows from `role`, and is always sent.",
        source=_PROTO,
        imported=True,
        derive=lambda conversion, client: conversion.role is Role.PRIMARY,
    ),
    Attribute(
        name="value_settings.default_value",
        kind=Kind.AMOUNT,
        summary="What one conversion is worth where its tag sends no value; follows from `value`.",
        source=_PROTO,
        unit="currency",
        imported=True,
        derive=default_value,
    ),
    Attribute(
        name="value_settings.default_currency_code",
        kind=Kind.TEXT,
        summary="Currency of the default value, ISO 4217; follows from `value` and `currency`.",
        source=_PROTO,
        imported=True,
        derive=currency,
    ),
    Attribute(
        name="value_settings.always_use_default_value",
        kind=Kind.FLAG,
        summary="True: the default value counts even where the tag sends one; follows from `value`. Always for calls.",
        source=_PROTO,
        imported=True,
        derive=always,
    ),
    Attribute(
        name="counting_type",
        kind=Kind.WORD,
        summary="Whether several conversions after one click count once or each time.",
        source=_PROTO,
        imported=True,
        yaml="counting",
        words=f"{ENUMS}/conversion_action_counting_type.py:ConversionActionCountingTypeEnum.ConversionActionCountingType",
        examples=("one_per_click", "many_per_click"),
        google=Text("Count", "カウント方法"),
    ),
    Attribute(
        name="click_through_lookback_window_days",
        kind=Kind.WHOLE,
        summary="How long after a click a conversion still counts.",
        source=_RULES,
        imported=True,
        yaml="google_ads.click_through_lookback_window_days",
        minimum=1,
        maximum=90,
        advised_maximum=30,
        advice=Text(
            "Google's documentation allows 1 to 30 days for most sources; accounts have been seen with up to 90",
            "Google のドキュメントでは、多くの計測方法で 1～30 日です。実際には 90 日までの例もあります",
        ),
        unit="days",
        examples=(30,),
        google=Text("Click-through conversion window", "クリックスルー コンバージョンの計測期間"),
    ),
    Attribute(
        name="view_through_lookback_window_days",
        kind=Kind.WHOLE,
        summary="How long after an ad was seen, not clicked, a conversion still counts.",
        source=_RULES,
        yaml="google_ads.view_through_lookback_window_days",
        minimum=1,
        maximum=30,
        unit="days",
        sources=frozenset(TYPE_OF_SOURCE) - CALL_SOURCES,
        examples=(1,),
        google=Text("View-through conversion window", "ビュースルー コンバージョンの計測期間"),
    ),
    Attribute(
        name=MODEL,
        kind=Kind.WORD,
        summary="How credit is shared among the clicks before a conversion.",
        source="ConversionActionError.CANNOT_SET_RULE_BASED_ATTRIBUTION_MODELS, v26, checked 2026-11-23",
        imported=True,
        yaml="google_ads.attribution_model",
        words=f"{ENUMS}/attribution_model.py:AttributionModelEnum.AttributionModel",
        refused=RULE_BASED_MODELS,
        examples=("google_search_attribution_data_driven",),
        google=Text("Attribution model", "アトリビューション モデル"),
    ),
    Attribute(
        name="phone_call_duration_seconds",
        kind=Kind.WHOLE,
        summary="From which length on a call counts.",
        source=_RULES,
        yaml="google_ads.phone_call_duration_seconds",
        minimum=0,
        maximum=10_000,
        unit="seconds",
        sources=CALL_SOURCES,
        examples=(60,),
        google=Text("Call length", "通話時間"),
    ),
    Attribute(
        name="app_id",
        kind=Kind.TEXT,
        summary="Which app: its package name.",
        source=_PROTO,
        yaml="google_ads.app_id",
        settable=Settable.ON_CREATE,
        sources=APP_SOURCES,
        examples=("com.example.shop",),
        google=Text("App, Package name", "アプリ、パッケージ名"),
        absent="none; needed for an app's conversions",
    ),
    Attribute(
        name=MODEL_STATUS,
        kind=Kind.WORD,
        summary="Whether Google has a data-driven attribution model for the action.",
        source=_PROTO,
        words=f"{ENUMS}/data_driven_model_status.py:DataDrivenModelStatusEnum.DataDrivenModelStatus",
        settable=Settable.NEVER,
    ),
    Attribute(
        name="origin",
        kind=Kind.WORD,
        summary="Where the conversion happens; Google derives it from the type.",
        source=_PROTO,
        words=f"{ENUMS}/conversion_origin.py:ConversionOriginEnum.ConversionOrigin",
        settable=Settable.NEVER,
    ),
)


def _target(conversion: Conversion, client: Client) -> Target | None:
    if not client.customer_id or conversion.source is None:
        return None
    if conversion.source == GA4_IMPORT:
        return Target(
            identity=import_identity(client.property_id, conversion.event or ""),
            name=conversion.name,
            named=False,
            creatable=False,
            awaits=GOOGLES_IMPORT,
            waiting=AWAITED,
        )
    previously = tuple(map(name_identity, conversion.previously))
    return Target(identity=name_identity(conversion.name), name=conversion.name, previously=previously)


def _postponed(name: str, value: Scalar, live: State | None) -> Text:
    """Google refuses the data-driven model until there is one: DATA_DRIVEN_MODEL_WAS_NEVER_GENERATED and its kin."""
    if name != MODEL or value != DATA_DRIVEN:
        return NO_TEXT
    if live is None:
        return Text(
            "there is no data-driven model for a new action; a later sync sets it, once Google has made one",
            "新しいアクションにはまだデータドリブン モデルがありません。"
            "Google がモデルを作成した後の sync で設定します",
        )
    status = live.get(MODEL_STATUS)
    if status == "available":
        return NO_TEXT
    return Text(
        f"Google has no data-driven model for this action (status: {draw(status)}); it is set once there is one",
        f"このアクションのデータドリブン モデルがまだありません（ステータス: {draw(status)}）。"
        "モデルができた後の sync で設定します",
    )


CONVERSION_ACTION = ResourceType(
    name=ACTION,
    provider="google_ads",
    title="conversion action",
    attributes=ATTRIBUTES,
    target=_target,
    demoted=MappingProxyType({"primary_for_goal": False}),
    batch=MAX_OPERATIONS,
    check=check_action,
    shared=True,
    postponed=_postponed,
    refuses=lambda name, value, live: refuses_category(name, value, live) or bool(_postponed(name, value, live)),
    restorable=False,
)
"""The type that the rest of microconv works with."""
