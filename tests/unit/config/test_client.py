"""Good configs, and the clients that they make."""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Callable
from typing import Any

import pytest

from microconv.config import Loaded
from microconv.core.account_ids import Accounts
from microconv.core.client import Client, ReviewEvery, Unlisted
from microconv.core.conversion import Conversion, ConversionKind, Role, Value
from microconv.core.diagnostics import Span

Load = Callable[[str], Loaded]

DESIGN = """\
version: 1
client: aoi-store                 # label of the client
owner: ads-team@agency.example    # who answers for this setup
review: {every: month, last: 2026-11-01}
currency: JPY
google_ads: {customer_id: 123-456-7890, login_customer_id: 999-888-7777}
ga4: {property_id: 345678901}
naming: {prefix: mv_}             # default
unlisted: demote
defaults: {counting: one_per_click}
conversions:
  - name: purchase                # a macro conversion: any name
    kind: macro
    category: purchase
    role: primary
    value: {default: 10000, from_event: true}
  - name: mv_add_to_cart          # kind: micro follows from the prefix
    label: カートに追加
    category: add_to_cart
    role: secondary
    value: 500                    # always this value, in `currency`
    counting: many_per_click
    funnel: {next: purchase}      # what it leads to
    ga4: {event: mv_cart_event, counting: once_per_session}
    google_ads: {source: website, view_through_lookback_window_days: 1}
    previously: [mv_cart]         # renamed from
    protect: true
"""


DESIGN_CONVERSIONS = (
    Conversion(
        name="purchase",
        kind=ConversionKind.MACRO,
        role=Role.PRIMARY,
        source="website",
        value=Value(10000.0, "JPY", True),
        settings={"counting": "one_per_click", "category": "purchase"},
        span=Span("config.yaml", 12, 5),
    ),
    Conversion(
        name="mv_add_to_cart",
        kind=ConversionKind.MICRO,
        role=Role.SECONDARY,
        source="website",
        event="mv_cart_event",
        value=Value(500.0, "JPY"),
        settings={
            "counting": "many_per_click",
            "category": "add_to_cart",
            "ga4.counting": "once_per_session",
            "google_ads.view_through_lookback_window_days": 1,
        },
        next="purchase",
        previously=("mv_cart",),
        protect=True,
        label="カートに追加",
        span=Span("config.yaml", 17, 5),
    ),
)


def client_of(loaded: Loaded) -> Client:
    assert [problem.summary for problem in loaded.problems if problem.is_error] == []
    assert loaded.client is not None
    return loaded.client


def test_every_key_of_the_design_arrives(loaded: Load) -> None:
    found = loaded(DESIGN)
    assert found.problems == ()
    client = client_of(found)
    assert client == Client(
        label="aoi-store",
        owner="ads-team@agency.example",
        accounts=Accounts("1234567890", "9998887777", "345678901"),
        currency="JPY",
        prefix="mv_",
        unlisted=Unlisted.DEMOTE,
        review_every=ReviewEvery.MONTH,
        review_last=datetime.date(2026, 11, 1),
        path="config.yaml",
        digest=hashlib.sha256(len(DESIGN.encode()).to_bytes(8, "big") + DESIGN.encode()).hexdigest(),
        conversions=DESIGN_CONVERSIONS,
    )


def one(loaded: Load, conversion: str, top: str = "") -> Conversion:
    head = "version: 1\nclient: x\ncurrency: JPY\ngoogle_ads: {customer_id: 1234567890}\nga4: {property_id: '77'}\n"
    (found,) = client_of(loaded(f"{head}{top}conversions:\n  - {{name: mv_x, {conversion}}}\n")).conversions
    return found


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("value: 500", Value(500.0, "JPY")),
        ("value: 0.5", Value(0.5, "JPY")),
        ("value: 5e2", Value(500.0, "JPY")),
        ("value: 0", Value(0.0, "JPY")),
        ("value: none", Value(None, "JPY")),
        ("value: {default: 5}", Value(5.0, "JPY")),
        ("value: {default: 5, from_event: true}", Value(5.0, "JPY", True)),
        ("value: {from_event: true}", Value(None, "JPY", True)),
        ("value: {default: 5, currency: USD}", Value(5.0, "USD")),
        ("label: y", None),
    ],
)
def test_values(written: str, value: Value | None, loaded: Load) -> None:
    assert one(loaded, f"role: primary, category: contact, {written}").value == value


@pytest.mark.parametrize(
    ("written", "source", "event"),
    [
        ("category: contact", "website", None),
        ("category: contact, ga4: {}", "website", "mv_x"),
        ("category: contact, ga4: {event: other}", "website", "other"),
        ("category: contact, google_ads: {}", "website", None),
        ("category: contact, google_ads: {source: upload_clicks}", "upload_clicks", None),
        ("google_ads: {source: ga4}, ga4: {}", "ga4", "mv_x"),
        ("google_ads: false, ga4: {}", None, "mv_x"),
    ],
)
def test_where_a_conversion_lives(written: str, source: str | None, event: str | None, loaded: Load) -> None:
    found = one(loaded, f"role: secondary, {written}")
    assert (found.source, found.event) == (source, event)


