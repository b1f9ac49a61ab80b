"""A client as text: what the loader reads back is the same client, and every YAML reader reads the same text."""

from __future__ import annotations

import dataclasses
import datetime
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from microconv.config.writer import write
from microconv.core.account_ids import Accounts
from microconv.core.client import (
    AuditSettings,
    CampaignGoals,
    Client,
    CustomGoal,
    Demote,
    Goals,
    GoalSetting,
    Ignored,
    Level,
    ReviewEvery,
    Unlisted,
)
from microconv.core.conversion import Conversion, ConversionKind, Role, Value
from microconv.core.event_page import page_reached
from microconv.core.event_rule import Condition, EventRule, RuledEvent
from microconv.core.frozen import FrozenDict
from microconv.core.letterhead import Letterhead
from microconv.core.logo import Logo
from microconv.core.months import Month
from microconv.core.report_settings import DataSource, DataStudio, NamedPage, ReportSettings
from microconv.core.review_settings import Decision, Learning
from microconv.core.tag_condition import TagCondition, page_path
from microconv.core.tag_manager import Adopted, ConversionTag, Publish, TagManager, TagParameter
from microconv.core.tag_trigger import TagTrigger, TriggerKind
from microconv.loading import load
from tests.heavy import examples
from tests.laws.live_accounts import TAME
from tests.strategies import client as made
from tests.strategies import clients, conversion
from tests.tag_configs import configs

ONE_LINE = st.text(min_size=1, max_size=30).filter(lambda text: text == text.strip() and text.isprintable())
ODD = st.sampled_from(TAME) | ONE_LINE

SHEET = FrozenDict({"spreadsheet": "12345678", "worksheet": "0"})

SVG = b'<svg xmlns="http://www.w3.org/2000/svg"/>'


NOT_WRITTEN = {
    (Client, "path"): "the file itself",
    (Client, "digest"): "made of the text of the file",
    (Client, "registration"): "the registry of clients says it",
    (Accounts, "google_ads_credentials"): "the registry of clients says it",
    (Accounts, "google_credentials"): "the registry of clients says it",
    **{
        (kind, "span"): "the place in the file"
        for kind in (Conversion, EventRule, GoalSetting, CampaignGoals, CustomGoal, Ignored)
    },
}
"""Fields of a client that no config says, each with the reason."""


def plain(value: Any) -> Any:
    """A client, or a part of one, without what no config says."""
    if isinstance(value, tuple):
        return tuple(plain(item) for item in value)
    if isinstance(value, Mapping):
        return MappingProxyType({key: plain(item) for key, item in value.items()})
    if not dataclasses.is_dataclass(value) or isinstance(value, type):
        return value
    fields = {
        field.name: field.default if (type(value), field.name) in NOT_WRITTEN else plain(getattr(value, field.name))
        for field in dataclasses.fields(value)
    }
    return replace(value, **fields)


def read_back(client: Client, folder: Path, *, share: bool = False) -> Any:
    path = folder / "written.yaml"
    if client.letterhead.logo:
        (folder / client.letterhead.logo.file).write_bytes(client.letterhead.logo.content)
    text = write(client, {("conversions",): ["a\nb: c"]}, head=["x"], foot=["y"], share=share).text
    path.write_text(text, encoding="utf-8")
    loaded, problems = load(path)
    assert loaded is not None, problems
    return plain(loaded)


@settings(max_examples=examples(60), deadline=None)
@given(clients())
def test_the_loader_reads_the_same_client(tmp_path_factory: pytest.TempPathFactory, wanted: Client) -> None:
    assert read_back(wanted, tmp_path_factory.getbasetemp()) == wanted
    assert read_back(wanted, tmp_path_factory.getbasetemp(), share=True) == wanted


@settings(max_examples=examples(150), deadline=None)
@given(configs())
def test_the_loader_reads_the_same_tags(tmp_path_factory: pytest.TempPathFactory, wanted: Client) -> None:
    kept = [one for one in wanted.conversions if one.event is not None or one.source is not None]
    fitting = replace(wanted, conversions=tuple(map(_loadable, kept)))
    assert read_back(fitting, tmp_path_factory.getbasetemp()) == plain(fitting)


def _loadable(one: Conversion) -> Conversion:
    """A conversion that the loader accepts: a value of the data layer is what the tag sends, and a link is named."""
    if one.source is None:
        one = replace(one, settings=FrozenDict())
    if one.tag is None:
        return one
    tag = one.tag
    several = len(tag.adopted.triggers) > 1 or one.event is None
    trigger = tag.trigger
    if trigger is not None:
        conditions = {item for item in trigger.conditions if item.comparison != "at_least" or not item.ignore_case}
        if trigger.kind is TriggerKind.LINK:
            conditions.add(TagCondition("{{Click URL}}", "contains", "x", negated=True))
        numeric = {item._replace(value="2") if item.comparison == "at_least" else item for item in conditions}
        trigger = trigger._replace(conditions=tuple(sorted(numeric)))
    value = Value(None, "JPY", from_event=True) if tag.value else one.value
    parameters = () if several else tag.parameters
    return replace(one, value=value, tag=tag._replace(trigger=trigger, parameters=parameters))


