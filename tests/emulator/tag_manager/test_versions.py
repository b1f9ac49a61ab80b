"""Accounts, workspaces and versions through Google's discovery client: status, sync, conflicts, publishing."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from microconv.emulator import World
from microconv.emulator.faults import Fault
from microconv.emulator.principals import Access, Principals
from microconv.emulator.tokens import SERVICE_ACCOUNT
from tests.emulator.tag_manager.conftest import ACCOUNT, CONTAINER, SCOPES, WORKSPACE, ga4_event, parameter


def workspace(gtm: Any, name: str = "microconv") -> str:
    made = gtm.containers().workspaces().create(parent=CONTAINER, body={"name": name}).execute()
    return str(made["path"])


def add(gtm: Any, place: str, name: str) -> Any:
    return gtm.containers().workspaces().tags().create(parent=place, body=ga4_event(name, "4")).execute()


def version(gtm: Any, place: str) -> Any:
    return gtm.containers().workspaces().create_version(path=place, body={"name": "n", "notes": "why"}).execute()


def test_accounts_and_containers(gtm, refused) -> None:
    [account] = gtm.list().execute()["account"]
    assert (account["path"], account["name"]) == (ACCOUNT, "Aoi")
    listed = gtm.containers().list(parent=ACCOUNT).execute()["container"]
    assert [(one["publicId"], one["usageContext"]) for one in listed] == [
        ("GTM-AOI0001", ["web"]),
        ("GTM-AOI0002", ["server"]),
    ]
    assert gtm.containers().lookup(tagId="GTM-AOI0001").execute()["path"] == CONTAINER
    assert gtm.containers().lookup(destinationId="G-AOISTORE01").execute()["path"] == CONTAINER
    assert refused(gtm.containers().lookup(tagId="GTM-NOTHERE")) == (404, "Not found or permission denied.")
    assert refused(gtm.containers().lookup())[0] == 400
    assert "GTM-AOI0001" in gtm.containers().snippet(path=CONTAINER).execute()["snippet"]


def test_the_live_version_is_whole(gtm, refused) -> None:
    live = gtm.containers().versions().live(parent=CONTAINER).execute()
    assert live["containerVersionId"] == "1"
    assert [tag["name"] for tag in live["tag"]] == ["GA4 - form"]
    assert [one["name"] for one in live["builtInVariable"]] == ["Page Path", "Event"]
    assert live["container"]["publicId"] == "GTM-AOI0001"
    assert "variable" not in live
    never = gtm.containers().versions().live(parent=f"{ACCOUNT}/containers/60002")
    assert refused(never) == (404, "Published container version not found")


def test_headers_count(gtm) -> None:
    header = gtm.containers().version_headers().latest(parent=CONTAINER).execute()
    assert (header["containerVersionId"], header["numTags"], header["numVariables"]) == ("1", "1", "0")


def test_a_free_container_has_three_workspaces(world: World, gtm, refused) -> None:
    workspace(gtm, "a")
    workspace(gtm, "b")
    world.policies.set("gtm_workspace_limit_status", 403)
    assert refused(gtm.containers().workspaces().create(parent=CONTAINER, body={"name": "c"}))[0] == 403
    same = gtm.containers().workspaces().create(parent=CONTAINER, body={"name": "a"})
    assert refused(same) == (400, "Found entity with duplicate name.")


def test_status_tells_what_is_not_in_a_version(gtm) -> None:
    place = workspace(gtm)
    workspaces = gtm.containers().workspaces()
    assert workspaces.getStatus(path=place).execute() == {}
    add(gtm, place, "mv_x")
    workspaces.tags().delete(path=f"{place}/tags/5").execute()
    workspaces.built_in_variables().create(parent=place, type=["clickUrl"]).execute()
    changes = workspaces.getStatus(path=place).execute()["workspaceChange"]
    told = [(one["changeStatus"], one.get("tag", one.get("builtInVariable", {}))["name"]) for one in changes]
    assert told == [("added", "mv_x"), ("deleted", "GA4 - form"), ("added", "Click URL")]
    assert workspaces.getStatus(path=WORKSPACE).execute() == {}


def test_a_version_deletes_its_workspace_and_is_not_live(gtm, refused) -> None:
    place = workspace(gtm)
    add(gtm, place, "mv_x")
    made = version(gtm, place)
    assert made["containerVersion"]["containerVersionId"] == "2"
    assert made["containerVersion"]["description"] == "why"
    assert "newWorkspacePath" not in made
    assert refused(gtm.containers().workspaces().get(path=place))[0] == 404
    assert gtm.containers().versions().live(parent=CONTAINER).execute()["containerVersionId"] == "1"
    assert gtm.containers().version_headers().latest(parent=CONTAINER).execute()["containerVersionId"] == "2"


@pytest.mark.parametrize("value", ["for the default workspace", "always"])
def test_a_workspace_in_place_of_the_one_that_became_a_version(world, gtm, value: str) -> None:
    world.policies.set("gtm_new_workspace_path", value)
    assert ("newWorkspacePath" in version(gtm, workspace(gtm))) is (value == "always")
    path = version(gtm, WORKSPACE)["newWorkspacePath"]
    assert gtm.containers().workspaces().get(path=path).execute()["name"] == "Default Workspace"


def test_a_new_workspace_branches_from_the_latest_version_and_not_from_the_live_one(gtm) -> None:
    place = workspace(gtm)
    add(gtm, place, "mv_x")
    version(gtm, place)
    other = workspace(gtm, "other")
    names = [one["name"] for one in gtm.containers().workspaces().tags().list(parent=other).execute()["tag"]]
    assert names == ["GA4 - form", "mv_x"]


def test_publishing_and_going_back(gtm, refused) -> None:
    place = workspace(gtm)
    add(gtm, place, "mv_x")
    made = version(gtm, place)["containerVersion"]
    versions = gtm.containers().versions()
    assert refused(versions.publish(path=made["path"], fingerprint="1"))[0] == 412
    shown = versions.publish(path=made["path"], fingerprint=made["fingerprint"]).execute()
    assert shown["containerVersion"]["containerVersionId"] == "2"
    assert len(versions.live(parent=CONTAINER).execute()["tag"]) == 2
    versions.publish(path=f"{CONTAINER}/versions/1").execute()
    assert len(versions.live(parent=CONTAINER).execute()["tag"]) == 1
    assert refused(versions.delete(path=f"{CONTAINER}/versions/1"))[0] == 400


def test_versions_are_renamed_deleted_and_taken_back(gtm) -> None:
    place = workspace(gtm)
    made = version(gtm, place)["containerVersion"]
    versions, headers = gtm.containers().versions(), gtm.containers().version_headers()
    versions.update(path=made["path"], body={"name": "Sale"}).execute()
    versions.set_latest(path=f"{CONTAINER}/versions/1").execute()
    versions.delete(path=made["path"]).execute()
    assert len(headers.list(parent=CONTAINER).execute()["containerVersionHeader"]) == 1
    with_deleted = headers.list(parent=CONTAINER, includeDeleted=True).execute()["containerVersionHeader"]
    assert [(one["name"], one.get("deleted")) for one in with_deleted] == [("First", None), ("Sale", True)]
    assert "deleted" not in versions.undelete(path=made["path"]).execute()


def test_a_version_that_does_not_compile_is_not_made_and_answers_200(gtm) -> None:
    place = workspace(gtm)
    body = {**ga4_event("mv_x", "4"), "parameter": [parameter("eventName", "{{no such}}")]}
    gtm.containers().workspaces().tags().create(parent=place, body=body).execute()
    made = version(gtm, place)
    assert made["compilerError"] is True
    assert "containerVersion" not in made
    assert gtm.containers().workspaces().get(path=place).execute()["path"] == place
    assert gtm.containers().version_headers().latest(parent=CONTAINER).execute()["containerVersionId"] == "1"


def test_a_container_of_more_than_200_kilobytes_does_not_compile(gtm) -> None:
    place = workspace(gtm)
    for index in range(3):
        body = {"name": f"v{index}", "type": "jsm", "parameter": [parameter("javascript", "x" * 70_000)]}
        gtm.containers().workspaces().variables().create(parent=place, body=body).execute()
    assert gtm.containers().workspaces().quick_preview(path=place).execute()["compilerError"] is True


def test_two_people_at_work(gtm, refused) -> None:
    """Changes of one are merged; changes of both are a conflict, with which no version is made."""
    mine, theirs = workspace(gtm, "mine"), workspace(gtm, "theirs")
    tags = gtm.containers().workspaces().tags()
    add(gtm, mine, "mv_x")
    for place, note in ((mine, "mine"), (theirs, "theirs")):
        before = tags.get(path=f"{place}/tags/5").execute()
        tags.update(path=before["path"], body={**before, "notes": note}).execute()
    version(gtm, theirs)
    workspaces = gtm.containers().workspaces()
    assert workspaces.create_version(path=mine, body={}).execute() == {"syncStatus": {"mergeConflict": True}}
    synced = workspaces.sync(path=mine).execute()
    assert synced["syncStatus"] == {"mergeConflict": True}
    [conflict] = synced["mergeConflict"]
    assert conflict["entityInWorkspace"]["tag"]["notes"] == "mine"
    assert conflict["entityInBaseVersion"]["tag"]["notes"] == "theirs"
    ours = tags.get(path=f"{mine}/tags/5").execute()
    body = {"tag": {**ours, "notes": "both"}, "changeStatus": "updated"}
    assert refused(workspaces.resolve_conflict(path=mine, body=body, fingerprint="1"))[0] == 412
    workspaces.resolve_conflict(path=mine, body=body, fingerprint=ours["fingerprint"]).execute()
    assert "mergeConflict" not in workspaces.getStatus(path=mine).execute()
    made = version(gtm, mine)["containerVersion"]
    assert [(tag["name"], tag.get("notes")) for tag in made["tag"]] == [("GA4 - form", "both"), ("mv_x", None)]


def test_what_others_deleted_goes_from_a_workspace_that_left_it_alone(gtm) -> None:
    mine, theirs = workspace(gtm, "mine"), workspace(gtm, "theirs")
    gtm.containers().workspaces().tags().delete(path=f"{theirs}/tags/5").execute()
    version(gtm, theirs)
    assert gtm.containers().workspaces().sync(path=mine).execute() == {"syncStatus": {}}
    assert gtm.containers().workspaces().tags().list(parent=mine).execute() == {}


BULK = [
    {"trigger": {"triggerId": "new_1", "name": "mv_x", "type": "pageview"}, "changeStatus": "added"},
    {"folder": {"folderId": "new_2", "name": "mv"}, "changeStatus": "added"},
    {"tag": {"tagId": "new_3", **ga4_event("mv_x", "new_1"), "parentFolderId": "new_2"}, "changeStatus": "added"},
    {"builtInVariable": {"type": "clickUrl"}, "changeStatus": "added"},
    {"tag": {"tagId": "5"}, "changeStatus": "deleted"},
]


def bulk(gtm: Any, changes: list[Any]) -> Any:
    return gtm.containers().workspaces().bulk_update(path=WORKSPACE, body={"changes": changes})


def test_many_changes_in_one_request(gtm) -> None:
    answer = bulk(gtm, BULK).execute()["changes"]
    assert [next(key for key in one if key != "changeStatus") for one in answer] == [
        *("trigger", "folder", "tag"),
        "builtInVariable",
    ]
    [tag] = gtm.containers().workspaces().tags().list(parent=WORKSPACE).execute()["tag"]
    assert tag["firingTriggerId"] == [answer[0]["trigger"]["triggerId"]]
    assert tag["parentFolderId"] == answer[1]["folder"]["folderId"]


@pytest.mark.parametrize("value", ["all or nothing", "valid ones"])
def test_one_change_of_many_is_invalid(world, gtm, refused, value: str) -> None:
    world.policies.set("gtm_bulk_update", value)
    wrong = {"trigger": {"triggerId": "new_9", "name": "sent", "type": "pageview"}, "changeStatus": "added"}
    request = bulk(gtm, [BULK[0], wrong])
    if value == "all or nothing":
        assert refused(request) == (400, "Found entity with duplicate name.")
    else:
        assert len(request.execute()["changes"]) == 1
    listed = gtm.containers().workspaces().triggers().list(parent=WORKSPACE).execute()["trigger"]
    assert [one["name"] for one in listed] == (["sent"] if value == "all or nothing" else ["sent", "mv_x"])


def test_new_ids_may_be_taken_in_folders_alone(world, gtm, refused) -> None:
    world.policies.set("gtm_new_ids_in_references", False)
    assert refused(bulk(gtm, BULK[:3])) == (400, "firingTriggerId: there is no trigger new_1.")


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"tag": {"tagId": "7", **ga4_event("x")}, "changeStatus": "added"}, 400),
        ({"tag": {"tagId": "99", **ga4_event("x")}, "changeStatus": "updated"}, 404),
        ({"tag": {"tagId": "5", "fingerprint": "1", **ga4_event("x")}, "changeStatus": "updated"}, 412),
        ({"tag": {"tagId": "5", **ga4_event("x")}, "changeStatus": "modified"}, 400),
        ({"tag": {"tagId": "5", **ga4_event("x")}}, 400),
        ({"changeStatus": "added"}, 400),
        ({"trigger": {"triggerId": "4"}, "changeStatus": "deleted"}, 400),
        ({"zone": {"name": "z"}, "changeStatus": "added"}, 501),
    ],
)
def test_changes_that_are_refused(gtm, refused, change: dict[str, Any], status: int) -> None:
    assert refused(bulk(gtm, [BULK[0], change]))[0] == status
    assert gtm.containers().workspaces().getStatus(path=WORKSPACE).execute() == {}


@pytest.mark.parametrize("status", [403, 429])
def test_the_quota_is_25_requests_in_100_seconds(world, gtm, refused, status: int) -> None:
    world.policies.set("gtm_quota", "enforced")
    world.policies.set("gtm_quota_status", status)
    for _ in range(25):
        gtm.list().execute()
    code, text = refused(gtm.list())
    assert code == status
    assert "Quota exceeded" in text
    world.advance(timedelta(seconds=101))
    gtm.list().execute()


def test_scopes_and_roles(world: World, client_of, refused) -> None:
    only = client_of(scopes=(SCOPES[0],)).accounts().containers()
    only.versions().live(parent=CONTAINER).execute()
    assert refused(only.workspaces().create(parent=CONTAINER, body={"name": "x"}))[0] == 403
    grants = {SERVICE_ACCOUNT: Access(tag_manager=frozenset({60001}), roles={("tag_manager", 60001): "edit"})}
    world.principals = Principals(grants)
    editor = client_of().accounts().containers()
    assert [one["containerId"] for one in editor.list(parent=ACCOUNT).execute()["container"]] == ["60001"]
    assert refused(editor.get(path=f"{ACCOUNT}/containers/60002"))[0] == 404
    assert refused(editor.versions().publish(path=f"{CONTAINER}/versions/1"))[0] == 403
    editor.workspaces().create(parent=CONTAINER, body={"name": "x"}).execute()


def test_a_world_is_dumped_and_loaded_with_its_containers(world: World, gtm) -> None:
    add(gtm, workspace(gtm), "mv_x")
    again = World.load(world.dump())
    assert again.tag_manager.accounts == world.tag_manager.accounts
    snapshot = world.snapshot()
    add(gtm, WORKSPACE, "mv_y")
    assert again.tag_manager.accounts != world.tag_manager.accounts
    world.restore(snapshot)
    assert again.tag_manager.accounts == world.tag_manager.accounts


def test_faults_and_the_log(world: World, gtm, refused) -> None:
    world.faults.add(Fault("tag_manager", "accounts.containers.versions.live", after_commit=True))
    assert refused(gtm.containers().versions().live(parent=CONTAINER))[0] == 503
    gtm.containers().versions().live(parent=CONTAINER).execute()
    logged = [(one.api, one.method, one.account, one.status) for one in world.log.entries]
    name = "accounts.containers.versions.live"
    assert logged == [("tag_manager", name, CONTAINER, "UNAVAILABLE"), ("tag_manager", name, CONTAINER, "OK")]
