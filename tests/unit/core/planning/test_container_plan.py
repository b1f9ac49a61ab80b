"""Plans for a container of Tag Manager: made, in sync, drifted, adopted, already tagged, shared, waiting for a label.

The container is in memory: what a plan changes is put into its JSON by the provider's own converter, without a network.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from microconv.core.client import Client, Unlisted
from microconv.core.conversion import Value
from microconv.core.facts import AccountFacts, Stream
from microconv.core.kinds import ADS_TAG, CONTAINER, GA4_TAG, GOOGLE_TAG, LINKER, SEND_TOS, STREAM
from microconv.core.kinds import needed as needed_types
from microconv.core.phase import Phase
from microconv.core.plan import Plan
from microconv.core.planning.limits import Allow, Limits
from microconv.core.planning.make import make_plan
from microconv.core.planning.safety import refusals
from microconv.core.planning.steps import steps
from microconv.core.tag_condition import TagCondition
from microconv.core.tag_manager import Adopted, ConversionTag, TagManager, TagParameter, awaited_action
from microconv.core.tag_trigger import TagTrigger, TriggerKind
from microconv.providers.tag_manager.convert import objects_of
from tests.container import (
    KINDS,
    LABEL,
    STEP_ACTION,
    Json,
    after,
    applied,
    page_trigger,
    plan,
    readings,
    tag,
    tagged,
    wanted,
)
from tests.strategies import client, conversion

PAGE = TagTrigger(TriggerKind.PAGE, "/form/step1")
STEP = conversion(
    "mv_step", event="mv_step", value=Value(400.0, "JPY"), settings={"category": "contact"}, tag=ConversionTag(PAGE)
)


def settled(wished: Client, container: Json, **accounts: Any) -> Json:
    """The container once the plan is carried out; the next plan changes nothing there."""
    content = applied(plan(wished, container, **accounts), container, {"mv_step": LABEL})
    assert tagged(plan(wished, content)) == []
    return content


def test_an_empty_container_gets_a_trigger_two_tags_and_the_variable_they_need() -> None:
    found = plan(wanted(STEP), {})
    assert tagged(found) == [
        'create tag_manager.built_in_variable["Page Path"]',
        'create tag_manager.trigger["mv_step"]',
        'create tag_manager.ga4_tag["mv_step"]',
        'create tag_manager.ads_tag["mv_step"]',
    ]
    assert after(found, 'tag_manager.trigger["mv_step"]') == {
        "name": "mv_step",
        "kind": "pageview",
        "conditions": ("{{Page Path}} matches: ^/form/step1/?$",),
    }
    assert after(found, 'tag_manager.ga4_tag["mv_step"]') == {
        "name": "mv_step (GA4)",
        "kind": "gaawe",
        "event_name": "mv_step",
        "measurement_id": "G-AOI1",
        "parameters": ("currency = JPY", "value = 400"),
        "fires_on": ("mv_step",),
        "paused": False,
    }
    assert after(found, 'tag_manager.ads_tag["mv_step"]') == {
        "name": "mv_step (Google Ads)",
        "kind": "awct",
        "send_to": LABEL,
        "value": "400",
        "currency": "JPY",
        "fires_on": ("mv_step",),
        "paused": False,
    }
    settled(wanted(STEP), {})


def test_one_step_carries_them_all_after_the_actions() -> None:
    found = plan(wanted(STEP), {}, actions=())
    made_ = [step for step in steps(KINDS, found.changes) if step.provider == "tag_manager"]
    assert [(step.phase, len(step.changes)) for step in made_] == [(Phase.FOLLOW, 4)]
    assert [step.provider for step in steps(KINDS, found.changes)][-1] == "tag_manager"


def test_the_label_of_an_action_to_come_is_a_reference() -> None:
    found = plan(wanted(STEP), {}, actions=())
    label = after(found, 'tag_manager.ads_tag["mv_step"]')["send_to"]
    assert label == 'the tag of google_ads.conversion_action["mv_step"]'
    assert awaited_action(label) == "mv_step"
    settled(wanted(STEP), {}, actions=())


def test_an_action_without_a_tag_is_waited_for() -> None:
    found = plan(wanted(STEP), {}, send_tos=())
    assert 'create tag_manager.ads_tag["mv_step"]' not in tagged(found)
    assert [(str(one.address), one.why.en[:38]) for one in found.waiting if one.address.type == ADS_TAG] == [
        ('tag_manager.ads_tag["mv_step"]', "Google Ads names no tag for its action")
    ]


def test_nobody_asks_for_what_the_config_does_not_speak_of() -> None:
    assert not needed_types(client(conversion("mv_a"))) & (CONTAINER | {SEND_TOS, STREAM})
    assert needed_types(wanted(conversion("mv_a"))) & (CONTAINER | {SEND_TOS, STREAM}) == CONTAINER
    assert needed_types(wanted(STEP)) & {SEND_TOS, STREAM} == {SEND_TOS}
    assert needed_types(wanted(STEP, data_stream="")) & {SEND_TOS, STREAM} == {SEND_TOS, STREAM}


def test_the_web_stream_is_the_one_that_was_read() -> None:
    accounts = readings({})
    accounts[1] = replace(accounts[1], facts=AccountFacts(stream=Stream("G-READ")))
    found = make_plan(KINDS, wanted(STEP, data_stream=""), accounts)
    assert after(found, 'tag_manager.ga4_tag["mv_step"]')["measurement_id"] == "G-READ"
    lost = make_plan(KINDS, wanted(STEP, data_stream=""), readings({}))
    assert [str(one.address) for one in lost.conflicts] == ['tag_manager.ga4_tag["mv_step"]']


def test_drift_is_put_right_and_the_rest_of_the_object_stays() -> None:
    content = settled(wanted(STEP), {})
    [trigger] = content["trigger"]
    trigger["filter"][0]["parameter"][1]["value"] = "^/form"
    trigger["notes"] = "theirs"
    content["tag"][0]["paused"] = True
    content["tag"][0]["blockingTriggerId"] = [trigger["triggerId"]]
    found = plan(wanted(STEP), content)
    assert tagged(found) == ['update tag_manager.trigger["mv_step"]', 'update tag_manager.ga4_tag["mv_step"]']
    mended = settled(wanted(STEP), content)
    assert mended["trigger"][0]["notes"] == "theirs"
    assert mended["tag"][0]["blockingTriggerId"] == [trigger["triggerId"]]


def test_a_tag_of_another_name_that_sends_the_event_is_not_doubled() -> None:
    content = {
        "trigger": [page_trigger(1, "form 1")],
        "tag": [tag(2, "GA4 - form", "gaawe", eventName="mv_step", measurementIdOverride="G-AOI1")],
    }
    found = plan(wanted(STEP), content)
    assert 'create tag_manager.ga4_tag["mv_step"]' not in tagged(found)
    assert 'create tag_manager.ads_tag["mv_step"]' in tagged(found)
    [waiting] = [one for one in found.waiting if one.address.type == GA4_TAG]
    assert waiting.why.en.startswith('[already-tagged] the tag "GA4 - form" already sends mv_step')
    assert 'adopt: {tag: "GA4 - form"}' in waiting.why.en
    assert 'adopt: {tag: "GA4 - form"}' in waiting.why.ja
    elsewhere = {**content, "tag": [tag(2, "GA4 - form", "gaawe", eventName="mv_step", measurementIdOverride="G-X")]}
    assert 'create tag_manager.ga4_tag["mv_step"]' in tagged(plan(wanted(STEP), elsewhere))


@pytest.mark.parametrize(("tracking", "label", "done"), [("{{Ads id}}", "AbC", True), ("{{Ads id}}", "Other", False)])
def test_a_tag_that_sends_to_the_label_with_the_id_of_a_variable_is_not_doubled(
    tracking: str, label: str, done: bool
) -> None:
    theirs = tag(3, "Ads - form", "awct", conversionId=tracking, conversionLabel=label)
    found = plan(wanted(STEP), {"trigger": [page_trigger(1, "form 1")], "tag": [theirs]})
    assert ('create tag_manager.ads_tag["mv_step"]' not in tagged(found)) is done
    assert [one.why.en[:16] for one in found.waiting if one.address.type == ADS_TAG] == ["[already-tagged]"] * done


@pytest.mark.parametrize(("label", "done"), [("AbC", True), ("Other", False)])
def test_a_tag_whose_label_is_a_constant_is_not_doubled(label: str, done: bool) -> None:
    constants = [
        {"variableId": number, "name": name, "type": "c", "parameter": [{"key": "value", "value": value}]}
        for number, name, value in [("1", "Ads id", "123"), ("2", "Label", label), ("3", "GA4 ID", "G-AOI1")]
    ]
    theirs = tag(3, "Ads - form", "awct", conversionId="{{Ads id}}", conversionLabel="{{Label}}")
    event = tag(4, "GA4 - form", "gaawe", eventName="mv_step", measurementIdOverride="{{GA4 ID}}")
    found = plan(wanted(STEP), {"trigger": [page_trigger(1, "form 1")], "tag": [theirs, event], "variable": constants})
    assert ('create tag_manager.ads_tag["mv_step"]' not in tagged(found)) is done
    assert 'create tag_manager.ga4_tag["mv_step"]' not in tagged(found)


@pytest.mark.parametrize(
    ("kind", "text", "paused", "waits"),
    [
        ("html", "gtag('event', 'conversion', {'send_to': 'AW-123456/AbC'})", False, True),
        ("html", "gtag('event', 'conversion', {'send_to': 'AW-123456/AbC'})", True, False),
        ("html", "gtag('event', 'conversion', {'send_to': 'AW-123456/AbCd'})", False, False),
        ("html", "gtag('config', 'AW-123456')", False, False),
        ("img", "https://www.googleadservices.com/pagead/conversion/123456/?label=AbC&script=0", False, True),
        ("cvt_1_2", "AW-123456/AbC", False, True),
        ("awcc", "AW-123456/AbC", False, False),
    ],
)
def test_a_label_that_a_text_names_is_not_sent_to_by_a_second_tag(
    kind: str, text: str, paused: bool, waits: bool
) -> None:
    theirs = {**tag(3, "script", kind, html=text), "paused": paused}
    found = plan(wanted(STEP), {"tag": [theirs]}, send_tos=(f"{STEP_ACTION.id} AW-123456/AbC",))
    assert ('create tag_manager.ads_tag["mv_step"]' not in tagged(found)) is waits
    told = [one.why.en for one in found.waiting if one.address.type == ADS_TAG]
    assert [one.startswith('[already-tagged] the tag "script" names the label') for one in told] == [True] * waits


@pytest.mark.parametrize(
    ("value", "default", "paused", "waits"),
    [
        ("AbC", "", False, True),
        ("{{Label}}", "", False, True),
        ("Other", "AbC", False, True),
        ("Other", "", False, False),
        ("AbC", "", True, False),
    ],
)
def test_a_label_that_a_lookup_table_may_choose_is_not_sent_to_by_a_second_tag(
    value: str, default: str, paused: bool, waits: bool
) -> None:
    row = {"type": "map", "map": [{"key": "key", "value": "shop.example"}, {"key": "value", "value": value}]}
    given = [{"key": "input", "value": "{{Page Hostname}}"}, {"type": "list", "key": "map", "list": [row]}]
    if default:
        given += [{"key": "setDefaultValue", "value": "true"}, {"key": "defaultValue", "value": default}]
    variables = [
        {"variableId": "1", "name": "by site", "type": "smm", "parameter": given},
        {"variableId": "2", "name": "Label", "type": "c", "parameter": [{"key": "value", "value": "AbC"}]},
    ]
    theirs = {**tag(3, "Ads - all", "awct", conversionId="123", conversionLabel="{{by site}}"), "paused": paused}
    found = plan(wanted(STEP), {"trigger": [page_trigger(1, "form 1")], "tag": [theirs], "variable": variables})
    assert ('create tag_manager.ads_tag["mv_step"]' not in tagged(found)) is waits
    told = [one.why.en for one in found.waiting if one.address.type == ADS_TAG]
    assert [one.startswith('[already-tagged] the tag "Ads - all" names the label') for one in told] == [True] * waits


def test_where_both_tags_are_there_already_no_trigger_is_made() -> None:
    content = {
        "trigger": [page_trigger(1, "form 1")],
        "tag": [
            tag(2, "GA4 - form", "gaawe", eventName="mv_step", measurementId="G-AOI1"),
            tag(3, "Ads - form", "awct", conversionId="123", conversionLabel="AbC"),
        ],
    }
    found = plan(wanted(STEP), content)
    assert [one for one in tagged(found) if "built_in" not in one] == []
    assert len([one for one in found.waiting if "[already-tagged]" in one.why.en]) == 2


def test_a_tag_that_does_the_work_of_another_name_is_no_leftover() -> None:
    """Though it carries the prefix, and `unlisted: remove`: without it the conversion would have no tag at all."""
    content = {"tag": [tag(2, "mv_step", "awct", ("2147479553",), conversionId="123", conversionLabel="AbC")]}
    config = replace(wanted(STEP), unlisted=Unlisted.REMOVE)
    content = settled(config, content)
    assert content["tag"][0].get("paused") is not True
    assert [one.address.name for one in plan(config, content).waiting] == ["mv_step"]


def test_a_tag_that_another_conversion_adopts_in_vain_is_seen_to_send_the_event() -> None:
    """The other has no event, so the tag goes on sending this one's: a second tag would count twice."""
    content = {"tag": [tag(2, "theirs", "gaawe", eventName="mv_step", measurementIdOverride="G-AOI1")]}
    other = conversion("mv_call", event=None, tag=ConversionTag(PAGE, Adopted(("theirs",))))
    found = plan(wanted(STEP, other), content)
    assert 'create tag_manager.ga4_tag["mv_step"]' not in tagged(found)
    assert 'tag_manager.ga4_tag["mv_step"]' in [str(one.address) for one in found.waiting]


