"""The publication of a container through the emulator: what goes live, what is shown, and what keeps it back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from microconv.core.client import Unlisted
from microconv.core.errors import RefusedError
from microconv.core.kinds import LIVE_VERSION
from microconv.core.plan import Change, Plan
from microconv.core.planning.limits import Allow, Limits
from microconv.core.ports import Status
from microconv.core.publication import OTHERS, OURS, VERSION
from microconv.core.tag_manager import Publish, TagManager, TagParameter
from microconv.core.tag_trigger import TagTrigger, TriggerKind
from microconv.emulator import World
from microconv.emulator.tag_manager.kinds import FOLDER, TAG, TRIGGER
from microconv.project import Project
from microconv.providers.tag_manager.workspace import Container
from microconv.render.plan import plan_text
from microconv.render.result import conclusion
from tests.contract.container_site import PUBLIC_ID, Site, settle_in, step

Make = Callable[..., Project]
NAMES = {"mv_form_step1 (GA4)", "mv_form_step1 (Google Ads)"}
PUBLISH = Limits(allow=(Allow.PUBLISH,))
WITH_OTHERS = Limits(allow=(Allow.PUBLISH, Allow.PUBLISH_OTHERS))
ASK = TagManager(publish=Publish.ASK)
DEARER = replace(step(), value=replace(step().value, amount=900.0))


@pytest.fixture
def make(project: Callable[..., Project]) -> Make:
    """Makes the store's project, whose config asks for publication."""
    return lambda *conversions, **said: project(*conversions, container=PUBLIC_ID, **{"tag_manager": ASK, **said})


@pytest.fixture
def site(world: World, agency: dict[str, Any]) -> Site:
    """A published container with somebody else's tag."""
    return Site(settle_in(world, agency))


def publication(plan: Plan) -> Change | None:
    return next((one for one in plan.changes if one.address.type == LIVE_VERSION), None)


def goes_live(plan: Plan) -> dict[str, Any]:
    found = publication(plan)
    return {one.name: one.after for one in found.attributes} if found else {}


def live_tags(site: Site) -> set[str]:
    live = site.container.versions[site.container.live].content
    return {str(one["name"]) for one in live.of(TAG).values()}


def test_one_sync_from_a_config_to_tags_that_are_live(site: Site, make: Make) -> None:
    plan = make(step()).plan()
    assert goes_live(plan) | {"shown": "", "read": ""} == {
        VERSION: "new",
        "shown": "",
        "read": "",
        OURS: (
            "added built_in_variables Page Path",
            "added tags mv_form_step1 (GA4)",
            "added tags mv_form_step1 (Google Ads)",
            "added triggers mv_form_step1",
        ),
    }
    with pytest.raises(RefusedError, match="nothing was changed") as refused:
        make(step()).apply(plan)
    assert [one.code for one in refused.value.refusals] == ["publish"]
    assert site.writes() == []

    project = make(step())
    result = project.apply(plan, PUBLISH)
    assert (result.in_sync, [str(one.error) for one in result.outcomes if one.error]) == (True, [])
    assert conclusion(result).startswith("In sync (emulated): aoi: ")
    assert site.writes() == [
        *("workspaces.create", "workspaces.bulk_update", "workspaces.create_version", "versions.publish")
    ]
    assert (site.container.live, list(site.container.versions)) == ("2", ["1", "2"])
    assert live_tags(site) == {"GA4 - newsletter", *NAMES}
    again = make(step())
    second = again.plan()
    assert (second.changes, second.waiting) == ((), ())
    assert conclusion(again.apply(second)).startswith("In sync")


