"""Taking back runs of a container: its objects in the workspace, and the version that was live before."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from microconv.core.errors import RefusedError
from microconv.core.kinds import LIVE_VERSION
from microconv.core.plan import Action
from microconv.core.planning.limits import Allow, Limits
from microconv.core.publication import OTHERS, OURS, VERSION
from microconv.core.tag_manager import Publish, TagManager
from microconv.emulator import World
from microconv.emulator.tag_manager.kinds import TAG
from microconv.project import Project
from microconv.reconcile.past import Run, find_run
from tests.contract.container_site import PUBLIC_ID, Site, parameter, settle_in, step
from tests.contract.test_tag_manager_publishing import WITH_OTHERS, goes_live, live_tags, others_change, release

Make = Callable[..., Project]
PUBLISH = Limits(allow=(Allow.PUBLISH,))
BACK = Limits(allow=(Allow.PUBLISH, Allow.REMOVE))
ASK = TagManager(publish=Publish.ASK)
DEARER = replace(step(), value=replace(step().value, amount=900.0))


@pytest.fixture
def make(project: Callable[..., Project]) -> Make:
    """Makes the store's project with its container, whose config publishes nothing."""
    return lambda *conversions, **said: project(*conversions, container=PUBLIC_ID, **said)


@pytest.fixture
def site(world: World, agency: dict[str, Any]) -> Site:
    """A published container with somebody else's tag."""
    return Site(settle_in(world, agency))


def synced(project: Project, limits: Limits = WITH_OTHERS) -> Run:
    """The run that makes the accounts as the config says."""
    result = project.apply(project.plan(), limits)
    assert result.in_sync, [str(one.error) for one in result.outcomes]
    return find_run(project.journals, result.run)


def test_objects_in_the_workspace_are_removed_again(site: Site, make: Make) -> None:
    """Objects that never were live go at once, the trigger with its tags; a built-in variable stays enabled."""
    run = synced(make(step()))
    before = site.container.versions["1"].content
    project = make(step())
    plan = project.undo(run, remove=True)
    removed = [(one.action, str(one.address)) for one in plan.changes if one.address.provider == "tag_manager"]
    assert removed == [
        (Action.REMOVE, 'tag_manager.trigger["mv_form_step1"]'),
        (Action.REMOVE, 'tag_manager.ga4_tag["mv_form_step1"]'),
        (Action.REMOVE, 'tag_manager.ads_tag["mv_form_step1"]'),
    ]
    result = project.apply(plan, BACK)
    assert [str(one.error) for one in result.failed if one.change.address.provider == "tag_manager"] == []
    assert site.workspace().content.objects == before.objects
    assert site.workspace().content.built_in == ["pagePath"]
    assert site.container.live == "1"


def test_without_leave_to_remove_they_are_kept(site: Site, make: Make) -> None:
    run = synced(make(step()))
    before = site.content()
    project = make(step())
    plan = project.undo(run)
    assert [one for one in plan.changes if one.address.provider == "tag_manager"] == []
    project.apply(plan)
    assert site.content() == before


def test_a_changed_tag_is_put_back_in_the_workspace(site: Site, make: Make) -> None:
    synced(make(step()))
    run = synced(make(DEARER))
    project = make(DEARER)
    assert project.apply(project.undo(run), BACK).in_sync
    assert parameter(site.named("tag")["mv_form_step1 (Google Ads)"], "conversionValue") == "400"


def test_the_version_before_is_published_again(site: Site, make: Make) -> None:
    first = synced(make(step(), tag_manager=ASK))
    second = synced(make(DEARER, tag_manager=ASK))
    assert site.container.live == "3"
    project = make(DEARER, tag_manager=ASK)
    plan = project.undo(second)
    wanted = goes_live(plan)
    assert (wanted[VERSION], wanted[OURS]) == (
        "2",
        ("updated tags mv_form_step1 (GA4)", "updated tags mv_form_step1 (Google Ads)"),
    )
    assert [one.allow for one in plan.dangers] == ["publish"]
    with pytest.raises(RefusedError) as refused:
        project.apply(plan)
    assert [one.code for one in refused.value.refusals] == ["publish"]
    assert site.container.live == "3"
    result = project.apply(plan, PUBLISH)
    assert (result.in_sync, result.failed) == (True, ())
    assert (site.container.live, list(site.container.versions)) == ("2", ["1", "2", "3"])
    assert project.taken_back(second).left == ()

    again = find_run(project.journals, result.run)
    back = make(DEARER, tag_manager=ASK)
    assert goes_live(back.undo(again))[VERSION] == "3"  # a rollback can be rolled back
    assert back.apply(back.undo(again), PUBLISH).in_sync
    assert site.container.live == "3"

    outdated = make(DEARER, tag_manager=ASK).undo(first)
    (conflict,) = outdated.conflicts
    assert "version 3 was published since" in conflict.summary
    with pytest.raises(RefusedError) as refused:
        make(DEARER, tag_manager=ASK).apply(outdated, PUBLISH)
    assert "version 3" in str(refused.value.refusals[0].summary)
    assert site.container.live == "3"


def test_a_version_of_others_in_between_is_named(site: Site, make: Make) -> None:
    run = synced(make(step(), tag_manager=ASK))
    others_change(site, notes="new")
    release(site, "Default Workspace")
    assert site.container.live == "3"
    (conflict,) = make(step(), tag_manager=ASK).undo(run).conflicts
    assert conflict.address.type == LIVE_VERSION
    assert "version 3 was published since" in conflict.summary
    assert "バージョン 3 が公開" in conflict.summary.ja


def test_what_goes_live_between_the_plan_and_the_rollback_stays(site: Site, make: Make) -> None:
    run = synced(make(step(), tag_manager=ASK))
    project = make(step(), tag_manager=ASK)
    plan = project.undo(run)
    others_change(site, notes="new")
    release(site, "Default Workspace")
    with pytest.raises(RefusedError):
        project.apply(plan, BACK)
    result = project.apply(plan, BACK, read_again=False)
    (failed,) = [one for one in result.failed if one.change.address.type == LIVE_VERSION]
    assert "STALE: version 3 is live by now" in str(failed.error)
    assert site.container.live == "3"


def test_changes_of_others_that_went_live_with_a_run_are_told(site: Site, make: Make) -> None:
    others_change(site, notes="new")
    release(site, "Default Workspace", publish=False)
    run = synced(make(step(), tag_manager=ASK))
    project = make(step(), tag_manager=ASK)
    plan = project.undo(run)
    assert goes_live(plan)[OTHERS] == ("updated tags GA4 - newsletter",)
    assert [one.allow for one in plan.dangers] == ["publish", "publish-others"]
    assert project.apply(plan, WITH_OTHERS).in_sync
    live = site.container.versions[site.container.live].content.of(TAG)
    assert live["5"]["notes"] == "ask 花子 first"
    assert live_tags(site) == {"GA4 - newsletter"}


def test_a_first_publication_cannot_be_taken_back(world: World, agency: dict[str, Any], make: Make) -> None:
    site = Site(settle_in(world, agency, versions=[], live=""))
    run = synced(make(step(), tag_manager=ASK))
    plan = make(step(), tag_manager=ASK).undo(run)
    assert goes_live(plan) == {}
    assert [one.summary for one in plan.warnings if one.where == 'tag_manager.live_version["GTM-AOI0001"]'] == [
        "live version of GTM-AOI0001 was published for the first time: Tag Manager takes no container off a website: "
        "what is live stays so"
    ]
    assert site.container.live == "1"
