"""Tag Manager through the emulator: what is read, what is made and changed, and what is left alone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from microconv.core.client import Unlisted
from microconv.core.errors import RefusedError
from microconv.core.plan import Action, Plan
from microconv.core.planning.limits import Allow, Limits
from microconv.core.tag_manager import TagParameter
from microconv.core.tag_trigger import TagTrigger, TriggerKind
from microconv.core.text import Language
from microconv.emulator import World
from microconv.emulator.tag_manager.kinds import TAG, TRIGGER
from microconv.emulator.tag_manager.runtime import Container, Page, Push, Verdict, visit
from microconv.project import Project
from microconv.render.result import conclusion, result_text
from tests.contract.container_site import CLICKED, NEWSLETTER, PUBLIC_ID, Site, parameter, settle_in, step, version

Make = Callable[..., Project]
NAMES = {"mv_form_step1 (GA4)", "mv_form_step1 (Google Ads)"}


@pytest.fixture
def make(project: Callable[..., Project]) -> Make:
    """Makes the store's project with its container."""
    return lambda *conversions, **fields: project(*conversions, container=PUBLIC_ID, **fields)


@pytest.fixture
def site(world: World, agency: dict[str, Any]) -> Site:
    """A published container with somebody else's tag."""
    return Site(settle_in(world, agency))


def of_container(plan: Plan) -> list[tuple[Action, str]]:
    return [(item.action, str(item.address)) for item in plan.changes if item.address.provider == "tag_manager"]


def test_from_a_config_to_a_tag_that_fires_once_with_the_label_of_its_action(site: Site, make: Make) -> None:
    plan = make(step()).plan()
    assert of_container(plan) == [
        (Action.CREATE, 'tag_manager.built_in_variable["Page Path"]'),
        (Action.CREATE, 'tag_manager.trigger["mv_form_step1"]'),
        (Action.CREATE, 'tag_manager.ga4_tag["mv_form_step1"]'),
        (Action.CREATE, 'tag_manager.ads_tag["mv_form_step1"]'),
    ]
    (ads,) = [one for one in plan.changes if one.address.type == "tag_manager.ads_tag"]
    send_to = {one.name: one.after for one in ads.attributes}["send_to"]
    assert send_to == 'the tag of google_ads.conversion_action["mv_form_step1"]'  # the action is yet to be made
    result = make(step()).apply(plan)
    assert (result.in_sync, result.failed, result.unknown) == (True, (), ())

    tags = site.named("tag")
    assert tags.keys() == {"GA4 - newsletter", *NAMES}
    assert {key: tags["GA4 - newsletter"][key] for key in NEWSLETTER} == NEWSLETTER
    label = parameter(tags["mv_form_step1 (Google Ads)"], "conversionLabel")
    assert parameter(tags["mv_form_step1 (Google Ads)"], "conversionId") == "987654321"
    seen = visit(Container.of(site.content()), Page("https://aoi.example/form/step1?from=mail"), published=False)
    assert [(firing.tag, firing.triggers) for firing in seen.firings] == [
        ("mv_form_step1 (GA4)", ("mv_form_step1",)),
        ("mv_form_step1 (Google Ads)", ("mv_form_step1",)),
    ]
    ga4, google_ads = seen.hits
    assert (ga4.target, ga4.name, dict(ga4.parameters)["step"]) == ("G-AOI0000701", "mv_form_step1", "1")
    assert (google_ads.target, google_ads.name, google_ads.value, google_ads.currency) == (
        "AW-987654321",
        label,
        400.0,
        "JPY",
    )
    snippets = make(step()).snippets()
    assert f"AW-987654321/{label}" in [one.target for one in snippets.items]
    elsewhere = visit(Container.of(site.content()), Page("https://aoi.example/form/step10"), published=False)
    assert {one.verdict for one in elsewhere.tags if one.name in NAMES} == {Verdict.DOES_NOT_FIRE}

    before, calls = site.content(), len(site.writes())
    second = make(step()).plan()
    assert (second.changes, second.conflicts, site.content(), len(site.writes())) == ((), (), before, calls)


def test_nothing_is_published_and_no_version_is_made(site: Site, make: Make) -> None:
    assert make(step()).apply(make(step()).plan()).in_sync
    assert site.writes() == ["workspaces.create", "workspaces.bulk_update"]
    assert (site.container.live, list(site.container.versions)) == ("1", ["1"])
    default = site.content("Default Workspace")
    assert [one["name"] for one in default["tag"]] == ["GA4 - newsletter"]