def test_a_client_without_google_ads_has_key_events_only(loaded: Load) -> None:
    text = "version: 1\nclient: x\nga4: {property_id: 5}\nconversions:\n  - {name: mv_x, role: secondary, ga4: {}}\n"
    client = client_of(loaded(text))
    assert (client.customer_id, client.property_id, client.currency) == ("", "5", "")
    assert [(item.source, item.event) for item in client.conversions] == [(None, "mv_x")]


@pytest.mark.parametrize(
    ("defaults", "own", "settings"),
    [
        ("category: contact", "", {"category": "contact"}),
        ("category: contact", "category: signup", {"category": "signup"}),
        (
            "category: contact, google_ads: {view_through_lookback_window_days: 2}",
            "google_ads: {click_through_lookback_window_days: 7}",
            {
                "category": "contact",
                "google_ads.view_through_lookback_window_days": 2,
                "google_ads.click_through_lookback_window_days": 7,
            },
        ),
        ("category: contact, ga4: {counting: once_per_event}", "", {"category": "contact"}),
        (
            "category: contact, ga4: {counting: once_per_event}",
            "ga4: {}",
            {"category": "contact", "ga4.counting": "once_per_event"},
        ),
        ("category: contact, google_ads: {phone_call_duration_seconds: 60}", "", {"category": "contact"}),
        (
            "category: contact, google_ads: {phone_call_duration_seconds: 60}",
            "google_ads: {source: ad_call}",
            {"category": "contact", "google_ads.phone_call_duration_seconds": 60},
        ),
        ("category: contact, counting: one_per_click", "google_ads: {source: ga4}, ga4: {}", {}),
        ("category: contact", "google_ads: false, ga4: {}", {}),
        ("", "google_ads: {source: ga4}, ga4: {counting: once_per_event}", {"ga4.counting": "once_per_event"}),
    ],
)
def test_defaults_reach_what_can_take_them(defaults: str, own: str, settings: dict[str, Any], loaded: Load) -> None:
    found = one(loaded, f"role: secondary, {own}".rstrip(", "), f"defaults: {{{defaults}}}\n")
    assert found.settings == settings


def test_role_value_source_and_protect_have_defaults_too(loaded: Load) -> None:
    defaults = (
        "{role: primary, category: contact, value: {default: 7, currency: EUR}, protect: true, google_ads: false}"
    )
    found = one(loaded, "value: {from_event: true}, ga4: {}", f"defaults: {defaults}\n")
    assert (found.role, found.value, found.protect) == (Role.PRIMARY, Value(7.0, "EUR", True), True)
    assert found.source is None
    assert one(loaded, "google_ads: {}", f"defaults: {defaults}\n").source == "website"


@pytest.mark.parametrize(
    ("defaults", "own", "expected"),
    [
        ("{}", "value: 5, ga4: {}", True),
        ("{}", "value: 5, ga4: {value: true}", True),
        ("{}", "value: 5, ga4: {value: false}", False),
        ("{}", "value: none, ga4: {value: false}", False),
        ("{ga4: {value: false}}", "value: 5, ga4: {}", False),
        ("{ga4: {value: false}}", "value: 5, ga4: {value: true}", True),
        ("{value: 5, ga4: {value: false}}", "ga4: {counting: once_per_event}", False),
        ("{ga4: {value: false}}", "value: 5", True),  # there is no key event
        ("{ga4: {value: false}}", "ga4: {}", True),  # there is no value
    ],
)
def test_whether_the_key_event_gets_the_value(defaults: str, own: str, expected: bool, loaded: Load) -> None:
    text = f"role: secondary, category: contact, {own}"
    assert one(loaded, text, f"defaults: {defaults}\n").event_value is expected


def test_another_prefix(loaded: Load) -> None:
    text = (
        "version: 1\nclient: x\ngoogle_ads: {customer_id: 1234567890}\nnaming: {prefix: micro_}\n"
        "defaults: {role: secondary, category: contact}\nconversions:\n"
        "  - {name: micro_a}\n  - {name: mv_a, kind: macro}\n  - {name: a, kind: undecided}\n"
    )
    client = client_of(loaded(text))
    assert client.prefix == "micro_"
    assert [item.kind for item in client.conversions] == [
        ConversionKind.MICRO,
        ConversionKind.MACRO,
        ConversionKind.UNDECIDED,
    ]


def test_no_conversions_is_a_config(loaded: Load) -> None:
    text = "version: 1.0\nclient: x\nga4: {property_id: 5}\nconversions: []\n"
    assert client_of(loaded(text)).conversions == ()


def test_aliases_may_repeat_values(loaded: Load) -> None:
    text = (
        "version: 1\nclient: x\ngoogle_ads: {customer_id: 1234567890}\nconversions:\n"
        "  - {name: mv_a, role: secondary, category: contact, google_ads: &call {source: ad_call}}\n"
        "  - {name: mv_b, role: secondary, category: contact, google_ads: *call}\n"
    )
    assert [item.source for item in client_of(loaded(text)).conversions] == ["ad_call", "ad_call"]


def test_the_digest_follows_the_text(loaded: Load) -> None:
    first, again, other = (client_of(loaded(text)).digest for text in (DESIGN, DESIGN, DESIGN + "# more\n"))
    assert first == again
    assert first != other
