"""The tags of a container that feed a conversion, as `explain` tells them: by label and event, live or not."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from microconv.clock import utc_now
from microconv.connections import Connections
from microconv.core.client import Client
from microconv.core.feed import Published, Sends
from microconv.core.plan import Plan
from microconv.core.product import Product
from microconv.core.tag_manager import Adopted, ConversionTag
from microconv.core.text import Language
from microconv.emulator import World
from microconv.emulator.google_ads.tag import label
from microconv.fleet.tasks.explain import ExplainTask, compute
from microconv.loading import read_snapshot, take_snapshot
from microconv.project import Project
from microconv.render.explain import explanation_text
from microconv.render.explain_json import explanations_json
from tests.contract.container_site import CLICKED, MEASUREMENT_ID, NEWSLETTER, PUBLIC_ID, Site, settle_in, step, version

Make = Callable[..., Project]
NAME = "mv_add_to_cart"
LABEL = f"AW-987654321/{label(102)}"


@pytest.fixture
def make(project: Callable[..., Project]) -> Make:
    """Makes the store's project with its container."""
    return lambda *conversions, **fields: project(*conversions, container=PUBLIC_ID, **fields)


def parameters(**values: str) -> list[dict[str, str]]:
    return [{"type": "template", "key": key, "value": value} for key, value in values.items()]


def ads_tag(name: str, number: int = 12, called: str = label(102), tracking: str = "987654321") -> dict[str, Any]:
    given = parameters(conversionId=tracking, conversionLabel=called)
    return {"tagId": str(number), "name": name, "type": "awct", "firingTriggerId": ["4"], "parameter": given}


def ga4_tag(name: str, event: str = NAME, stream: str = MEASUREMENT_ID, number: int = 11) -> dict[str, Any]:
    given = parameters(eventName=event, measurementIdOverride=stream)
    return {"tagId": str(number), "name": name, "type": "gaawe", "firingTriggerId": ["4"], "parameter": given}


def told(project: Project, language: Language = Language.EN) -> list[str]:
    """The lines of an explanation that are about tags."""
    lines = explanation_text(project.explain(NAME), language=language).splitlines()
    heads = {Language.EN: "  tag ", Language.JA: "  タグ "}
    return [" ".join(line.split()) for line in lines if line.startswith(heads[language])]


def whole(project: Project, language: Language = Language.EN) -> str:
    return " ".join(explanation_text(project.explain(NAME), language=language).split())


def test_without_a_container_nothing_is_said(world: World, project: Callable[..., Project]) -> None:
    conversion = step(NAME, tag=None)
    assert project(conversion).explain(NAME).feeds == ()
    assert told(project(conversion)) == []


def test_no_tag_feeds_it(world: World, agency: dict[str, Any], make: Make) -> None:
    settle_in(world, agency)
    found = make(step(NAME))
    ads, ga4 = found.explain(NAME).feeds
    assert (ads.product, ads.wanted, ads.tags) == (Product.GOOGLE_ADS, LABEL, ())
    assert (ga4.product, ga4.wanted, ga4.tags) == (Product.GA4, f"{MEASUREMENT_ID} {NAME}", ())
    assert f"tag Google Ads: no tag of {PUBLIC_ID} sends {LABEL}: it counts nothing from there" in whole(found)
    assert f"タグ GA4: {PUBLIC_ID} に {MEASUREMENT_ID} {NAME} を送信するタグがない" in whole(found, Language.JA)


def other(name: str, kind: str, html: str = "", **more: Any) -> dict[str, Any]:
    number = {"html": "30", "img": "31", "cvt_6000001_7": "32", "sp": "33"}[kind]
    raw = {"tagId": number, "name": name, "type": kind, "firingTriggerId": ["4"], "parameter": parameters(html=html)}
    return {**raw, **more}


@pytest.mark.parametrize(
    ("tag", "ads", "ga4"),
    [
        (other("a script", "html", "<script>gtag('event', x)</script>"), None, None),
        (other("a script", "html", f"<script>send('{LABEL}')</script>"), None, False),
        (other("a script", "html", f"<script>send('{MEASUREMENT_ID}')</script>"), False, None),
        (other("a script", "html", "<b>chat</b>"), False, False),
        (other("a template", "cvt_6000001_7"), None, None),
        (other("paused", "cvt_6000001_7", paused=True), False, False),
        (other("remarketing", "sp"), False, False),
    ],
    ids=["gtag", "the label", "the stream", "neither", "a template", "paused", "another type"],
)
def test_custom_html_and_templates_make_it_unknown(
    world: World, agency: dict[str, Any], make: Make, tag: dict[str, Any], ads: bool | None, ga4: bool | None
) -> None:
    settle_in(world, agency, versions=[version(1, tag=[NEWSLETTER, tag])])
    feeds = make(step(NAME)).explain(NAME).feeds
    assert [feed.fed for feed in feeds] == [ads, ga4]
    lines = whole(make(step(NAME)))
    assert lines.count(f'custom HTML or a template might: "{tag["name"]}"') == [ads, ga4].count(None)
    japanese = whole(make(step(NAME)), Language.JA)
    assert japanese.count(f"テンプレートのタグが送信している可能性があります: 「{tag['name']}」") == [ads, ga4].count(
        None
    )