def test_a_tag_that_cannot_be_taken_over_goes_on_sending_what_it_sends() -> None:
    """The trigger that goes with it is not there, so the tag stays: a second one for this event would count twice."""
    content = {"tag": [tag(2, "theirs", "gaawe", eventName="mv_step", measurementIdOverride="G-AOI1")]}
    other = conversion("mv_call", event="mv_call", tag=ConversionTag(PAGE, Adopted(("theirs",), ("nowhere",))))
    found = plan(wanted(STEP, other), content)
    assert 'create tag_manager.ga4_tag["mv_step"]' not in tagged(found)
    assert 'tag_manager.ga4_tag["mv_step"]' in [str(one.address) for one in found.waiting]


@pytest.mark.parametrize(("name", "kind"), [("mv_step", "ga4_tag"), ("mv_step (Google Ads)", "ads_tag")])
def test_a_tag_whose_name_is_in_the_way_is_no_leftover(name: str, kind: str) -> None:
    content = {"tag": [tag(2, name, "gaawe", ("2147479553",), eventName="other", measurementIdOverride="G-AOI1")]}
    config = replace(wanted(STEP), unlisted=Unlisted.REMOVE)
    content = settled(config, content)
    assert content["tag"][0].get("paused") is not True
    assert [str(one.address) for one in plan(config, content).conflicts] == [f'tag_manager.{kind}["mv_step"]']