def test_calls(site: Site, make: Make) -> None:
    first = make(step())
    plan = first.plan()
    assert site.calls() == ["lookup", "workspaces.list", "versions.live", "version_headers.latest"]
    site.world.log.clear()
    assert first.apply(plan).in_sync
    assert site.calls() == [
        *("workspaces.list", "versions.live", "version_headers.latest"),
        *("workspaces.create", "workspaces.bulk_update", "workspaces.quick_preview"),
        *("workspaces.list", "versions.live", "workspaces.tags.list", "workspaces.triggers.list"),
        *("workspaces.variables.list", "workspaces.built_in_variables.list", "workspaces.getStatus"),
    ]
    site.world.log.clear()
    assert make(step()).plan().empty
    assert len(site.calls()) == 7  # another process has the look-up to do too
    assert "lookup" not in site.calls()


def test_facts_of_a_container(site: Site, make: Make) -> None:
    first = make(step())
    facts = first.providers[2].read().facts.container
    assert (facts.workspace, facts.workspaces, facts.usage) == ("", ("Default Workspace",), ("web",))
    assert (facts.live_version, facts.latest_version, facts.unpublished, facts.merge_conflicts) == ("1", "1", (), ())
    assert first.apply(first.plan()).in_sync
    after = make(step()).providers[2].read().facts.container
    assert after.workspace.endswith("/workspaces/2")
    assert [line.split(" ", 2)[::2] for line in after.unpublished] == [
        ["added", "Page Path"],
        ["added", "mv_form_step1 (GA4)"],
        ["added", "mv_form_step1 (Google Ads)"],
        ["added", "mv_form_step1"],
    ]
    assert after.digest != facts.digest
    assert (facts.unpublished_since, after.unpublished_since) == ("", f"{site.world.clock.now():%Y-%m-%d}")


def test_an_update_leaves_everything_else_of_an_object(site: Site, make: Make) -> None:
    assert make(step()).apply(make(step()).plan()).in_sync
    workspace = site.workspace()
    number, tag = next(
        (key, one) for key, one in workspace.content.of(TAG).items() if one["name"].endswith("(Google Ads)")
    )
    extra = {
        "notes": "見積 {{ }}",
        "priority": {"type": "integer", "value": "5"},
        "consentSettings": {
            "consentStatus": "needed",
            "consentType": {"type": "list", "list": [{"type": "template", "value": "ad_storage"}]},
        },
        "monitoringMetadata": {"type": "map"},
    }
    tag.update(extra)
    tag["parameter"].append({"type": "boolean", "key": "enableEnhancedConversion", "value": "true"})
    dearer = replace(step(), value=replace(step().value, amount=900.0))
    plan = make(dearer).plan()
    assert (Action.UPDATE, 'tag_manager.ads_tag["mv_form_step1"]') in of_container(plan)
    assert make(dearer).apply(plan).in_sync
    after = site.workspace().content.of(TAG)[number]
    assert parameter(after, "conversionValue") == "900"
    assert parameter(after, "enableEnhancedConversion") == "true"
    assert {key: after[key] for key in extra} == extra


def test_a_tag_that_was_changed_by_hand_is_put_back(site: Site, make: Make) -> None:
    assert make(step()).apply(make(step()).plan()).in_sync
    trigger = next(one for one in site.workspace().content.of(TRIGGER).values() if one["name"] == "mv_form_step1")
    trigger["filter"][0]["parameter"][1]["value"] = "/form"
    plan = make(step()).plan()
    assert of_container(plan) == [(Action.UPDATE, 'tag_manager.trigger["mv_form_step1"]')]
    assert make(step()).apply(plan).in_sync
    result = visit(Container.of(site.content()), Page("https://aoi.example/form"), published=False)
    assert result.tag("mv_form_step1 (GA4)").verdict is Verdict.DOES_NOT_FIRE