def test_calls_are_those_that_the_plan_names(site: Site, make: Make) -> None:
    """Those of the container; one more asks Google Ads for the label of the new action."""
    project = make(step())
    plan = project.plan()
    site.world.log.clear()
    result = project.apply(plan, PUBLISH, read_again=False)
    assert result.in_sync
    assert result.after is not None
    assert result.calls == plan.reads + plan.apply_calls + result.after.reads
    calls = site.calls()
    after = ["workspaces.list", "versions.live", "version_headers.latest"]
    assert calls[-3:] == after
    assert calls[:-3] == [
        *("workspaces.create", "workspaces.bulk_update", "workspaces.quick_preview"),
        *("workspaces.list", "versions.live", "workspaces.tags.list", "workspaces.triggers.list"),
        *("workspaces.variables.list", "workspaces.built_in_variables.list", "workspaces.getStatus"),
        *("version_headers.latest", "workspaces.create_version", "versions.live"),
        *("versions.publish", "versions.live"),
    ]


def test_a_workspace_that_was_set_up_before_is_published(site: Site, make: Make) -> None:
    never = make(step(), tag_manager=TagManager())
    assert never.apply(never.plan()).in_sync
    assert (site.container.live, never.plan().waiting != ()) == ("1", True)
    project = make(step())
    plan = project.plan()
    assert [one.address.type for one in plan.changes] == [LIVE_VERSION]
    assert plan.waiting == ()
    site.world.log.clear()
    assert project.apply(plan, PUBLISH, read_again=False).in_sync
    assert len(site.calls()) - 3 == plan.apply_calls
    assert live_tags(site) == {"GA4 - newsletter", *NAMES}


def test_a_version_that_was_made_and_not_published(site: Site, make: Make) -> None:
    never = make(step(), tag_manager=TagManager())
    assert never.apply(never.plan()).in_sync
    release(site, publish=False)
    assert list(never.plan().waiting) != []
    project = make(step())
    plan = project.plan()
    assert goes_live(plan)[VERSION] == "2"
    assert "publishes version 2 of GTM-AOI0001" in plan_text(plan, refusals=project.check(plan))
    site.world.log.clear()
    assert project.apply(plan, PUBLISH, read_again=False).in_sync
    assert (site.container.live, list(site.container.versions)) == ("2", ["1", "2"])
    assert len(site.calls()) - 3 == plan.apply_calls
    assert site.writes() == ["versions.publish"]


def release(site: Site, name: str = "microconv", *, publish: bool = True) -> None:
    """Somebody makes a version of a workspace in Tag Manager."""
    from microconv.emulator.tag_manager.workspaces import make_version, new_workspace, sync

    container, workspace = site.container, site.workspace(name)
    sync(container, workspace)
    stamp = site.world.tag_manager.stamp(0)
    container.live = make_version(container, workspace, stamp, "of 花子", "").id if publish else container.live
    if not publish:
        make_version(container, workspace, stamp, "of 花子", "")
    if name != "microconv":
        new_workspace(container, name, stamp)


def others_change(site: Site, name: str = "Default Workspace", **said: Any) -> None:
    """Somebody changes the tag of the newsletter."""
    site.workspace(name).content.of(TAG)["5"].update(said, fingerprint=site.world.tag_manager.stamp(0))


def test_changes_of_others_go_live_only_where_that_is_allowed(site: Site, make: Make) -> None:
    others_change(site, notes="new")
    release(site, "Default Workspace", publish=False)
    plan = make(step()).plan()
    assert goes_live(plan)[OTHERS] == ("updated tags GA4 - newsletter",)
    with pytest.raises(RefusedError) as refused:
        make(step()).apply(plan, PUBLISH)
    assert [one.code for one in refused.value.refusals] == ["publish-others"]
    assert "GA4 - newsletter" in refused.value.refusals[0].summary
    assert make(step()).apply(plan, WITH_OTHERS).in_sync
    live = site.container.versions[site.container.live].content.of(TAG)
    assert live["5"]["notes"] == "new"


def test_nothing_is_planned_where_only_others_have_something_to_publish(site: Site, make: Make) -> None:
    assert make(step()).apply(make(step()).plan(), PUBLISH).in_sync
    others_change(site, notes="new")
    release(site, "Default Workspace", publish=False)
    assert make(step()).plan().changes == ()