def test_of_several_tags_that_send_the_event_the_same_is_named_in_any_order() -> None:
    tags = [tag(n, f"GA4 {n}", "gaawe", eventName="mv_step", measurementIdOverride="G-AOI1") for n in (3, 2)]
    for order in (tags, tags[::-1]):
        [waiting] = [one for one in plan(wanted(STEP), {"tag": order}).waiting if one.address.type == GA4_TAG]
        assert 'adopt: {tag: "GA4 2"}' in waiting.why.en


@pytest.mark.parametrize("names", [("GA4 - form", "form 1"), ("2", "1")])
def test_an_adopted_pair_is_changed_and_keeps_its_names_and_what_else_it_sends(names: tuple[str, str]) -> None:
    content = {
        "builtInVariable": [{"type": "pagePath"}],
        "trigger": [page_trigger(1, "form 1", "/old")],
        "tag": [tag(2, "GA4 - form", "gaawe", eventName="form", measurementIdOverride="G-AOI1")],
    }
    content["tag"][0]["parameter"].append(
        {"type": "list", "key": "eventSettingsTable", "list": [{"type": "map", "map": [
            {"type": "template", "key": "parameter", "value": "form_id"},
            {"type": "template", "key": "parameterValue", "value": "7"},
        ]}]}
    )  # fmt: skip
    taken = replace(STEP, source=None, tag=ConversionTag(PAGE, Adopted(names[:1], names[1:])))
    found = plan(wanted(taken), content, actions=())
    assert tagged(found) == ['update tag_manager.trigger["mv_step"]', 'update tag_manager.ga4_tag["mv_step"]']
    assert after(found, 'tag_manager.ga4_tag["mv_step"]') == {
        "event_name": "mv_step",
        "parameters": ("currency = JPY", "form_id = 7", "value = 400"),
    }
    content = settled(wanted(taken), content, actions=())
    assert [one["name"] for one in content["tag"] + content["trigger"]] == ["GA4 - form", "form 1"]