def test_an_event_of_the_data_layer(site: Site, make: Make) -> None:
    sent = step("mv_sent", trigger=TagTrigger(TriggerKind.EVENT, "form_sent"))
    assert make(sent).apply(make(sent).plan()).in_sync
    container = Container.of(site.content())
    page = Page("https://aoi.example/")
    assert not visit(container, page, published=False).firings
    seen = visit(container, page, [Push({"event": "form_sent"})], published=False)
    assert sorted(one.tag for one in seen.firings) == ["mv_sent (GA4)", "mv_sent (Google Ads)"]


@pytest.mark.parametrize("bulk", ["all or nothing", "valid ones"])
@pytest.mark.parametrize("references", [True, False])
@pytest.mark.parametrize("built_in", ["compile", "refuse"])
def test_it_converges_however_bulk_update_is_answered(
    world: World, agency: dict[str, Any], make: Make, bulk: str, references: bool, built_in: str
) -> None:
    policies = {
        "gtm_bulk_update": bulk,
        "gtm_new_ids_in_references": references,
        "gtm_not_enabled_built_in": built_in,
    }
    site = Site(settle_in(world, agency, policies=policies))
    two = (step(), step("mv_sent", trigger=TagTrigger(TriggerKind.EVENT, "form_sent")))
    result = make(*two).apply(make(*two).plan())
    assert (result.in_sync, [str(one.error) for one in result.outcomes if one.error]) == (True, [])
    assert site.named("tag").keys() == {"GA4 - newsletter", *NAMES, "mv_sent (GA4)", "mv_sent (Google Ads)"}
    seen = visit(Container.of(site.content()), Page("https://aoi.example/form/step1"), published=False)
    assert {one.tag for one in seen.firings} == NAMES
    assert make(*two).plan().empty


@pytest.mark.parametrize("bulk", ["all or nothing", "valid ones"])
def test_one_change_that_is_refused_stops_no_other(world: World, agency: dict[str, Any], make: Make, bulk: str) -> None:
    site = Site(settle_in(world, agency, policies={"gtm_bulk_update": bulk, "gtm_longest_notes": 0}))
    colon = step("mv_a:b", trigger=TagTrigger(TriggerKind.EVENT, "form_sent"))
    result = make(step(), colon).apply(make(step(), colon).plan())
    failed = {
        str(one.change.address): str(one.error) for one in result.failed if one.change.address.provider == "tag_manager"
    }
    assert failed.keys() == {f'tag_manager.{kind}["mv_a:b"]' for kind in ("ads_tag", "ga4_tag", "trigger")}
    assert "must not contain a colon" in failed['tag_manager.trigger["mv_a:b"]']
    assert "a trigger that it fires on is not in the workspace" in failed['tag_manager.ga4_tag["mv_a:b"]']
    assert site.named("tag").keys() == {"GA4 - newsletter", *NAMES}


