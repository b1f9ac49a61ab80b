"""The config of a suggested step: put below `conversions:` it loads, whatever the event or page is called."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from microconv.core.client import Client
from microconv.core.conversion import Conversion, ConversionKind, Role, Value
from microconv.core.event_page import page_of, page_reached
from microconv.core.tag_trigger import TagTrigger, TriggerKind
from microconv.loading import load
from microconv.review.model import Evidence, Share, Suggestion
from microconv.review.suggestions import name_for
from microconv.sitting.pastes import paste

GA4 = "ga4: {property_id: 345678901}"
BOTH = f"google_ads: {{customer_id: 1234567890}}\n{GA4}"
CONTAINER = f"{BOTH}\ntag_manager: {{container: GTM-AOI0001}}"
EVERY = (GA4, BOTH, CONTAINER, f"{GA4}\ntag_manager: {{container: GTM-AOI0001}}")
Paste = Callable[..., tuple[Conversion, str]]


@pytest.fixture
def pasted(tmp_path: Path) -> Paste:
    """Pastes a suggestion into a client's config: the conversion that it becomes, and the pasted lines."""

    def call(accounts: str, subject: str, *, page: bool = False, value: float | None = 1_200, currency: str = "JPY"
             ) -> tuple[Conversion, str]:  # fmt: skip
        config = tmp_path / "aoi.yaml"
        final = "category: purchase, " if "google_ads" in accounts else ""
        head = (
            f"version: 1\nclient: aoi\ncurrency: JPY\n{accounts}\nconversions:\n"
            f"  - {{name: purchase, kind: macro, {final}role: primary, ga4: {{event: purchase}}}}\n"
        )
        config.write_text(head, "utf-8")
        before = read(config)
        evidence = Evidence(subject, "purchase", 1_000, 50, 90, 30, Share(0.05, 0.04, 0.06))
        name = name_for(before, subject, page=page)
        made = Suggestion(subject, page, evidence, "purchase", 300, 1, "purchase", name, value, currency)
        text = paste(before, made)
        config.write_text(head + text, "utf-8")
        after = read(config)
        assert [one.name for one in after.conversions] == ["purchase", name]
        assert after.by_name["purchase"].event == before.by_name["purchase"].event
        return after.by_name[name], text

    return call


def read(config: Path) -> Client:
    client, problems = load(config)
    assert [one for one in problems if one.is_error] == []
    assert client is not None
    return client


@pytest.mark.parametrize("accounts", EVERY, ids=["ga4", "both", "container", "ga4 and container"])
def test_an_event_is_taken_as_it_is(pasted: Paste, accounts: str) -> None:
    made, text = pasted(accounts, "view_size_chart")
    assert (made.name, made.kind, made.role) == ("mv_view_size_chart", ConversionKind.MICRO, Role.SECONDARY)
    assert (made.event, made.next, made.rules, made.tag) == ("view_size_chart", "purchase", (), None)
    assert made.value == Value(1_200.0, "JPY")
    assert "value: 1200\n" in text
    assert ("category" in text) == ("google_ads" in accounts)


@pytest.mark.parametrize("accounts", EVERY, ids=["ga4", "both", "container", "ga4 and container"])
def test_a_page_becomes_an_event_by_a_rule_or_by_a_tag(pasted: Paste, accounts: str) -> None:
    made, _ = pasted(accounts, "/form/step1", page=True)
    assert (made.name, made.event, made.role) == ("mv_view_form_step1", "mv_view_form_step1", Role.SECONDARY)
    if "GTM-" in accounts:
        assert made.rules == ()
        assert made.tag is not None
        assert made.tag.trigger == TagTrigger(TriggerKind.PAGE, "/form/step1")
    else:
        assert made.tag is None
        (rule,) = made.rules
        assert page_of(rule) == ("/form/step1", page_reached("/form/step1"))
        assert rule.event == "page_view"


@pytest.mark.parametrize("accounts", [GA4, CONTAINER], ids=["rule", "tag"])
@pytest.mark.parametrize(
    ("page", "written"),
    [
        ("/", "/"),
        ("/日本/資料", "/%E6%97%A5%E6%9C%AC/%E8%B3%87%E6%96%99"),
        ("/%E6%97%A5", "/%E6%97%A5"),
        ("/a\"b': c, {d} [e] & *f !g |h", "/a%22b':%20c,%20%7Bd%7D%20%5Be%5D%20&%20*f%20!g%20%7Ch"),
        ("/a b\n- name: x\x1b\x00\u2028", "/a%20b%0A-%20name:%20x%1B%00%E2%80%A8"),
        ("/a?b#c\\d", "/a%3Fb%23c%5Cd"),
        ("/yes", "/yes"),
    ],
    ids=["home", "japanese", "encoded", "signs", "control", "query", "word"],
)
def test_hostile_pages_are_quoted_and_encoded(pasted: Paste, accounts: str, page: str, written: str) -> None:
    made, text = pasted(accounts, page, page=True)
    assert text.isascii()
    if made.tag is not None:
        assert made.tag.trigger == TagTrigger(TriggerKind.PAGE, written)
    else:
        assert page_reached(written) in made.rules[0].conditions


@pytest.mark.parametrize("event", ["資料請求", "yes", "null", "On", "scroll", "Größe", "x" * 38])
def test_events_that_yaml_would_read_otherwise_stay_themselves(pasted: Paste, event: str) -> None:
    made, _ = pasted(BOTH, event)
    assert made.event == event


@pytest.mark.parametrize("subject", ["/" + "a" * 300, "/" + "ab/" * 40])
def test_the_name_of_a_long_page_is_short_enough_for_a_key_event(pasted: Paste, subject: str) -> None:
    made, _ = pasted(GA4, subject, page=True)
    assert made.event is not None
    assert len(made.event) <= 38


def test_a_value_is_pasted_where_it_is_known_in_the_currency_of_the_client(pasted: Paste) -> None:
    assert pasted(BOTH, "chat", value=None)[0].value is None
    assert pasted(BOTH, "chat", currency="USD")[0].value is None
    assert pasted(BOTH, "chat", value=0.5)[1].count("value: 0.5\n") == 1