def test_what_conversions_say_alike_stands_once(tmp_path: Path) -> None:
    """Of the tags three say the same window and one another; imports, and events alone, take no window."""
    days = "google_ads.click_through_lookback_window_days"
    usual = {days: 30, "ga4.counting": "once_per_event"}
    imported = conversion("mv_e", source="ga4", event="mv_e")
    wanted = made(
        *(conversion(f"mv_{name}", event=f"mv_{name}", settings=usual) for name in "abc"),
        conversion("mv_d", settings={days: 7}),
        replace(imported, settings=FrozenDict({"ga4.counting": "once_per_session"})),
    )
    text = write(wanted, share=True).text
    assert re.findall("days: [0-9]+", text) == ["days: 30", "days: 7"]
    assert re.findall("counting: [a-z_]+", text) == ["counting: once_per_event", "counting: once_per_session"]
    assert read_back(wanted, tmp_path, share=True) == plain(wanted)


TAGS = [
    ConversionTag(trigger._replace(conditions=tuple(sorted(trigger.conditions))))
    for trigger in (
        TagTrigger(TriggerKind.PAGE, "/form/step1"),
        TagTrigger(TriggerKind.PAGE, "", (TagCondition("{{Page Path}}", "matches", "^/(plan|price)/"),)),
        TagTrigger(
            TriggerKind.PAGE,
            "/",
            (
                TagCondition("{{Page Hostname}}", "equals", "shop: 1", negated=True),
                TagCondition("{{mv_dataLayer plan.name}}", "contains", "gold", ignore_case=True),
                TagCondition("{{mv_dataLayer rank}}", "at_least", "2"),
            ),
        ),
        TagTrigger(TriggerKind.CLICK, "#cta, .cta"),
        TagTrigger(TriggerKind.CLICK, "", (TagCondition("{{Click Text}}", "equals", "問い合わせ: 1"),)),
        TagTrigger(
            TriggerKind.LINK,
            "",
            (TagCondition("{{Click URL}}", "ends_with", ".pdf"), page_path("/a.b"), page_path("/c")),
        ),
        TagTrigger(TriggerKind.LINK, "nav a", (TagCondition("{{Click URL}}", "equals", "tel:0"),)),
        TagTrigger(TriggerKind.FORM, "#enquiry"),
        TagTrigger(TriggerKind.SCROLL, "90", (page_path("/"),)),
        TagTrigger(TriggerKind.VISIBLE, "#price"),
        TagTrigger(TriggerKind.TIMER, "30"),
        TagTrigger(TriggerKind.VIDEO, "start"),
        TagTrigger(TriggerKind.VIDEO, "50"),
        TagTrigger(TriggerKind.EVENT, "null"),
        TagTrigger(TriggerKind.EVENT, "wpcf7mailsent", preset="contact_form_7"),
    )
]
PAID = ConversionTag(
    None,
    Adopted(("12", "GA4: a"), ("form 1",)),
    "ecommerce.value",
    "order",
    (TagParameter("form_id", "1.50"), TagParameter("plan", "plan", data_layer=True)),
)
"""Tags that say each key at least once; conditions stand in their own order, as the loader gives them."""


