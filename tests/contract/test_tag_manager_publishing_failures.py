"""Publishing where something fails at any request: what is told is what is live, and the next run ends as it should."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from microconv.connections import Connections
from microconv.core.errors import ApiError
from microconv.core.kinds import LIVE_VERSION
from microconv.core.planning.limits import Allow, Limits
from microconv.core.ports import Status
from microconv.core.tag_manager import Publish, TagManager
from microconv.emulator import World
from microconv.emulator.faults import Fault
from microconv.project import Project
from microconv.providers.retrying import Retrying
from microconv.reconcile.result import Result
from tests.contract.conftest import DaringProject
from tests.contract.container_site import PUBLIC_ID, Site, settle_in, step
from tests.contract.test_tag_manager_failures import plain
from tests.contract.test_tag_manager_publishing import NAMES, live_tags
from tests.heavy import HEAVY

PUBLISH = Limits(allow=(Allow.PUBLISH,))
FAULTS: dict[str, dict[str, Any]] = {
    "503": {"status": "UNAVAILABLE"},
    "500": {"status": "INTERNAL"},
    "connection reset": {"drop": True},
    "429": {"status": "RESOURCE_EXHAUSTED"},
    "403": {"status": "PERMISSION_DENIED", "message": "No."},
}
UNCLEAR = {"503", "500", "connection reset"}
"""Those that leave open what happened: what is refused was not done."""

STEP = 1 if HEAVY else 5
"""Each so-many-th call of the run has the fault."""


@pytest.fixture
def make(environment: dict[str, str], client: Callable[..., Any]) -> Callable[[], Project]:
    """Makes the store's project, whose config asks for publication; no pause takes time."""
    del environment

    def made() -> Project:
        config = client(step(), container=PUBLIC_ID, tag_manager=TagManager(publish=Publish.ASK))
        retrying = Retrying(sleep=lambda _: None, chance=lambda: 1.0)
        return DaringProject(config, connections=Connections(retrying=retrying))

    return made


def published(site: Site) -> bool:
    return live_tags(site) == {"GA4 - newsletter", *NAMES}


def told(site: Site, result: Result, case: object) -> None:
    """The outcome of the publication is what is live; it is unknown only where the accounts could not be read."""
    for outcome in result.outcomes:
        if outcome.change.address.type == LIVE_VERSION:
            if outcome.status is Status.UNKNOWN:
                assert result.after is None, (case, str(outcome.error))
            else:
                assert (outcome.status is Status.APPLIED) == published(site), (case, outcome)
    assert not any(one.address.type == LIVE_VERSION for one in result.skipped) or not published(site), case
    assert live_tags(site) in ({"GA4 - newsletter"}, {"GA4 - newsletter", *NAMES}), case
    assert result.in_sync == (published(site) and result.after is not None and result.after.empty), case


@pytest.mark.parametrize("times", [1, 40], ids=["once", "from then on"])
@pytest.mark.parametrize(
    ("name", "after_commit"),
    [(name, after) for name in FAULTS for after in (False, True) if not after or name in UNCLEAR],
)
def test_a_fault_at_every_call(
    world: World, agency: dict[str, Any], make: Callable[[], Project], name: str, after_commit: bool, times: int
) -> None:
    site = Site(settle_in(world, agency))
    project = make()
    plan = project.plan()
    world.log.clear()
    assert project.apply(plan, PUBLISH, read_again=False).in_sync
    calls, wanted = site.calls(), live_content(site)
    assert calls.count("workspaces.create_version") == calls.count("versions.publish") == 1
    turn = list(FAULTS).index(name) + after_commit
    numbers = {number for number in range(1, len(calls) + 1) if (number + turn) % STEP == 0}
    numbers |= {1 + calls.index(one) for one in ("workspaces.create_version", "versions.publish")}
    for number in sorted(numbers):
        case = name, number, calls[number - 1]
        settle_in(world, agency)
        project = make()
        plan = project.plan()
        world.faults.add(Fault("tag_manager", "*", nth=number, times=times, after_commit=after_commit, **FAULTS[name]))
        result = project.apply(plan, PUBLISH, read_again=False)
        assert [one.hits for one in world.faults.armed] != [0], case
        told(site, result, case)
        if times == 1 and name in UNCLEAR:
            assert result.in_sync, (case, [str(one.error) for one in result.outcomes if one.error])
        assert len(site.container.versions) <= 2 or times > 1, case
        world.faults.clear()
        again = make()
        try:
            assert again.apply(again.plan(), PUBLISH).in_sync, case
        except ApiError as error:
            raise AssertionError(case) from error
        assert live_content(site) == wanted, case
        assert make().plan().changes == (), case


def live_content(site: Site) -> dict[str, Any]:
    """The live version, without what depends on the time."""
    from microconv.emulator.tag_manager.shown import content_json

    container = site.container
    content = content_json(container, container.versions[container.live].content)
    times = {"fingerprint", "path", "uniqueTriggerId", "tagId", "triggerId", "firingTriggerId"}
    return {
        key: [
            {name: value for name, value in one.items() if name not in times and name != "parameter"} for one in items
        ]
        for key, items in content.items()
    }


def test_a_fault_leaves_the_workspace_as_is_told(
    world: World, agency: dict[str, Any], make: Callable[[], Project]
) -> None:
    """Before create_version has happened the changes are in the workspace; afterwards they are in the version."""
    site = Site(settle_in(world, agency))
    refused = Fault("tag_manager", "accounts.containers.workspaces.create_version", status="PERMISSION_DENIED", times=9)
    world.faults.add(refused)
    project = make()
    result = project.apply(project.plan(), PUBLISH)
    (failed,) = result.failed
    assert "PERMISSION_DENIED" in str(failed.error)
    assert {one["name"] for one in plain(site)["tag"]} == {"GA4 - newsletter", *NAMES}
    world.faults.clear()
    world.faults.add(Fault("tag_manager", "accounts.containers.versions.publish", status="PERMISSION_DENIED", times=9))
    again = make()
    result = again.apply(again.plan(), PUBLISH)
    (failed,) = result.failed
    assert "PERMISSION_DENIED (insufficientPermissions): version 2 is there and is not published" in str(failed.error)
    assert isinstance(failed.error, ApiError)
    assert "the permission Publish on the container" in failed.error.hint
    assert (site.container.live, list(site.container.versions)) == ("1", ["1", "2"])
    assert [one.name for one in site.container.workspaces.values()] == ["Default Workspace"]
