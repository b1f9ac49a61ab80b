"""Containers of Tag Manager as somebody may have left them: strategies for their JSON, beside accounts.

What people make is here in all its variety: several triggers, exceptions, groups, custom HTML, templates of the
gallery, folders, conditions for which a config has no words, references to variables, hostile names.
"""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from microconv.core.container_facts import Container, Labels
from microconv.core.facts import AccountFacts, Stream
from microconv.core.kinds import ACTION, CONTAINER, FOR_TAGS, KEY_EVENT, TRIGGER, VARIABLE
from microconv.core.resource import Reading, Standing
from microconv.core.tag_condition import TagCondition
from microconv.core.tag_trigger import TagTrigger, TriggerKind
from microconv.providers.tag_manager.built_in_variable import TYPES
from microconv.providers.tag_manager.convert import made, objects_of
from microconv.providers.tag_manager.trigger import state_of
from microconv.providers.tag_manager.unpublished import unpublished
from tests.laws.live_accounts import TAME, WILD, accounts

Json = dict[str, Any]

STREAM = "G-AOI1"
PUBLIC_ID = "GTM-ABC1234"
HOSTILE = (
    "a: b",
    "{{x}}",
    "'",
    '"',
    "built-in: All Pages",
    "number: 7",
    "\x1b[31m",
    "a\nb: c",
    " a ",
    "#",
    "12",
    "a, b",
)
CONDITIONS = (
    TagCondition("{{Page Hostname}}", "equals", "shop.example"),
    TagCondition("{{Page URL}}", "contains", "thanks"),
    TagCondition("{{Page Path}}", "matches", "^/form/step1/?$"),
    TagCondition("{{Page Path}}", "starts_with", "/plan: #1"),
    TagCondition("{{Page Path}}", "matches", "(unclosed"),
    TagCondition("{{Page Path}}", "matches", "(?i)^/a", ignore_case=True),
    TagCondition("{{Referrer}}", "contains", "example", ignore_case=True, negated=True),
    TagCondition("{{mv_dataLayer plan}}", "at_least", "2"),
    TagCondition("{{mv_dataLayer plan}}", "at_least", "02"),
    TagCondition("{{DLV - plan}}", "equals", "{{Page Hostname}}"),
    TagCondition("{{Click URL}}", "fits_url", ".pdf"),
    TagCondition("{{Click URL}}", "ends_with", ".pdf"),
    TagCondition("{{Click Text}}", "equals", "資料請求"),
    TagCondition("{{Click Element}}", "fits_selector", "#cta, #cta *"),
    TagCondition("{{Click Element}}", "fits_selector", "#cta"),
    TagCondition("{{Form Element}}", "fits_selector", "form#a"),
    TagCondition("{{Form ID}}", "equals", ""),
    TagCondition("{{odd: name}}", "equals", "1"),
    TagCondition("{{Page Path}}", "newComparison", " x "),
)
MOMENTS = (
    TagTrigger(TriggerKind.PAGE, "/form/step1"),
    TagTrigger(TriggerKind.PAGE, "/"),
    TagTrigger(TriggerKind.PAGE, "/a.b/%E8%B3%87"),
    TagTrigger(TriggerKind.CLICK, "#cta, .cta:not(a, b)"),
    TagTrigger(TriggerKind.CLICK, "", (TagCondition("{{Click Text}}", "equals", "問い合わせ: 1"),)),
    TagTrigger(TriggerKind.LINK, "", (TagCondition("{{Click URL}}", "starts_with", "tel:"),)),
    TagTrigger(TriggerKind.LINK, "nav a", (TagCondition("{{Click URL}}", "ends_with", ".pdf"),)),
    TagTrigger(TriggerKind.FORM, "#enquiry"),
    TagTrigger(TriggerKind.SCROLL, "90"),
    TagTrigger(TriggerKind.VISIBLE, "#price"),
    TagTrigger(TriggerKind.TIMER, "30"),
    TagTrigger(TriggerKind.VIDEO, "50"),
    TagTrigger(TriggerKind.VIDEO, "complete"),
    TagTrigger(TriggerKind.EVENT, "form_sent"),
    TagTrigger(TriggerKind.EVENT, "null"),
)
PARAMETERS = (
    ("form_id", "contact"),
    ("form_id", "{{DLV - form}}"),
    ("plan", "{{mv_dataLayer plan}}"),
    ("bad name", "x"),
    ("long", "x" * 101),
    ("step", "1"),
    ("on", "on: #"),
    ("value", "300"),
    ("currency", "JPY"),
    ("value", "{{mv_dataLayer total}}"),
    ("transaction_id", "{{mv_dataLayer order}}"),
    ("transaction_id", "{{DLV - order}}"),
)