@pytest.mark.parametrize("stream", ["{{GA4 ID}}", ""])
def test_an_adopted_tag_keeps_an_id_that_a_variable_or_another_tag_has(stream: str) -> None:
    content = {
        "trigger": [page_trigger(1, "form 1")],
        "tag": [
            tag(2, "GA4 - form", "gaawe", eventName="mv_step", measurementIdOverride=stream),
            tag(3, "Ads - form", "awct", conversionId="{{Ads ID}}", conversionLabel="AbC"),
        ],
    }
    taken = ConversionTag(None, Adopted(("Ads - form", "GA4 - form")), leaves_value=True)
    assert tagged(plan(wanted(replace(STEP, tag=taken)), content)) == []
    content["tag"][1] = tag(3, "Ads - form", "awct", conversionId="{{Ads ID}}", conversionLabel="other")
    assert tagged(plan(wanted(replace(STEP, tag=taken)), content)) == ['update tag_manager.ads_tag["mv_step"]']


def test_a_tag_whose_conversion_id_a_variable_has_is_not_doubled() -> None:
    content = {"tag": [tag(3, "Ads - form", "awct", conversionId="{{Ads ID}}", conversionLabel="AbC")]}
    found = plan(wanted(STEP), content)
    assert 'create tag_manager.ads_tag["mv_step"]' not in tagged(found)
    [waiting] = [one for one in found.waiting if one.address.type == ADS_TAG]
    assert 'adopt: {tag: "Ads - form"}' in waiting.why.en