@pytest.mark.parametrize("status", [400, 409, 412])
def test_what_somebody_changes_meanwhile_is_not_overwritten(
    world: World, agency: dict[str, Any], make: Make, status: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = Site(settle_in(world, agency, policies={"gtm_stale_fingerprint_status": status}))
    assert make(step()).apply(make(step()).plan()).in_sync
    dearer = replace(step(), value=replace(step().value, amount=900.0))
    project = make(dearer)
    plan = project.plan()
    provider = project.providers[2]
    send = type(provider)._carried_out

    def somebody_first(self: Any, one: Any, seen: Any) -> Any:
        for tag in site.workspace().content.of(TAG).values():
            if tag["name"] == "mv_form_step1 (Google Ads)":
                tag.update(notes="mine", fingerprint=world.tag_manager.stamp(0))
        return send(self, one, seen)

    monkeypatch.setattr(type(provider), "_carried_out", somebody_first)
    result = project.apply(plan)
    (failed,) = [one for one in result.failed if "ads_tag" in str(one.change.address)]
    assert "STALE: somebody changed it since it was read" in str(failed.error)
    tag = site.named("tag")["mv_form_step1 (Google Ads)"]
    assert (tag["notes"], parameter(tag, "conversionValue")) == ("mine", "400")
    monkeypatch.undo()


def test_a_workspace_that_does_not_compile_is_no_success(site: Site, make: Make) -> None:
    unknown = step(tag=step().tag._replace(parameters=(TagParameter("step", "{{Nobody Knows}}"),)))
    result = make(unknown).apply(make(unknown).plan())
    failed = {str(one.error) for one in result.failed}
    assert len(result.failed) == 4
    assert failed == {
        "tag_manager GTM-AOI0001: COMPILER_ERROR: it was made, but the workspace microconv does not compile"
    }
    assert site.named("tag").keys() == {"GA4 - newsletter", *NAMES}  # as is said: it was made
    assert site.container.live == "1"


def test_three_workspaces_in_use(world: World, agency: dict[str, Any], make: Make) -> None:
    others = [{"id": 1, "name": "Default Workspace"}, {"id": 2, "name": "花子"}, {"id": 3, "name": "太郎"}]
    for status in (400, 403):
        site = Site(settle_in(world, agency, workspaces=others, policies={"gtm_workspace_limit_status": status}))
        result = make(step()).apply(make(step()).plan())
        texts = {str(one.error) for one in result.failed if one.change.address.provider == "tag_manager"}
        assert len(texts) == 1
        assert "3 workspaces are in use (Default Workspace, 花子, 太郎)" in texts.pop()
        assert list(site.container.workspaces) == ["1", "2", "3"]


def test_merge_conflicts_stop_everything_in_the_container(site: Site, make: Make) -> None:
    assert make(step()).apply(make(step()).plan()).in_sync
    base = site.container.versions["1"]
    theirs = site.workspace().content.copy()
    for tag in theirs.of(TAG).values():
        tag["notes"] = "changed by 花子"
    site.container.versions["2"] = replace(base, id="2", content=theirs)
    site.container.live = site.container.latest = "2"
    dearer = make(replace(step(), value=replace(step().value, amount=900.0)))
    result = dearer.apply(dearer.plan())
    texts = {str(one.error) for one in result.failed if one.change.address.provider == "tag_manager"}
    assert texts == {
        "tag_manager GTM-AOI0001 workspace: MERGE_CONFLICT: the workspace microconv and the latest version "
        "both changed: mv_form_step1 (GA4), mv_form_step1 (Google Ads)"
    }
    assert parameter(site.named("tag")["mv_form_step1 (Google Ads)"], "conversionValue") == "400"
    again = make(replace(step(), value=replace(step().value, amount=900.0)))
    (conflict,) = again.plan().conflicts
    assert conflict.summary == (
        "the workspace and a later version both changed: mv_form_step1 (GA4), mv_form_step1 (Google Ads)"
    )


def test_what_others_publish_meanwhile_comes_into_the_workspace(site: Site, make: Make) -> None:
    assert make(step()).apply(make(step()).plan()).in_sync
    base = site.container.versions["1"]
    newer = base.content.copy()
    newer.of(TAG)["9"] = {key: value for key, value in {**NEWSLETTER, "name": "of 花子"}.items() if key != "tagId"} | {
        "fingerprint": "7"
    }
    site.container.versions["2"] = replace(base, id="2", content=newer)
    site.container.live = site.container.latest = "2"
    dearer = replace(step(), value=replace(step().value, amount=900.0))
    assert make(dearer).apply(make(dearer).plan()).in_sync
    assert site.named("tag").keys() == {"GA4 - newsletter", "of 花子", *NAMES}


def test_unlisted_tags_that_are_paused_are_removed_with_their_trigger(site: Site, make: Make) -> None:
    both = (step(), step("mv_sent", trigger=TagTrigger(TriggerKind.EVENT, "form_sent")))
    assert make(*both).apply(make(*both).plan()).in_sync
    kept = make(step()).plan()
    assert [one for one in of_container(kept) if "mv_sent" in one[1]] == []
    for tag in site.workspace().content.of(TAG).values():
        if tag["name"].startswith("mv_sent"):
            tag["paused"] = True
    limits = Limits(allow=(Allow.REMOVE,))
    removing = make(step(), unlisted=Unlisted.REMOVE)
    plan = removing.plan()
    assert [one for one in of_container(plan) if "mv_sent" in one[1]] == [
        (Action.REMOVE, 'tag_manager.ga4_tag["mv_sent"]'),
        (Action.REMOVE, 'tag_manager.ads_tag["mv_sent"]'),
    ]
    removing.apply(plan, limits)
    assert site.named("tag").keys() == {"GA4 - newsletter", *NAMES}
    last = make(step(), unlisted=Unlisted.REMOVE)
    last.apply(last.plan(), limits)
    assert site.named("trigger").keys() == {"clicked", "mv_form_step1"}


def test_a_container_that_is_not_there(site: Site, project: Callable[..., Project]) -> None:
    from microconv.core.errors import NotFoundError

    with pytest.raises(
        NotFoundError, match=r"tag_manager GTM-NOBODY: NOT_FOUND \(notFound\): Not found or permission denied"
    ):
        project(step(), container="GTM-NOBODY").plan()


def test_names_are_passed_exactly(world: World, agency: dict[str, Any], make: Make) -> None:
    odd = "mv_\u202e{{x}}</script>'\"\\"
    site = Site(settle_in(world, agency, versions=[version(1, trigger=[{**CLICKED, "name": odd}])]))
    assert make(step()).apply(make(step()).plan()).in_sync
    assert odd in site.named("trigger")


def test_what_is_not_published_is_said_in_the_last_line(site: Site, make: Make) -> None:
    first = make(step())
    result = first.apply(first.plan())
    said = conclusion(result)
    assert said.startswith("Workspace as the config says; 4 changes not published (emulated): aoi: ")
    assert "In sync" not in result_text(result)
    assert conclusion(result, language=Language.JA).startswith("ワークスペースは設定と一致（4 件の変更が未公開）")
    again = make(step())
    second = again.apply(again.plan())
    assert conclusion(second).startswith(
        "Workspace as the config says; 4 changes not published (emulated): aoi: nothing"
    )
    site.container.versions["2"] = replace(
        site.container.versions["1"], id="2", content=site.workspace().content.copy()
    )
    site.container.live = site.container.latest = "2"  # a person publishes it
    published = make(step())
    assert conclusion(published.apply(published.plan())).startswith("In sync")


def test_changes_of_others_in_the_workspace_stop_the_plan(site: Site, make: Make) -> None:
    assert make(step()).apply(make(step()).plan()).in_sync
    site.workspace().content.of(TAG)["5"]["notes"] = "changed by 花子"
    assert not make(step()).plan().conflicts  # nothing is to be done
    dearer = make(replace(step(), value=replace(step().value, amount=900.0)))
    (conflict,) = dearer.plan().conflicts
    assert conflict.summary == "the workspace has changes that are not microconv's: GA4 - newsletter"
    with pytest.raises(RefusedError, match="nothing was changed"):
        dearer.apply(dearer.plan())


def test_a_built_in_variable_that_a_trigger_needed_before_is_no_change_of_others(site: Site, make: Make) -> None:
    clicked = step(trigger=TagTrigger(TriggerKind.CLICK, "#cta"))
    assert make(clicked, step("mv_b")).apply(make(clicked, step("mv_b")).plan()).in_sync
    assert {one["type"] for one in site.content()["builtInVariable"]} >= {"clickElement"}
    left = make(replace(step("mv_b"), value=replace(step().value, amount=900.0)))
    assert left.plan().conflicts == ()
    assert left.apply(left.plan()).in_sync


def test_a_trigger_that_can_go_once_its_tags_are_gone_is_no_import_of_google(site: Site, make: Make) -> None:
    both = (step(), step("mv_b", trigger=TagTrigger(TriggerKind.EVENT, "b")))
    assert make(*both).apply(make(*both).plan()).in_sync
    limits = Limits(allow=(Allow.REMOVE, Allow.MANY, Allow.NOTHING_LEFT))
    left = make(step(), unlisted=Unlisted.REMOVE)
    left.apply(left.plan(), limits)
    result = left.apply(left.plan(), limits)
    assert result.after is not None
    assert [str(one.address) for one in result.after.changes] == ['tag_manager.trigger["mv_b"]']
    assert "imported by Google" not in result_text(result)


@pytest.mark.parametrize(
    ("usage", "text"),
    [
        ("server", "it is a server container"),
        ("amp", "it is an AMP container"),
        ("android", "it is a container of an app"),
        ("iosSdk5", "it is a container of an app"),
        ("web", ""),
    ],
)
def test_a_container_that_is_not_for_the_web_is_left_alone(
    world: World, agency: dict[str, Any], make: Make, usage: str, text: str
) -> None:
    site = Site(settle_in(world, agency, usage=[usage], versions=[], live=""))
    conflicts = make(step()).plan().conflicts
    assert [text in one.summary for one in conflicts] == ([True] if text else [])
    assert site.writes() == []