def variable(number: int, name: str, key: str) -> Json:
    return {**made(VARIABLE, {"name": name, "kind": "v", "data_layer": key}, {}), "variableId": str(number)}


VARIABLES = tuple(
    variable(number, f"mv_dataLayer {key}", key) for number, key in enumerate(("plan", "total", "order"), 300)
)


@st.composite
def triggers(draw: st.DrawFn, number: int, name: str, *, wild: bool) -> Json:
    moment = draw(st.sampled_from(MOMENTS))
    more = draw(st.lists(st.sampled_from(CONDITIONS), unique=True, max_size=2)) if wild else []
    conditions = tuple(sorted({*moment.conditions, *more}))
    raw = made(TRIGGER, {"name": name, **state_of(moment._replace(conditions=conditions))}, {})
    if wild:
        odd = draw(st.sampled_from(["", "", "", "group", "type", "all", "auto", "twice", "seconds", "folder"]))
        raw |= {
            "group": {"type": "triggerGroup", "filter": []},
            "type": {
                "type": draw(st.sampled_from(["jsError", "historyChange", "windowLoaded", "domReady", "newType"]))
            },
            "all": {"filter": []},
            "auto": {"autoEventFilter": raw.get("filter", [])},
            "twice": {"filter": [*raw.get("filter", []), *raw.get("filter", [])]},
            "seconds": {
                "interval": {"type": "template", "value": draw(st.sampled_from(["500", "{{x}}", "0", "0001000"]))}
            },
            "folder": {"parentFolderId": "9", "notes": "theirs"},
        }.get(odd, {})
    return {**raw, "triggerId": str(number)}


def parameter(key: str, value: str) -> Json:
    return {"type": "template", "key": key, "value": value}


@st.composite
def tags(draw: st.DrawFn, number: int, name: str, fires: list[str], targets: list[Json], *, wild: bool) -> Json:
    target = dict(draw(st.sampled_from(targets)))
    given = target.pop("parameter")
    if target["type"] == "gaawe":
        pairs = draw(st.lists(st.sampled_from(PARAMETERS if wild else PARAMETERS[:1]), unique=True, max_size=3))
        rows = [
            {"type": "map", "map": [parameter("parameter", one), parameter("parameterValue", two)]}
            for one, two in pairs
        ]
        given = [*given, {"type": "list", "key": "eventSettingsTable", "list": rows}] if rows else given
    elif target["type"] == "awct":
        value = draw(st.sampled_from(["", "300", "{{mv_dataLayer total}}", "{{x}}"]))
        order = draw(st.sampled_from(["", "{{mv_dataLayer order}}", "{{DLV - order}}"])) if wild else ""
        given = [*given, *([parameter("conversionValue", value)] if value else [])]
        given += [parameter("orderId", order)] if order else []
    raw: Json = {**target, "parameter": given, "tagId": str(number), "name": name}
    raw["firingTriggerId"] = draw(st.lists(st.sampled_from(fires), unique=True, max_size=3, min_size=0 if wild else 1))
    if wild:
        raw["paused"] = draw(st.sampled_from([False, False, True]))
        raw["blockingTriggerId"] = draw(st.lists(st.sampled_from(fires), unique=True, max_size=1))
        raw |= draw(st.sampled_from([{}, {"parentFolderId": "9"}, {"notes": "ask 花子"}, {"liveOnly": True}]))
    return raw