def test_tags_may_be_left_their_value() -> None:
    silent = replace(STEP, tag=ConversionTag(PAGE, leaves_value=True))
    found = plan(wanted(silent), {})
    assert "parameters" not in after(found, 'tag_manager.ga4_tag["mv_step"]')
    assert not {"value", "currency"} & after(found, 'tag_manager.ads_tag["mv_step"]').keys()
    paid = settled(wanted(STEP), {})
    assert tagged(plan(wanted(silent), paid)) == []
    more = replace(STEP, tag=ConversionTag(PAGE, leaves_value=True, parameters=(TagParameter("a", "1"),)))
    found = plan(wanted(more), paid)
    assert after(found, 'tag_manager.ga4_tag["mv_step"]')["parameters"] == ("a = 1", "currency = JPY", "value = 400")


def test_an_adopted_tag_without_a_moment_keeps_its_triggers() -> None:
    content = {
        "trigger": [page_trigger(1, "form 1")],
        "tag": [tag(2, "GA4 - form", "gaawe", eventName="mv_step", measurementIdOverride="G-AOI1")],
    }
    taken = replace(STEP, source=None, value=None, tag=ConversionTag(None, Adopted(("GA4 - form",))))
    assert tagged(plan(wanted(taken), content, actions=())) == []
    both = replace(STEP, value=None, tag=ConversionTag(None, Adopted(("GA4 - form",))))
    found = plan(wanted(both), content)
    assert [(str(one.address), one.summary.en) for one in found.conflicts] == [
        ('tag_manager.ads_tag["mv_step"]', "nothing says when the tag that is missing fires")
    ]