def test_what_others_do_in_our_workspace_after_the_plan_is_not_published(site: Site, make: Make) -> None:
    never = make(step(), tag_manager=TagManager())
    assert never.apply(never.plan()).in_sync
    project = make(step())
    plan = project.plan()
    others_change(site, "microconv", notes="quick, before anybody looks")
    with pytest.raises(RefusedError) as refused:
        project.apply(plan, WITH_OTHERS)
    assert [(one.code, one.summary) for one in refused.value.refusals] == [
        ("stale", "live version of GTM-AOI0001 what goes live: was as in the plan, is planned otherwise")
    ]
    result = make_stubborn(project, plan)
    (failed,) = result.failed
    assert "STALE: this is not as the plan showed it: GA4 - newsletter" in str(failed.error)
    assert (site.container.live, list(site.container.versions)) == ("1", ["1"])
    assert result.after is not None
    assert goes_live(result.after)[OTHERS] == ("updated tags GA4 - newsletter",)


def make_stubborn(project: Project, plan: Plan) -> Any:
    """Apply a plan without reading again before."""
    return project.apply(plan, WITH_OTHERS, read_again=False)


@pytest.mark.parametrize("published", [True, False])
def test_what_others_make_a_version_of_meanwhile_is_not_published_with_ours(
    site: Site, make: Make, published: bool
) -> None:
    project = make(step())
    plan = project.plan()
    others_change(site, notes="new")
    release(site, "Default Workspace", publish=published)
    result = make_stubborn(project, plan)
    (failed,) = [one for one in result.failed if one.change.address.type == LIVE_VERSION]
    assert "STALE" in str(failed.error)
    assert site.container.live == ("2" if published else "1")
    assert list(site.container.versions) == ["1", "2"]
    assert result.after is not None
    assert goes_live(result.after).get(OTHERS) == (None if published else ("updated tags GA4 - newsletter",))
    again = make(step())
    assert again.apply(again.plan(), WITH_OTHERS).in_sync
    assert live_tags(site) == {"GA4 - newsletter", *NAMES}


def test_what_is_not_read_of_a_workspace_is_not_published_unseen(site: Site, make: Make) -> None:
    """A folder that others have in a version that is not live: no list of ours has it, and the version shows it."""
    folder = {"name": "of 花子", "fingerprint": "7"}
    site.workspace("Default Workspace").content.of(FOLDER)["9"] = folder
    release(site, "Default Workspace", publish=False)
    never = make(step(), tag_manager=TagManager())
    assert never.apply(never.plan()).in_sync
    project = make(step())
    result = project.apply(project.plan(), WITH_OTHERS)
    (failed,) = result.failed
    assert "NOT_SHOWN: version 3 was made and is not published" in str(failed.error)
    assert "of 花子" in str(failed.error)
    assert site.container.live == "1"
    assert result.after is not None
    assert (goes_live(result.after)[OTHERS], goes_live(result.after)[VERSION]) == (("added folders of 花子",), "3")
    again = make(step())
    assert again.apply(again.plan(), WITH_OTHERS).in_sync
    assert site.container.live == "3"


def test_a_workspace_that_does_not_compile_is_not_published(site: Site, make: Make) -> None:
    unknown = step(tag=step().tag._replace(parameters=(TagParameter("step", "{{Nobody Knows}}"),)))
    never = make(unknown, tag_manager=TagManager())
    never.apply(never.plan())
    project = make(unknown)
    result = project.apply(project.plan(), PUBLISH)
    (failed,) = result.failed
    assert (
        "COMPILER_ERROR: no version was made: the workspace microconv does not compile. Its changes stay in it"
        in str(failed.error)
    )
    assert (site.container.live, list(site.container.versions)) == ("1", ["1"])
    assert site.named("tag").keys() == {"GA4 - newsletter", *NAMES}