def targets_of(readings: tuple[Reading, ...], *, wild: bool) -> tuple[list[Json], tuple[str, ...]]:
    """Targets of tags (events of key events, labels of actions, nobody's) and the lines of labels."""
    lines, found = [], []
    for live in (one for reading in readings for one in reading.resources):
        if live.address.type == ACTION and live.standing is Standing.NORMAL and live.state["type"] == "webpage":
            label = f"L{live.id.rpartition('/')[2]}"
            lines.append(f"{live.id} AW-123/{label}")
            for number in ("123", "{{Ads ID}}"):
                found.append(
                    {
                        "type": "awct",
                        "parameter": [parameter("conversionId", number), parameter("conversionLabel", label)],
                    }
                )
        elif live.address.type == KEY_EVENT:
            for stream in (STREAM, "{{GA4 ID}}", *(["G-OTHER", ""] if wild else [])):
                own = [parameter("measurementIdOverride", stream)] if stream else []
                found.append({"type": "gaawe", "parameter": [parameter("eventName", live.address.name), *own]})
    found += [
        {"type": "gaawe", "parameter": [parameter("eventName", "nobodys")]},
        {"type": "awct", "parameter": [parameter("conversionId", "9"), parameter("conversionLabel", "none")]},
        {"type": "html", "parameter": [parameter("html", "<b>{{x}}</b>")]},
        {"type": "cvt_12_3", "parameter": []},
        {"type": "googtag", "parameter": [parameter("tagId", STREAM)]},
        {"type": "gclidw", "parameter": []},
    ]
    return found, tuple(lines)


@st.composite
def sites(draw: st.DrawFn, *, wild: bool) -> tuple[Reading, ...]:
    """The readings of an account, its property and a container. Tame ones hold what a config has words for."""
    ads, ga4 = draw(accounts(wild=wild and draw(st.booleans())))
    targets, lines = targets_of((ads, ga4), wild=wild)
    pool = st.sampled_from(HOSTILE + TAME + (WILD if wild else ())) | st.sampled_from(["form 1", "GA4 - form", "Ads"])
    names = [one for one in draw(st.lists(pool, unique=True, max_size=5)) if ":" not in one or wild]
    content: Json = {
        "builtInVariable": [{"type": one} for one in draw(st.sampled_from([sorted(TYPES.values()), ["pagePath"], []]))],
        "variable": list(draw(st.sampled_from([VARIABLES, VARIABLES, VARIABLES[:1], ()]))),
        "trigger": [draw(triggers(number, name, wild=wild)) for number, name in enumerate(names, 1)],
        "tag": [],
    }
    fires = [one["triggerId"] for one in content["trigger"]] + ["2147479553"] + (["99"] if wild else [])
    own = [f"{one}{end}" for one in ("mv_cart", "contact", "purchase") for end in (" (GA4)", " (Google Ads)", "")]
    called = draw(
        st.lists(pool | st.sampled_from([*own, "mv_google_tag", "mv_conversion_linker"]), unique=True, max_size=6)
    )
    content["tag"] = [draw(tags(number, name, fires, targets, wild=wild)) for number, name in enumerate(called, 20)]
    return (*with_facts((ads, ga4), lines), container(draw, content))


def with_facts(readings: tuple[Reading, Reading], lines: tuple[str, ...]) -> tuple[Reading, Reading]:
    """The readings with the labels and the web stream that an import asks for where there is a container."""
    from dataclasses import replace

    ads, ga4 = readings
    return (
        replace(ads, facts=ads.facts._replace(labels=Labels(lines))),
        replace(ga4, facts=ga4.facts._replace(stream=Stream(STREAM))),
    )


def container(draw: st.DrawFn, content: Json) -> Reading:
    """The reading of a container whose content is live, in part, or not at all."""
    live = draw(st.sampled_from(["all", "none", "some"]))
    published: Json | None = None
    if live != "none":
        kept = {key: [one for one in content[key] if live == "all" or draw(st.booleans())] for key in content}
        published = {**kept, "containerVersionId": "3"}
    return reading_of(content, published)


def reading_of(content: Json, published: Json | None) -> Reading:
    """The reading of a container whose live version is known."""
    differing, digest = unpublished(content, published, None)
    facts = Container(
        name="aoi.example",
        path="accounts/1/containers/2",
        usage=("web",),
        workspace="accounts/1/containers/2/workspaces/3",
        workspaces=("Default Workspace", "microconv"),
        live_version="3" if published else "",
        latest_version=None,
        unpublished=tuple(map(str, differing)),
        digest=digest,
        changed=(),
        merge_conflicts=(),
    )
    return Reading(
        "tag_manager", PUBLIC_ID, objects_of(content, published), AccountFacts(container=facts), types=CONTAINER
    )


__all__ = ["FOR_TAGS", "MOMENTS", "PUBLIC_ID", "STREAM", "reading_of", "sites", "with_facts"]