def samples() -> list[Client]:
    """Clients in which together every field has a value that it does not have by itself."""
    conditions = (
        Condition("event_name", "equals", "page_view"),
        page_reached("/form/step1"),
        Condition("percent", "greater_than_or_equal", "90"),
        Condition("title", "regular_expression_case_insensitive", "^a: (b|c) #", negated=True),
    )
    rule = EventRule(tuple(sorted(conditions)), True, (("from", "[[form_id]]"), ("plan", "on"), ("value", "500")))
    scrolled = EventRule((Condition("event_name", "equals", "scroll"),), parameters=(("a", "[[c]]"),))
    both = tuple(sorted((rule, scrolled), key=lambda one: one.says()))
    with_rule = conversion(
        "mv_step", event="mv_step_seen", rules=both, label="ステップ", purpose="なぜ: 見る # 1", next="on", protect=True
    )
    goals = Goals(
        (GoalSetting("purchase", True), GoalSetting("contact", False, "call_from_ads")),
        (CampaignGoals("A*", goals=(GoalSetting("purchase", False),)), CampaignGoals("# b", Level.ACCOUNT)),
        (CustomGoal("y: n", ("mv_step", "on"), ("[P-MAX]",)),),
    )
    ignored = Ignored("values-*", "agreed: see # 5", datetime.date(2027, 1, 31), "mv_*")
    first = made(
        conversion("on", settings={"google_ads.attribution_model": "google_ads_last_click"}, previously=("On", "a, b")),
        with_rule,
        conversion("mv_none", event="mv_none", no_rule=True, source=None, settings={}),
        conversion("mv_both", event="seen", value=Value(5.0, "JPY"), event_value=False, no_rule=True),
        conversion("mv_sent", value=Value(7.0, "EUR", from_event=True)),
        conversion("open", kind=ConversionKind.UNDECIDED),
        conversion("mv_unpaid", event="mv_unpaid", tag=ConversionTag(TAGS[0].trigger, leaves_value=True)),
        *(conversion(f"mv_tag{number}", event=f"mv_tag{number}", tag=tag) for number, tag in enumerate(TAGS)),
        conversion("mv_paid", event="mv_paid", value=Value(7.0, "JPY", from_event=True), tag=PAID),
        goals=goals,
        login_customer_id="9998887777",
        manage_owner=True,
        data_stream="G-AOI1",
        auto_tagging=False,
        link_google_ads=True,
        ads_personalization=False,
        enhanced_measurement=MappingProxyType({"stream": True, "scrolls": False}),
        event_rules=(RuledEvent("deep_scroll", both), RuledEvent("gone", ()), RuledEvent("read", (scrolled,))),
        owner="a: b",
        review_every=ReviewEvery.QUARTER,
        review_last=datetime.date(2026, 11, 1),
        approver="b: c",
        learning=Learning(12, 28, 5, 3),
        decisions=(
            Decision(datetime.date(2026, 11, 1), "on", Role.SECONDARY, 40.5, "agreed: see # 5"),
            Decision(datetime.date(2026, 10, 1), "gone: away", reason="none"),
            Decision(datetime.date(2026, 10, 2), "on", value=400.0, reason="96 of 3,210"),
        ),
        review_report="https://example.com/r",
        letterhead=Letterhead("a: b", Logo("logo.svg", "image/svg+xml", SVG)),
        report=ReportSettings(
            ("trend", "notes"),
            FrozenDict({Month(2026, 10): FrozenDict({"on": 120.5, "mv_step": 3.0}), Month(2026, 9): FrozenDict()}),
            DataStudio("1_-abcde", FrozenDict({"ga4": DataSource("ds0"), "sheet": DataSource("", SHEET)})),
        ),
        pages=FrozenDict({"/form/step1": NamedPage("1: form", "https://h.example/1?a=b#c"), "/y:n": NamedPage()}),
        annotate=True,
        max_changes=3,
        max_demotions=0,
        max_role_changes=2,
        max_value_factor=1.5,
        audit=AuditSettings(9, (ignored, replace(ignored, object="", rule="roles-no-final"))),
        container="GTM-ABC1234",
        workspace="ours: 1",
        tag_manager=TagManager(Publish.ASK, google_tag=True),
        prefix="mv_",
        unlisted=Unlisted.REMOVE,
        demote=Demote.THOROUGH,
    )
    return [first, made(conversion("step_a", kind=ConversionKind.MICRO, settings={}), prefix="step_", property_id="")]


def instances(value: Any) -> Iterator[Any]:
    """All values within a client that have fields."""
    if isinstance(value, tuple | Mapping):
        for item in value.values() if isinstance(value, Mapping) else value:
            yield from instances(item)
    elif dataclasses.is_dataclass(value) and not isinstance(value, type):
        yield value
        for field in dataclasses.fields(value):
            yield from instances(getattr(value, field.name))


def defaults(field: dataclasses.Field[Any]) -> list[Any]:
    """The value that a field has by itself, or nothing."""
    if field.default_factory is not dataclasses.MISSING:
        return [field.default_factory()]
    return [] if field.default is dataclasses.MISSING else [field.default]


def test_the_samples_say_something_of_every_field() -> None:
    parts = [part for sample in samples() for part in instances(sample)]
    for kind in {type(part) for part in parts}:
        for field in dataclasses.fields(kind):
            if (kind, field.name) not in NOT_WRITTEN:
                values = [getattr(part, field.name) for part in parts if type(part) is kind]
                assert any(value not in defaults(field) for value in values), f"{kind.__name__}.{field.name}"


def test_every_field_of_a_client_is_written_and_read_back(tmp_path: Path) -> None:
    for wanted in samples():
        wanted = replace(
            wanted, conversions=tuple(replace(item, settings=_settings(item)) for item in wanted.conversions)
        )
        found = read_back(wanted, tmp_path)
        for field in dataclasses.fields(Client):
            assert getattr(found, field.name) == getattr(plain(wanted), field.name), field.name


def _settings(item: Conversion) -> MappingProxyType[str, object]:
    return MappingProxyType({} if item.source is None else dict(item.settings))  # a key event has no category


def test_lines_tell_their_places() -> None:
    written = write(made(conversion("mv_a"), conversion("mv_b")), {("conversions", "mv_b"): ["said"]})
    lines = written.text.splitlines()
    for name in ("mv_a", "mv_b"):
        line = lines.index(f"  - name: {name}") + 1
        assert written.place(line) == written.place(line + 2) == ("conversions", name)
    assert written.place(1) == ()


def test_an_account_number_that_is_none_cannot_break_out() -> None:
    text = write(made(data_stream="G-1\nowner: me")).text
    assert 'data_stream: "G-1\\nowner: me"' in text