def test_a_tag_of_its_own_is_known_whatever_a_template_does(world: World, agency: dict[str, Any], make: Make) -> None:
    settle_in(world, agency, versions=[version(1, tag=[ads_tag("Ads"), other("a template", "cvt_6000001_7")])])
    ads, ga4 = make(step(NAME)).explain(NAME).feeds
    assert (ads.fed, ga4.fed, ads.might) == (True, None, ("a template",))
    (document,) = json.loads(explanations_json([make(step(NAME)).explain(NAME)]))["explanations"]
    assert [(one["fed"], one["might"]) for one in document["tags"]] == [(True, ["a template"]), (None, ["a template"])]


def test_from_a_sync_to_what_is_published(world: World, agency: dict[str, Any], make: Make) -> None:
    site = Site(settle_in(world, agency))
    project = make(step(NAME))
    assert project.apply(project.plan()).in_sync
    ads, ga4 = make(step(NAME)).explain(NAME).feeds
    (tag,) = ads.tags
    assert (tag.name, tag.sends, tag.triggers, tag.paused) == (f"{NAME} (Google Ads)", Sends.RIGHT, (NAME,), False)
    assert (tag.published, [one.published for one in ga4.tags]) == (Published.NOT_YET, [Published.NOT_YET])
    assert f'"{NAME} (Google Ads)", on "{NAME}", in the workspace, not published' in whole(make(step(NAME)))

    live = {"id": 1, **{key: list(value) for key, value in site.content().items() if isinstance(value, list)}}
    settle_in(world, agency, versions=[live])
    feeds = make(step(NAME)).explain(NAME).feeds
    assert [one.published for feed in feeds for one in feed.tags] == [Published.LIVE, Published.LIVE]
    assert "ワークスペースにあり" not in whole(make(step(NAME)), Language.JA)
    assert f"「{NAME} (Google Ads)」、トリガー: 「{NAME}」、公開済み" in whole(make(step(NAME)), Language.JA)


def test_a_trigger_that_is_live_in_another_way(world: World, agency: dict[str, Any], make: Make) -> None:
    other = {**CLICKED, "customEventFilter": []}
    workspace = {"id": 2, "name": "microconv", "tag": [NEWSLETTER, ads_tag("theirs")], "trigger": [other]}
    settle_in(world, agency, versions=[version(1, tag=[NEWSLETTER, ads_tag("theirs")])], workspaces=[workspace])
    (tag,) = make(step(NAME)).explain(NAME).feeds[0].tags
    assert (tag.name, tag.triggers, tag.published) == ("theirs", ("clicked",), Published.CHANGED)


@pytest.mark.parametrize(
    ("tag", "sends"),
    [
        (ads_tag("anything"), Sends.RIGHT),
        (ads_tag("anything", tracking="{{Ads id}}"), Sends.VARIABLE),
        (ads_tag("anything", called="{{Label}}"), None),
        (ads_tag("anything", called=label(101)), None),
        (ads_tag("anything", tracking="1"), None),
        (ads_tag(f"{NAME} (Google Ads)", called=label(101)), Sends.OTHER),
        (ads_tag(f"{NAME} (Google Ads)", called="{{Label}}"), Sends.VARIABLE),
        (ads_tag(NAME, called=label(101)), None),
    ],
    ids=[
        "label",
        "id of a variable",
        "any label",
        "another",
        "another id",
        "by name",
        "name, variable",
        "not its name",
    ],
)
def test_which_tag_of_google_ads(
    world: World, agency: dict[str, Any], make: Make, tag: dict[str, Any], sends: Sends | None
) -> None:
    settle_in(world, agency, versions=[version(1, tag=[NEWSLETTER, tag])])
    found = [one.sends for one in make(step(NAME)).explain(NAME).feeds[0].tags]
    assert found == ([] if sends is None else [sends])


@pytest.mark.parametrize(
    ("tag", "sends"),
    [
        (ga4_tag("anything"), Sends.RIGHT),
        (ga4_tag("anything", stream="G-OTHER"), None),
        (ga4_tag("anything", stream="{{Stream}}"), Sends.VARIABLE),
        (ga4_tag("anything", event="other"), None),
        (ga4_tag("anything", event="{{Event}}"), None),
        (ga4_tag(f"{NAME} (GA4)", event="other"), Sends.OTHER),
    ],
    ids=["event", "stream", "stream of a variable", "other", "any event", "by name"],
)
def test_which_tag_of_ga4(
    world: World, agency: dict[str, Any], make: Make, tag: dict[str, Any], sends: Sends | None
) -> None:
    settle_in(world, agency, versions=[version(1, tag=[NEWSLETTER, tag])])
    found = [one.sends for one in make(step(NAME)).explain(NAME).feeds[1].tags]
    assert found == ([] if sends is None else [sends])