@pytest.mark.parametrize("adopted", [Adopted(("gone",)), Adopted((), ("gone",))])
def test_what_is_not_there_cannot_be_adopted(adopted: Adopted) -> None:
    found = plan(wanted(replace(STEP, tag=ConversionTag(PAGE, adopted))), {})
    assert {str(one.address) for one in found.conflicts} == {
        'tag_manager.ga4_tag["mv_step"]',
        'tag_manager.ads_tag["mv_step"]',
    }
    assert [one for one in tagged(found) if "built_in" not in one] == []


def test_a_trigger_that_serves_others_is_never_changed() -> None:
    content = settled(wanted(STEP), {})
    content["tag"].append(tag(9, "theirs", "html", (content["trigger"][0]["triggerId"],)))
    assert tagged(plan(wanted(STEP), content)) == []
    moved = replace(STEP, tag=ConversionTag(TagTrigger(TriggerKind.PAGE, "/other")))
    found = plan(wanted(moved), content)
    assert tagged(found) == []
    [conflict] = found.conflicts
    assert (str(conflict.address), '"theirs"' in conflict.summary.en) == ('tag_manager.trigger["mv_step"]', True)
    alone = {**content, "tag": content["tag"][:-1]}
    assert tagged(plan(wanted(moved), alone)) == ['update tag_manager.trigger["mv_step"]']


def test_a_trigger_of_somebody_elses_group_is_neither_changed_nor_removed() -> None:
    content = settled(wanted(STEP), {})
    listed = [{"type": "triggerReference", "value": content["trigger"][0]["triggerId"]}]
    group = {"triggerId": "99", "name": "both", "type": "triggerGroup"}
    content["trigger"].append({**group, "parameter": [{"type": "list", "key": "triggerIds", "list": listed}]})
    found = plan(wanted(replace(STEP, tag=ConversionTag(TagTrigger(TriggerKind.PAGE, "/other")))), content)
    [conflict] = found.conflicts
    assert (tagged(found), '"trigger group: both"' in conflict.summary.en) == ([], True)
    without = {**content, "tag": []}
    assert tagged(plan(wanted(unlisted=Unlisted.REMOVE), without)) == []
    gone = {**without, "trigger": without["trigger"][:1]}
    assert tagged(plan(wanted(unlisted=Unlisted.REMOVE), gone)) == ['remove tag_manager.trigger["mv_step"]']


def test_the_type_of_a_trigger_stays_and_the_way_out_is_named() -> None:
    content = settled(wanted(STEP), {})
    clicked = replace(STEP, tag=ConversionTag(TagTrigger(TriggerKind.CLICK, "#cta")))
    for rule in Unlisted:  # what is in the way of a declaration is nobody's leftover
        found = plan(wanted(clicked, unlisted=rule), content)
        assert [one for one in tagged(found) if "built_in" not in one] == []
    [conflict] = found.conflicts
    assert conflict.summary.en == "the trigger is a pageview, and Tag Manager never makes it a click"
    assert "rename it" in conflict.hint.en
    assert [one for one in tagged(found) if "built_in" not in one] == []
    content["trigger"][0]["name"] = "old"
    settled(wanted(clicked), content)


