"""The laws on generated containers of Tag Manager, in memory: convergence, ours or not, order, the JSON of plans."""

from __future__ import annotations

import copy
from dataclasses import replace
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from microconv.core import publication
from microconv.core.client import Client, Unlisted
from microconv.core.container_facts import parse_unpublished
from microconv.core.kinds import CONTAINER, LIVE_VERSION
from microconv.core.plan import Action, Plan
from microconv.core.tag_manager import Publish, TagManager
from microconv.providers.tag_manager.convert import canonical
from tests.container import LABEL, Json, applied, of_container, page_trigger, plan, published, tag, tagged
from tests.heavy import examples
from tests.strategies import action
from tests.tag_configs import NAMES, configs

OTHERS = [
    "GA4 - form",
    "form 1",
    "mv_a",
    "mv_a (GA4)",
    "mv_b (Google Ads)",
    "mv_left",
    "mv_left (GA4)",
    '"; {{x}} = 1',
    "2",
]
"""Names in a container: of others, of ours, of what was ours, and hostile ones."""


@st.composite
def containers(draw: st.DrawFn) -> Json:
    """A container that somebody else works in too."""
    there = draw(st.lists(st.sampled_from(OTHERS), unique=True, max_size=3))
    content: dict[str, Any] = {
        "builtInVariable": [
            {"type": one} for one in draw(st.sampled_from([[], ["pagePath"], ["pagePath", "referrer"]]))
        ],
        "variable": [],
        "trigger": [page_trigger(number, name, "/other") for number, name in enumerate(there, 1)],
        "tag": [],
    }
    numbers = [one["triggerId"] for one in content["trigger"]] or ["2147479553"]
    for number, name in enumerate(draw(st.lists(st.sampled_from(OTHERS), unique=True, max_size=4)), 20):
        kind = draw(st.sampled_from(["gaawe", "awct", "html", "googtag", "gclidw"]))
        parameters = {
            "gaawe": {"eventName": draw(st.sampled_from(["mv_a", "other"])), "measurementIdOverride": "G-AOI1"},
            "awct": {"conversionId": "123", "conversionLabel": draw(st.sampled_from(["AbC", "x"]))},
        }.get(kind, {"html": "<b>{{x}}</b>"})
        raw = tag(number, name, kind, (draw(st.sampled_from(numbers)),), **parameters)
        content["tag"].append({**raw, "paused": draw(st.booleans()), "notes": "theirs", "priority": {"value": "1"}})
    return content


ACTIONS = tuple(action(name, number) for number, name in enumerate(NAMES[:2], 1))
LABELS = tuple(f"{one.id} {label}" for one, label in zip(ACTIONS, (LABEL, "AW-123/b"), strict=True))


def planned(config: Client, container: Json) -> Plan:
    return plan(config, container, actions=ACTIONS, send_tos=LABELS)


def left(config: Client, container: Json) -> Json:
    return applied(planned(config, container), container, {"signup": "AW-123/c"})


def with_label(config: Client, container: Json) -> Plan:
    """The plan once the action of the third conversion is there too."""
    third = action("signup", 3)
    return plan(config, container, actions=(*ACTIONS, third), send_tos=(*LABELS, f"{third.id} AW-123/c"))


@settings(max_examples=examples(400), deadline=None)
@given(configs(), containers())
def test_law_1_what_was_carried_out_is_not_planned_again(config: Client, container: Json) -> None:
    """A tag that is paused can be removed next, and its removal sets a trigger or a name free: no other way goes on."""
    content = left(config, container)
    removed = False
    for _ in range(4):
        found = with_label(config, content)
        actions = {one.action for one in found.changes if one.address.type in CONTAINER}
        assert removed or actions <= {Action.REMOVE}
        removed = Action.REMOVE in actions
        content = applied(found, content, {})
    assert tagged(with_label(config, content)) == []


@settings(max_examples=examples(400), deadline=None)
@given(configs(), containers(), st.randoms(use_true_random=False))
def test_law_2_the_order_of_what_is_there_does_not_matter(config: Client, container: Json, random: Any) -> None:
    turned = copy.deepcopy(container)
    for listed in turned.values():
        random.shuffle(listed)
    assert planned(config, turned).to_json() == planned(config, container).to_json()


