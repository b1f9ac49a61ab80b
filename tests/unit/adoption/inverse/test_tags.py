"""The tags of a container as the `tag` of conversions: what is said, how, and what is told instead."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from microconv.adoption.inverse import Adoption, Asked, adopt, left
from microconv.core.account_ids import Accounts
from microconv.core.container_facts import Labels
from microconv.core.conversion import Conversion
from microconv.core.kinds import ACTION, CONTAINER
from microconv.core.planning.make import make_plan
from microconv.core.resource import Live
from microconv.core.tag_condition import TagCondition
from microconv.core.tag_manager import Adopted, ConversionTag, TagManager, TagParameter
from microconv.core.tag_trigger import TagTrigger, TriggerKind
from microconv.providers import TYPES
from microconv.providers.google_ads.capabilities import TYPE_OF_SOURCE
from microconv.providers.tag_manager.moments import moment_of
from microconv.providers.words import words
from tests.container import LABEL, Json, page_trigger, tag
from tests.laws.live_containers import PUBLIC_ID, STREAM, reading_of, variable, with_facts
from tests.strategies import CUSTOMER, PROPERTY, action, ads, ga4, key_event, rule

ASKED = Asked(
    Accounts(CUSTOMER, property_id=PROPERTY, container=PUBLIC_ID),
    sources={kind: source for source, kind in TYPE_OF_SOURCE.items()},
    words=words,
    moment=moment_of,
)
STEP = action("mv_step", value_settings__default_value=400.0, value_settings__always_use_default_value=True)
SEND_TO = "AW-123456789/AbC"
PAGE = TagTrigger(TriggerKind.PAGE, "/form/step1")
PATHS = [{"type": "pagePath"}, {"type": "clickElement"}]
FORM = page_trigger(1, "form 1")
GA4 = tag(2, "GA4 - form", "gaawe", eventName="mv_step", measurementIdOverride=STREAM)
ADS = tag(3, "Ads - form", "awct", conversionId="123", conversionLabel="AbC", conversionValue="400", currencyCode="JPY")


def holding(*tags: Json, triggers: tuple[Json, ...] = (FORM,), **more: Any) -> Json:
    return {"builtInVariable": PATHS, "variable": [], "trigger": list(triggers), "tag": list(tags), **more}


def filtered(kind: str, variable: str, value: str) -> Json:
    """The condition of a trigger."""
    given = [{"type": "template", "key": key, "value": text} for key, text in (("arg0", variable), ("arg1", value))]
    return {"type": kind, "parameter": given}


def imported_(content: Json, *live: Live, published: Json | str | None = "all", send_to: str = LABEL) -> Adoption:
    """The import of a container beside an action and its key event; nothing of the container is ever changed."""
    there = live or (STEP, key_event("mv_step"))
    both = with_facts(
        (
            ads(*(one for one in there if one.address.type == ACTION)),
            ga4(*(one for one in there if one.address.type != ACTION)),
        ),
        tuple(f"{one.id} {send_to}" for one in there if one.address.type == ACTION),
    )
    version = {**content, "containerVersionId": "3"} if published == "all" else published
    assert not isinstance(version, str)
    readings = (*both, reading_of(content, version))
    found = adopt(TYPES, readings, ASKED)
    plan = make_plan(TYPES, found.client, readings)
    assert left(plan) == ()
    assert [one for one in plan.changes if one.address.type in CONTAINER] == []
    assert found.unexpressed == ()
    return found


def tag_of(found: Adoption, name: str = "mv_step") -> ConversionTag | None:
    conversion: Conversion = found.client.by_name[name]
    return conversion.tag


def said(found: Adoption, name: str = "mv_step") -> str:
    return "\n".join(line.en for line in found.comments.get(("conversions", name), ()))


def told(found: Adoption) -> str:
    return "\n".join(found.notes)


def test_an_existing_pair_is_adopted_with_its_moment() -> None:
    found = imported_(holding(GA4, ADS))
    assert tag_of(found) == ConversionTag(PAGE, Adopted(("Ads - form", "GA4 - form"), ("form 1",)))
    assert found.client.accounts.container == PUBLIC_ID
    assert (said(found), told(found)) == ("", "")


def test_tags_and_triggers_that_carry_our_names_need_no_adopting() -> None:
    ours = holding(
        {**GA4, "name": "mv_step (GA4)"},
        {**ADS, "name": "mv_step (Google Ads)"},
        triggers=(page_trigger(1, "mv_step"),),
    )
    assert tag_of(imported_(ours)) == ConversionTag(PAGE)
    mixed = holding(GA4, {**ADS, "name": "mv_step (Google Ads)"}, triggers=(page_trigger(1, "mv_step"),))
    assert tag_of(imported_(mixed)) == ConversionTag(PAGE, Adopted(("GA4 - form",)))


WORDLESS = {
    "a group": {**FORM, "type": "triggerGroup"},
    "a type without a word": {**FORM, "type": "domReady"},
    "every page": {**FORM, "filter": []},
    "a page by its address": {**FORM, "filter": [filtered("contains", "{{Page URL}}", "x")]},
    "a comparison without a word": {**FORM, "filter": [filtered("urlMatches", "{{Page Path}}", "/")]},
    "a pattern that no browser takes": {**FORM, "filter": [filtered("matchRegex", "{{Page Path}}", "(")]},
    "a variable that is not enabled": {**FORM, "filter": [*FORM["filter"], filtered("equals", "{{Referrer}}", "x")]},
}


@pytest.mark.parametrize("trigger", WORDLESS.values(), ids=list(WORDLESS))
def test_a_trigger_for_which_a_config_has_no_words_is_adopted_by_name(trigger: Json) -> None:
    found = imported_(holding(GA4, ADS, triggers=(trigger,)))
    assert tag_of(found) == ConversionTag(None, Adopted(("Ads - form", "GA4 - form"), ("form 1",)))


def test_several_triggers_are_adopted_by_name() -> None:
    both = ("1", "4")
    found = imported_(
        holding(
            {**GA4, "firingTriggerId": both},
            {**ADS, "firingTriggerId": both},
            triggers=(FORM, page_trigger(4, "b", "/b")),
        )
    )
    assert tag_of(found) == ConversionTag(None, Adopted(("Ads - form", "GA4 - form"), ("b", "form 1")))


@pytest.mark.parametrize("fires", [["2147479553"], ["99"], ["1", "2147479553"], []])
def test_triggers_that_cannot_be_named_stay_with_the_tag(fires: list[str]) -> None:
    found = imported_(holding({**GA4, "firingTriggerId": fires}, {**ADS, "firingTriggerId": fires}))
    assert tag_of(found) == ConversionTag(None, Adopted(("Ads - form", "GA4 - form")))


def test_tags_that_fire_at_different_moments_keep_them() -> None:
    found = imported_(holding(GA4, {**ADS, "firingTriggerId": ["4"]}, triggers=(FORM, page_trigger(4, "b", "/b"))))
    assert tag_of(found) == ConversionTag(None, Adopted(("Ads - form", "GA4 - form")))


def test_a_trigger_of_two_conversions_is_adopted_by_both() -> None:
    other = tag(5, "GA4 - other", "gaawe", eventName="other", measurementIdOverride=STREAM)
    found = imported_(holding(GA4, ADS, other), STEP, key_event("mv_step"), key_event("other", 2))
    assert tag_of(found) == ConversionTag(None, Adopted(("Ads - form", "GA4 - form"), ("form 1",)))
    assert tag_of(found, "other") == ConversionTag(None, Adopted(("GA4 - other",), ("form 1",)))


def test_hostile_names_go_by_number() -> None:
    found = imported_(
        holding({**GA4, "name": "a\nb: c"}, {**ADS, "name": " x"}, triggers=({**FORM, "name": "\x1b[31m"},))
    )
    assert tag_of(found) == ConversionTag(PAGE, Adopted(("2", "3"), ("1",)))
    taken = imported_(holding({**GA4, "name": "3"}, {**ADS, "name": " x"}))
    assert tag_of(taken) is None  # the number is another's name
    assert 'tag " x" of "mv_step": neither its name nor its number tells it apart' in told(taken)


@pytest.mark.parametrize("which", [0, 1])
def test_a_paused_tag_is_shown_and_not_declared(which: int) -> None:
    tags = [GA4, ADS]
    tags[which] = {**tags[which], "paused": True}
    found = imported_(holding(*tags))
    assert tag_of(found) is None
    assert f'its tag "{tags[which]["name"]}" is paused in Tag Manager' in said(found)
    assert f'tag "{tags[which]["name"]}" of "mv_step": it is paused, and what a config lists fires' in told(found)


def test_of_two_tags_the_one_that_fires_is_said() -> None:
    old = {**GA4, "tagId": "9", "name": "A - old", "paused": True}
    found = imported_(holding(old, GA4, ADS))
    assert tag_of(found) == ConversionTag(PAGE, Adopted(("Ads - form", "GA4 - form"), ("form 1",)))
    assert 'the tag "A - old" would send the same, and is paused' in said(found)
    found = imported_(holding({**old, "paused": False}, GA4, ADS))
    assert tag_of(found) == ConversionTag(PAGE, Adopted(("A - old", "Ads - form"), ("form 1",)))
    assert 'the tag "GA4 - form" sends the same' in said(found)


def test_what_is_not_published_is_shown_and_waits_for_nobody() -> None:
    content = holding(GA4, ADS)
    before = {**content, "tag": [{**ADS, "notes": "older"}], "trigger": [], "containerVersionId": "3"}
    found = imported_(content, published=before)
    assert tag_of(found) is not None
    assert said(found).splitlines() == [
        'its tag "GA4 - form" is in the workspace, and not published',
        'its trigger "form 1" is in the workspace, and not published',
        'its tag "Ads - form" is live in another form: the workspace has a change that is not published',
    ]
    never = imported_(content, published=None)
    comments = [line.en for line in never.comments["tag_manager",]]
    assert any("nothing of this container was ever published" in line for line in comments)


def test_exceptions_and_folders_stay() -> None:
    found = imported_(
        holding(
            {**GA4, "blockingTriggerId": ["4"], "parentFolderId": "7"},
            ADS,
            triggers=(FORM, page_trigger(4, "not here")),
        )
    )
    assert tag_of(found) == ConversionTag(PAGE, Adopted(("Ads - form", "GA4 - form"), ("form 1",)))
    assert 'exceptions keep its tag "GA4 - form" from firing: "not here"; they stay' in said(found)


def test_ids_that_variables_have_are_known_by_label_and_event() -> None:
    found = imported_(
        holding(
            tag(2, "GA4 - form", "gaawe", eventName="mv_step", measurementIdOverride="{{GA4 ID}}"),
            tag(
                3,
                "Ads - form",
                "awct",
                conversionId="{{Ads ID}}",
                conversionLabel="AbC",
                conversionValue="400",
                currencyCode="JPY",
            ),
        )
    )
    assert tag_of(found) == ConversionTag(PAGE, Adopted(("Ads - form", "GA4 - form"), ("form 1",)))


def test_tags_whose_value_is_another_keep_it() -> None:
    found = imported_(holding(GA4, tag(3, "Ads - form", "awct", conversionId="123", conversionLabel="AbC")))
    assert tag_of(found) == ConversionTag(PAGE, Adopted(("Ads - form", "GA4 - form"), ("form 1",)), leaves_value=True)
    assert said(found) == 'its tag "Ads - form" sends no value: `value: false` leaves that as it is'


def rows(*pairs: tuple[str, str]) -> Json:
    maps = [
        {"type": "map", "map": [
            {"type": "template", "key": "parameter", "value": name},
            {"type": "template", "key": "parameterValue", "value": value},
        ]}
        for name, value in pairs
    ]  # fmt: skip
    return {"type": "list", "key": "eventSettingsTable", "list": maps}


def test_what_tags_send_is_said_where_it_can_be() -> None:
    paid = action("mv_step", value_settings__default_value=400.0, value_settings__always_use_default_value=False)
    total, order = "{{mv_dataLayer total}}", "{{mv_dataLayer order}}"
    more = rows(
        ("value", total), ("currency", "JPY"), ("transaction_id", order), ("form", "1"), ("plan", "{{DLV}}"),
        ("long", "x" * 101), ("twice", "1"), ("twice", "2"), ("no name", "1"),
    )  # fmt: skip
    event = {**GA4, "parameter": [*GA4["parameter"], more]}
    sent = {"conversionValue": total, "currencyCode": "JPY", "orderId": order}
    ads_tag = tag(3, "Ads - form", "awct", conversionId="123", conversionLabel="AbC", **sent)
    keys = [variable(30, "mv_dataLayer total", "total"), variable(31, "mv_dataLayer order", "order")]
    content = holding(event, ads_tag, variable=keys)
    found = imported_(content, paid, key_event("mv_step"))
    assert tag_of(found) == ConversionTag(
        PAGE,
        Adopted(("Ads - form", "GA4 - form"), ("form 1",)),
        value="total",
        transaction_id="order",
        parameters=(TagParameter("form", "1"), TagParameter("plan", "{{DLV}}")),
    )


def test_a_product_without_a_tag_is_told_with_the_line_that_has_one_made() -> None:
    found = imported_(holding(GA4))
    assert tag_of(found) is None
    assert told(found) == (
        'tag "GA4 - form" of "mv_step": no tag feeds Google Ads, and `tag` would have one made; to have it made, write '
        '`tag: {adopt: {tag: "GA4 - form", trigger: "form 1"}}`'
    )
    only = imported_(holding(GA4), key_event("mv_step"))
    assert tag_of(only) == ConversionTag(PAGE, Adopted(("GA4 - form",), ("form 1",)))


def test_an_event_of_a_rule_and_of_a_tag_is_told() -> None:
    found = imported_(holding(GA4), key_event("mv_step"), rule("mv_step"))
    assert tag_of(found) is None
    assert "a rule of GA4 makes the event that it goes with" in told(found)


def test_a_name_with_a_colon_has_no_tags() -> None:
    found = imported_(holding(ADS), action("a: b", value_settings__default_value=400.0))
    assert tag_of(found, "a: b") is None
    assert "no name with a colon is for triggers and tags" in told(found)


def test_what_feeds_no_conversion_is_counted_by_its_kind() -> None:
    others = [tag(number, f"pixel {number:02}", "html") for number in range(50, 62)]
    nobodys = tag(8, "GA4 - nobody", "gaawe", eventName="other", measurementIdOverride=STREAM)
    elsewhere = tag(9, "GA4 - elsewhere", "gaawe", eventName="mv_step", measurementIdOverride="G-OTHER")
    found = imported_(
        holding(*others, nobodys, elsewhere, tag(7, "Ads", "awct", conversionId="9", conversionLabel="z"))
    )
    assert told(found).splitlines() == [
        f'2 GA4 event tags of {PUBLIC_ID} feed no conversion here: "GA4 - elsewhere", "GA4 - nobody"',
        f'1 Google Ads tag of {PUBLIC_ID} feeds no conversion here: "Ads"',
        f"12 tags of other types of {PUBLIC_ID} feed no conversion here: "
        + ", ".join(f'"pixel {number}"' for number in range(50, 60))
        + " and others",
    ]


def test_google_tag_is_said_where_what_it_makes_is_there() -> None:
    google = tag(20, "mv_google_tag", "googtag", ("2147479573",), tagId=STREAM)
    linker = tag(21, "mv_conversion_linker", "gclidw", ("2147479553",))
    assert imported_(holding(GA4, ADS, google, linker)).client.tag_manager == TagManager(google_tag=True)
    assert imported_(holding(GA4, ADS, {**google, "name": "Google"}, linker)).client.tag_manager == TagManager(
        google_tag=True
    )
    assert not imported_(holding(GA4, ADS)).client.tag_manager.google_tag
    moved = imported_(holding(GA4, ADS, {**google, "firingTriggerId": ["1"]}, linker))
    assert not moved.client.tag_manager.google_tag
    assert 'Google tag "mv_google_tag": a config that has it would change it' in told(moved)


def test_a_server_container_is_told_and_not_declared() -> None:
    both = with_facts((ads(STEP), ga4(key_event("mv_step"))), (f"{STEP.id} {LABEL}",))
    reading = reading_of(holding(GA4, ADS), None)
    facts = reading.facts._replace(container=reading.facts.container._replace(usage=("server",)))
    found = adopt(TYPES, (*both, replace(reading, facts=facts)), ASKED)
    assert (tag_of(found), found.client.accounts.container) == (None, "")
    assert "is a server container" in told(found)


@pytest.mark.parametrize(
    ("send_tos", "why"),
    [((), "Google Ads names no tag for the action"), (None, "the labels of actions were not read")],
)
def test_without_labels_the_ads_tag_is_not_guessed(send_tos: tuple[str, ...] | None, why: str) -> None:
    accounts, site = with_facts((ads(STEP), ga4(key_event("mv_step"))), ())
    accounts = replace(accounts, facts=accounts.facts._replace(labels=Labels(send_tos)))
    found = adopt(TYPES, (accounts, site, reading_of(holding(GA4, ADS), None)), ASKED)
    assert tag_of(found) is None
    assert why in told(found)


def test_custom_html_that_names_the_label_is_told_at_the_conversion() -> None:
    script = tag(9, "script", "html", html=f"<script>gtag('event', 'conversion', {{'send_to': '{SEND_TO}'}})</script>")
    found = imported_(holding(script), send_to=SEND_TO)
    assert tag_of(found) is None
    assert said(found) == (
        'the tag "script" is none of Google\'s, and names the label of this action: it may count it too'
    )
    assert told(found) == ""


def test_a_moment_is_exact() -> None:
    """A trigger for which a config has no words is no moment, however near it is."""
    condition = TagCondition("{{Click Element}}", "fits_selector", "#cta, #cta *")
    assert moment_of({"kind": "click", "conditions": (str(condition),)}) == TagTrigger(TriggerKind.CLICK, "#cta")
    assert moment_of({"kind": "click", "conditions": (str(condition._replace(value="#cta")),)}) is None
    assert moment_of({"kind": "click", "conditions": (str(condition),), "listens_where": ("{{x}} equals: 1",)}) is None
    assert moment_of({"kind": "timer", "interval": "1500", "limit": "1"}) is None
    assert moment_of({"kind": "timer", "interval": "30000", "limit": "2"}) is None
    assert moment_of({"kind": "timer", "interval": "30000", "limit": "1"}) == TagTrigger(TriggerKind.TIMER, "30")
    assert moment_of({"kind": "scrollDepth", "scroll_percent": "25,50"}) is None
    assert moment_of({"kind": "customEvent", "event": ("{{_event}} matches: ^a$",)}) is None
    assert moment_of({"kind": "youTubeVideo", "video": ("50 %", "start")}) is None