def test_a_variable_that_nobody_has_is_a_conflict_and_one_of_the_data_layer_is_made() -> None:
    asked = TagTrigger(TriggerKind.EVENT, "sent", (TagCondition("{{Plan}}", "equals", "gold"),))
    found = plan(wanted(replace(STEP, tag=ConversionTag(asked))), {})
    [conflict] = found.conflicts
    assert conflict.summary.en == 'the container has no variable "Plan", which the trigger looks at'
    there = {"variable": [{"variableId": "4", "name": "Plan", "type": "jsm"}]}
    assert plan(wanted(replace(STEP, tag=ConversionTag(asked))), there).conflicts == ()
    sent = ConversionTag(
        TagTrigger(TriggerKind.EVENT, "sent", (TagCondition("{{mv_dataLayer plan}}", "equals", "gold"),)),
        value="total",
        transaction_id="order",
        parameters=(TagParameter("form", "a"),),
    )
    paid = replace(STEP, value=Value(None, "JPY", from_event=True), tag=sent)
    found = plan(wanted(paid), {})
    assert [one for one in tagged(found) if "variable" in one] == [
        'create tag_manager.variable["mv_dataLayer order"]',
        'create tag_manager.variable["mv_dataLayer plan"]',
        'create tag_manager.variable["mv_dataLayer total"]',
    ]
    assert after(found, 'tag_manager.ga4_tag["mv_step"]')["parameters"] == (
        "currency = JPY",
        "form = a",
        "transaction_id = {{mv_dataLayer order}}",
        "value = {{mv_dataLayer total}}",
    )
    settled(wanted(paid), {})


def test_what_leaves_the_config_keeps_its_tags_unless_it_is_to_be_removed() -> None:
    content = settled(wanted(STEP), {})
    other = conversion("mv_other")
    for rule in (Unlisted.DEMOTE, Unlisted.KEEP):
        assert tagged(plan(wanted(other, unlisted=rule), content, actions=())) == []
    found = plan(wanted(other, unlisted=Unlisted.REMOVE), content, actions=())
    assert tagged(found) == ['demote tag_manager.ga4_tag["mv_step"]', 'demote tag_manager.ads_tag["mv_step"]']
    assert after(found, 'tag_manager.ga4_tag["mv_step"]') == {"paused": True}
    assert [one.code for one in refusals(found, Limits())] == ["remove"]
    assert refusals(found, Limits(allow=frozenset({Allow.REMOVE}))) == ()
    paused = applied(found, content, {})
    assert [one["paused"] for one in paused["tag"]] == [True, True]
    accounts = readings(paused)
    unpublished = objects_of(paused, {**content, "tag": [{**one, "paused": False} for one in content["tag"]]})
    accounts[2] = replace(accounts[2], resources=unpublished)
    assert tagged(make_plan(KINDS, wanted(unlisted=Unlisted.REMOVE), accounts)) == []
    accounts[2] = replace(accounts[2], resources=objects_of(paused, paused))
    found = make_plan(KINDS, wanted(unlisted=Unlisted.REMOVE), accounts)
    assert tagged(found) == ['remove tag_manager.ga4_tag["mv_step"]', 'remove tag_manager.ads_tag["mv_step"]']
    gone = applied(found, paused, {})
    assert gone["tag"] == []
    found = plan(wanted(unlisted=Unlisted.REMOVE), gone)
    assert tagged(found) == ['remove tag_manager.trigger["mv_step"]']


def test_a_conversion_that_says_nothing_of_tags_leaves_those_of_its_name_alone() -> None:
    content = settled(wanted(STEP), {})
    for rule in Unlisted:
        assert tagged(plan(wanted(replace(STEP, tag=None), unlisted=rule), content)) == []