@settings(max_examples=examples(400), deadline=None)
@given(configs(), containers())
def test_law_4_what_is_not_ours_stays_as_it_is(config: Client, container: Json) -> None:
    """Objects without the prefix that nothing adopts are afterwards what they were, sign by sign."""
    names = {
        name for one in config.conversions if one.tag for name in (*one.tag.adopted.tags, *one.tag.adopted.triggers)
    }
    conversions = {one.name for one in config.conversions}
    content = left(config, container)
    for where, number in (("trigger", "triggerId"), ("tag", "tagId")):
        after = {one[number]: one for one in content[where]}
        for raw in container[where]:
            ours = raw["name"].startswith("mv_") or raw["name"].partition(" (")[0] in conversions
            if not ours and raw["name"] not in names and raw[number] not in names:
                assert canonical(after[raw[number]]) == canonical(raw)


@settings(max_examples=examples(400), deadline=None)
@given(configs(), containers())
def test_law_3_notes_and_priorities_are_nobodys(config: Client, container: Json) -> None:
    after = {one["tagId"]: one for one in left(config, container)["tag"]}
    for raw in container["tag"]:
        if raw["tagId"] in after:
            assert {key: after[raw["tagId"]][key] for key in ("notes", "priority")} == {
                "notes": "theirs",
                "priority": {"value": "1"},
            }


@settings(max_examples=examples(200), deadline=None)
@given(configs(), containers())
def test_law_7_a_plan_reads_back(config: Client, container: Json) -> None:
    found = planned(config, container)
    assert Plan.from_json(found.to_json()) == found


@settings(max_examples=examples(400), deadline=None)
@given(configs(), containers())
def test_law_8_nothing_is_removed_that_the_config_does_not_let_go(config: Client, container: Json) -> None:
    removed = [one for one in planned(config, container).changes if one.action is Action.REMOVE]
    assert not removed or config.unlisted is Unlisted.REMOVE


@settings(max_examples=examples(400), deadline=None)
@given(configs(), containers())
def test_nothing_is_counted_twice(config: Client, container: Json) -> None:
    """A new tag sends no event and no label that a tag of another name already sends."""
    content = left(config, container)
    before = {one["tagId"] for one in container["tag"]}

    def target(raw: Json) -> tuple[str, ...]:
        given = {one.get("key"): one.get("value") for one in raw["parameter"]}
        keys = ("eventName", "measurementIdOverride") if raw["type"] == "gaawe" else ("conversionId", "conversionLabel")
        return tuple(str(given.get(key)) for key in keys)

    for kind in ("gaawe", "awct"):
        new = [target(one) for one in content["tag"] if one["type"] == kind and one["tagId"] not in before]
        old = [target(one) for one in content["tag"] if one["type"] == kind and one["tagId"] in before]
        assert not set(new) & set(old)
        assert len(set(new)) == len(new)


def publishing(config: Client, container: Json, live: Json | None) -> Plan:
    """The plan of a config that asks for publication, beside what is live."""
    asks = replace(config, tag_manager=TagManager(publish=Publish.ASK))
    return plan(asks, container, actions=ACTIONS, send_tos=LABELS, read=of_container(container, live))


def goes_live(found: Plan) -> dict[str, Any]:
    changes = [one for one in found.changes if one.address.type == LIVE_VERSION]
    return {item.name: item.after or () for one in changes for item in one.attributes}


@settings(max_examples=examples(300), deadline=None)
@given(configs(), containers(), st.none() | containers())
def test_all_that_would_go_live_is_shown(config: Client, container: Json, before: Json | None) -> None:
    """Everything that differs from the live version, and all that the plan changes, and nothing besides."""
    live = None if before is None else published(3, before)
    read = of_container(container, live)
    found = publishing(config, container, live)
    said = goes_live(found)
    assert Plan.from_json(found.to_json()) == found
    changed = {one.id for one in found.changes if one.address.type in CONTAINER and one.id}
    made = sum(one.action is Action.CREATE and one.address.type in CONTAINER for one in found.changes)
    differing = {one.id for one in map(parse_unpublished, read.facts.container.unpublished or ())}
    assert bool(said) <= bool(differing or changed or made)
    if said:
        gone = {one.id for one in found.changes if one.action is Action.REMOVE}
        lines = [*said[publication.OURS], *said.get(publication.OTHERS, ())]
        assert len(differing - gone) + made <= len(lines) <= len(differing | changed) + made
        assert len(set(lines)) == len(lines)
        assert {one.allow for one in found.dangers} >= {
            "publish",
            *(["publish-others"] if said.get(publication.OTHERS) else []),
        }
    never = plan(config, container, actions=ACTIONS, send_tos=LABELS, read=read)
    assert goes_live(never) == {}