@pytest.mark.parametrize("adopted", ["theirs", "12"])
def test_a_tag_that_is_adopted(world: World, agency: dict[str, Any], make: Make, adopted: str) -> None:
    settle_in(world, agency, versions=[version(1, tag=[NEWSLETTER, {**ads_tag("theirs", called="x"), "paused": True}])])
    conversion = step(NAME, tag=ConversionTag(adopted=Adopted(tags=(adopted,))))
    (tag,) = make(conversion).explain(NAME).feeds[0].tags
    assert (tag.name, tag.sends, tag.paused) == ("theirs", Sends.OTHER, True)
    text = whole(make(conversion))
    assert f'"theirs", on "clicked", paused, live, but it sends AW-987654321/x instead of {LABEL}' in text
    japanese = whole(make(conversion), Language.JA).replace(" ", "")
    assert f"一時停止中、公開済み、ただし{LABEL}ではなくAW-987654321/xを送信します" in japanese


def test_a_label_in_a_constant(world: World, agency: dict[str, Any], make: Make) -> None:
    constant = {"variableId": "9", "name": "Label", "type": "c", "parameter": parameters(value=label(102))}
    versions = [version(1, tag=[NEWSLETTER, ads_tag("theirs", called="{{Label}}")], variable=[constant])]
    settle_in(world, agency, versions=versions)
    (tag,) = make(step(NAME)).explain(NAME).feeds[0].tags
    assert (tag.sends, tag.sent) == (Sends.RIGHT, LABEL)


def test_a_tag_that_carries_an_earlier_name(world: World, agency: dict[str, Any], make: Make) -> None:
    settle_in(world, agency, versions=[version(1, tag=[NEWSLETTER, ads_tag("mv_old (Google Ads)", called="x")])])
    (tag,) = make(step(NAME, previously=("mv_old",))).explain(NAME).feeds[0].tags
    assert (tag.name, tag.sends) == ("mv_old (Google Ads)", Sends.OTHER)


def test_an_action_that_is_not_there_has_no_label(world: World, agency: dict[str, Any], make: Make) -> None:
    settle_in(world, agency, versions=[version(1, tag=[ads_tag("mv_new (Google Ads)")])])
    ads, _ = make(step("mv_new")).explain("mv_new").feeds
    assert (ads.wanted, [one.sends for one in ads.tags]) == ("", [Sends.UNKNOWN])
    assert "has no label" in " ".join(explanation_text(make(step("mv_new")).explain("mv_new")).split())


def test_a_conversion_of_whose_tags_the_config_says_nothing(
    world: World, agency: dict[str, Any], client: Callable[..., Client], connections: Connections
) -> None:
    settle_in(world, agency, versions=[version(1, tag=[ads_tag("theirs"), ga4_tag("their event")])])
    wanted = client(step(NAME, tag=None), container=PUBLIC_ID)
    (found,) = compute(ExplainTask(wanted, NAME), connections, None)
    assert [[tag.name for tag in feed.tags] for feed in found.feeds] == [["theirs"], ["their event"]]
    assert [feed.wanted for feed in found.feeds] == [LABEL, f"{MEASUREMENT_ID} {NAME}"]


def test_json(world: World, agency: dict[str, Any], make: Make) -> None:
    settle_in(world, agency, versions=[version(1, tag=[ads_tag("theirs")])])
    (document,) = json.loads(explanations_json([make(step(NAME)).explain(NAME)]))["explanations"]
    assert document["tags"][0] == {
        "product": "google_ads",
        "container": PUBLIC_ID,
        "wanted": LABEL,
        "why": "",
        "fed": True,
        "might": [],
        "tags": [
            {
                "name": "theirs",
                "id": "tags/12",
                "triggers": ["clicked"],
                "paused": False,
                "published": "live",
                "sends": LABEL,
                "fits": "right",
            }
        ],
    }


def test_a_snapshot_tells_the_same_without_network(
    world: World, agency: dict[str, Any], make: Make, connections: Connections, tmp_path: Path
) -> None:
    workspace = {"id": 2, "name": "microconv", "tag": [NEWSLETTER, ads_tag("theirs")], "trigger": [CLICKED]}
    settle_in(world, agency, workspaces=[workspace])
    project = make(step(NAME))
    path = tmp_path / "live.json"
    readings = Project(project.client, connections=connections, everything=True).read()
    path.write_text(take_snapshot(readings, utc_now()), encoding="utf-8")
    expected, plan = project.explain(NAME).feeds, project.plan()
    assert [tag.published for tag in expected[0].tags] == [Published.NOT_YET]
    world.log.clear()
    again = make(step(NAME))
    saved = read_snapshot([path])
    assert again.explain(NAME, saved).feeds == expected
    assert of_container(again.plan(saved)) == of_container(plan) != []
    assert world.log.entries == ()


def of_container(plan: Plan) -> list[tuple[Any, str]]:
    return [(item.action, str(item.address)) for item in plan.changes if item.address.provider == "tag_manager"]