def test_what_is_not_ours_is_in_no_change() -> None:
    content = {
        "trigger": [page_trigger(1, "theirs")],
        "tag": [tag(2, "GA4", "gaawe", eventName="x"), tag(3, "Ads", "awct", conversionId="9", conversionLabel="z")],
    }
    found = plan(wanted(unlisted=Unlisted.REMOVE), content)
    assert tagged(found) == []
    assert {str(one.address) for one in found.unmanaged if one.address.type in CONTAINER} == {
        'tag_manager.trigger["theirs"]',
        'tag_manager.ga4_tag["GA4"]',
        'tag_manager.ads_tag["Ads"]',
    }


def test_google_tag_and_linker_are_made_when_told_and_missing() -> None:
    told = {"tag_manager": TagManager(google_tag=True)}
    both = {
        'create tag_manager.google_tag["mv_google_tag"]',
        'create tag_manager.conversion_linker["mv_conversion_linker"]',
    }
    assert both < set(tagged(plan(wanted(STEP, **told), {})))
    assert not both & set(tagged(plan(wanted(STEP), {})))
    there = {"tag": [tag(2, "Google", "googtag", ("2147479573",), tagId="G-AOI1"), tag(3, "Linker", "gclidw")]}
    assert not both & set(tagged(plan(wanted(STEP, **told), there)))
    there["tag"][0]["parameter"][0]["value"] = "G-OTHER"
    assert [one for one in tagged(plan(wanted(STEP, **told), there)) if one in both] == [
        f'create {GOOGLE_TAG}["mv_google_tag"]'
    ]
    assert LINKER not in {one.address.type for one in plan(wanted(STEP, **told), there).changes}
    settled(wanted(STEP, **told), {})


def test_a_name_that_another_tag_has_is_a_conflict() -> None:
    content = {"tag": [tag(2, "mv_step (GA4)", "html")]}
    found = plan(wanted(STEP), content)
    assert [str(one.address) for one in found.conflicts] == ['tag_manager.ga4_tag["mv_step"]']


def test_a_renamed_conversion_renames_its_trigger_and_tags() -> None:
    content = settled(wanted(STEP), {})
    renamed = replace(STEP, name="mv_new", event="mv_new", previously=("mv_step",))
    found = plan(wanted(renamed), content)
    assert tagged(found) == [
        'update tag_manager.trigger["mv_new"]',
        'update tag_manager.ga4_tag["mv_new"]',
        'update tag_manager.ads_tag["mv_new"]',
    ]
    again = applied(found, content, {})
    assert [one["name"] for one in again["trigger"] + again["tag"]] == ["mv_new", "mv_new (GA4)", "mv_new (Google Ads)"]


def test_a_tag_in_somebody_elses_sequence_keeps_its_name() -> None:
    content = settled(wanted(STEP), {})
    content["tag"].append({**tag(9, "theirs", "html"), "setupTag": [{"tagName": "mv_step (GA4)"}]})
    assert tagged(plan(wanted(STEP), content)) == []
    renamed = replace(STEP, name="mv_new", event="mv_new", previously=("mv_step",))
    found = plan(wanted(renamed), content)
    [conflict] = found.conflicts
    assert str(conflict.address) == 'tag_manager.ga4_tag["mv_new"]'
    assert 'by that name it is in the sequence of "theirs"' in conflict.summary.en


def test_a_built_in_variable_whose_name_somebodys_own_has_is_a_conflict() -> None:
    theirs = {"variableId": "30", "name": "Page Path", "type": "jsm", "parameter": []}
    [conflict] = plan(wanted(STEP), {"variable": [theirs]}).conflicts
    assert str(conflict.address) == 'tag_manager.built_in_variable["Page Path"]'
    assert '"Page Path"' in conflict.summary.en
    assert not plan(wanted(STEP), {"variable": [{**theirs, "name": "Page Title"}]}).conflicts


def test_a_plan_reads_back_from_its_json() -> None:
    found = plan(wanted(STEP), {}, actions=())
    assert Plan.from_json(found.to_json()) == found