def test_a_change_that_fails_keeps_the_rest_from_going_live(site: Site, make: Make) -> None:
    colon = step("mv_a:b")
    result = make(step(), colon).apply(make(step(), colon).plan(), PUBLISH)
    assert [one.address.type for one in result.skipped] == [LIVE_VERSION]
    assert (site.container.live, list(site.container.versions)) == ("1", ["1"])


@pytest.mark.parametrize("policy", ["for the default workspace", "always"])
def test_it_converges_whether_or_not_a_new_workspace_is_made(
    world: World, agency: dict[str, Any], make: Make, policy: str
) -> None:
    site = Site(settle_in(world, agency, policies={"gtm_new_workspace_path": policy}))
    for conversion in (step(), DEARER, step()):
        project = make(conversion)
        assert project.apply(project.plan(), PUBLISH).in_sync
        again = make(conversion)
        assert (again.plan().changes, again.plan().waiting) == ((), ())
    assert site.container.live == "4"


def test_what_is_put_back_to_what_is_live_needs_no_version(site: Site, make: Make) -> None:
    assert make(step()).apply(make(step()).plan(), PUBLISH).in_sync
    dearer = make(DEARER, tag_manager=TagManager())
    assert dearer.apply(dearer.plan()).in_sync
    project = make(step())
    result = project.apply(project.plan(), PUBLISH)
    assert (result.in_sync, result.failed) == (True, ())
    assert (site.container.live, list(site.container.versions)) == ("2", ["1", "2"])


def test_merge_conflicts_keep_it_from_being_published(site: Site, make: Make) -> None:
    never = make(step(), tag_manager=TagManager())
    assert never.apply(never.plan()).in_sync
    others_change(site, "microconv", notes="ours")
    project = make(step())
    plan = project.plan()
    others_change(site, notes="theirs")
    release(site, "Default Workspace")
    result = make_stubborn(project, plan)
    (failed,) = result.failed
    assert "MERGE_CONFLICT" in str(failed.error)
    assert site.container.live == "2"
    assert [one.summary for one in make(step()).plan().conflicts] == [
        "the workspace and a later version both changed: GA4 - newsletter"
    ]


def test_a_container_that_was_never_published(world: World, agency: dict[str, Any], make: Make) -> None:
    site = Site(settle_in(world, agency, versions=[], live=""))
    assert make(step()).apply(make(step()).plan(), PUBLISH).in_sync
    assert (site.container.live, live_tags(site)) == ("1", NAMES)


def test_three_workspaces_in_use(world: World, agency: dict[str, Any], make: Make) -> None:
    others = [{"id": 1, "name": "Default Workspace"}, {"id": 2, "name": "花子"}, {"id": 3, "name": "太郎"}]
    site = Site(settle_in(world, agency, workspaces=others))
    result = make(step()).apply(make(step()).plan(), PUBLISH)
    assert LIVE_VERSION in [one.address.type for one in result.skipped]
    assert site.writes() == ["workspaces.create"]


def test_never_means_never(site: Site, make: Make) -> None:
    """`--allow publish` alone publishes nothing: the config has to ask for it too."""
    project = make(step(), tag_manager=TagManager())
    result = project.apply(project.plan(), WITH_OTHERS)
    assert conclusion(result).startswith("Workspace as the config says; 4 changes not published")
    assert not {"workspaces.create_version", "versions.publish"} & set(site.writes())


def test_unlisted_tags_are_paused_live_before_they_are_removed(site: Site, make: Make) -> None:
    """Two syncs: the first one pauses them, live, which makes them removable; the second one removes them, live."""
    both = (step(), step("mv_sent", trigger=TagTrigger(TriggerKind.EVENT, "form_sent")))
    assert make(*both).apply(make(*both).plan(), PUBLISH).in_sync
    limits = Limits(allow=(Allow.PUBLISH, Allow.REMOVE, Allow.MANY, Allow.NOTHING_LEFT))
    left = {"GA4 - newsletter", *NAMES}
    first = make(step(), unlisted=Unlisted.REMOVE)
    assert first.apply(first.plan(), limits).failed == ()
    live = site.container.versions[site.container.live].content.of(TAG)
    assert {one["name"] for one in live.values() if one.get("paused")} == {"mv_sent (GA4)", "mv_sent (Google Ads)"}
    for _ in range(2):
        again = make(step(), unlisted=Unlisted.REMOVE)
        result = again.apply(again.plan(), limits)
    assert (result.in_sync, live_tags(site)) == (True, left)
    live_triggers = site.container.versions[site.container.live].content.of(TRIGGER)
    assert {one["name"] for one in live_triggers.values()} == {"clicked", "mv_form_step1"}


def test_another_machine_publishes_something_else_first(site: Site, make: Make) -> None:
    """By the same reading, but another config: that version is not taken for ours, and not overwritten."""
    project = make(step())
    plan = project.plan()
    other = make(DEARER)
    assert other.apply(other.plan(), PUBLISH).in_sync
    result = make_stubborn(project, plan)
    (publication,) = [one for one in result.outcomes if one.change.address.type == LIVE_VERSION] or [None]
    assert publication is None or "version 2 is live by now" in str(publication.error)
    assert (result.in_sync, site.container.live, list(site.container.versions)) == (False, "2", ["1", "2"])


def test_another_machine_publishes_the_same_first(site: Site, make: Make) -> None:
    project = make(step())
    plan = project.plan()
    other = make(step())
    assert other.apply(other.plan(), PUBLISH).in_sync
    before = site.container.versions["2"]
    with pytest.raises(RefusedError):
        project.apply(plan, PUBLISH)
    result = make_stubborn(project, plan)
    assert (result.in_sync, result.failed) == (True, ())  # the very same is live: there is nothing left to do
    assert (site.container.live, site.container.versions) == ("2", {**site.container.versions, "2": before})
    assert live_tags(site) == {"GA4 - newsletter", *NAMES}
    tags = site.container.versions[site.container.live].content.of(TAG)
    assert len(tags) == 3


def test_who_rolls_the_website_back_while_our_version_is_made_is_not_overtaken(
    site: Site, make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert make(step()).apply(make(step()).plan(), PUBLISH).in_sync
    project = make(DEARER)
    plan = project.plan()
    original = Container.create_version

    def meanwhile(self: Container, *said: Any) -> Any:
        made = original(self, *said)
        site.container.live = "1"
        return made

    monkeypatch.setattr(Container, "create_version", meanwhile)
    result = project.apply(plan, PUBLISH)
    (failed,) = result.failed
    assert "STALE: version 1 is live by now" in str(failed.error)
    assert (result.in_sync, site.container.live, list(site.container.versions)) == (False, "1", ["1", "2", "3"])


@pytest.mark.parametrize(
    ("live", "status", "told"),
    [
        ("3", Status.APPLIED, ""),  # published, and somebody else's is live since
        ("1", Status.FAILED, "NOT_SEEN: version 2 was published, and Tag Manager does not show it as the live one"),
    ],
)
def test_what_was_published_is_told_so_whatever_is_live_after_it(
    site: Site, make: Make, monkeypatch: pytest.MonkeyPatch, live: str, status: Status, told: str
) -> None:
    project = make(step())
    plan = project.plan()
    original = Container.publish

    def overtaken(self: Container, *said: Any) -> Any:
        made = original(self, *said)
        if live == "3":
            others_change(site, notes="new")
            release(site, "Default Workspace")
        site.container.live = live
        return made

    monkeypatch.setattr(Container, "publish", overtaken)
    result = project.apply(plan, PUBLISH)
    (outcome,) = [one for one in result.outcomes if one.change.address.type == LIVE_VERSION]
    assert (outcome.status, told in str(outcome.error)) == (status, True)
