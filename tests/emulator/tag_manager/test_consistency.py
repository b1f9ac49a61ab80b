"""Workspaces stay whole whatever is deleted, put back, and enabled: what the API shows can be sent back to it."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

from googleapiclient.errors import HttpError

from tests.emulator.tag_manager.conftest import CONTAINER, WORKSPACE, custom_event, ga4_event


def test_what_was_in_a_folder_that_is_deleted_is_in_none(gtm) -> None:
    workspaces = gtm.containers().workspaces()
    folder = workspaces.folders().create(parent=WORKSPACE, body={"name": "f"}).execute()
    body = {**ga4_event("in it", "4"), "parentFolderId": folder["folderId"]}
    tag = workspaces.tags().create(parent=WORKSPACE, body=body).execute()
    workspaces.folders().delete(path=folder["path"]).execute()
    shown = workspaces.tags().get(path=tag["path"]).execute()
    assert "parentFolderId" not in shown
    assert workspaces.tags().update(path=tag["path"], body=shown).execute()["name"] == "in it"


def test_an_object_whose_name_was_taken_meanwhile_is_not_put_back(gtm, refused) -> None:
    tags = gtm.containers().workspaces().tags()
    tags.delete(path=f"{WORKSPACE}/tags/5").execute()
    tags.create(parent=WORKSPACE, body=ga4_event("GA4 - form", "4")).execute()
    assert refused(tags.revert(path=f"{WORKSPACE}/tags/5")) == (400, "Found entity with duplicate name.")
    assert [one["tagId"] for one in tags.list(parent=WORKSPACE).execute()["tag"]] != ["5"]


def test_a_tag_whose_trigger_is_gone_is_put_back_after_it(gtm, refused) -> None:
    workspaces = gtm.containers().workspaces()
    workspaces.tags().delete(path=f"{WORKSPACE}/tags/5").execute()
    workspaces.triggers().delete(path=f"{WORKSPACE}/triggers/4").execute()
    assert refused(workspaces.tags().revert(path=f"{WORKSPACE}/tags/5"))[0] == 400
    workspaces.triggers().revert(path=f"{WORKSPACE}/triggers/4").execute()
    workspaces.tags().revert(path=f"{WORKSPACE}/tags/5").execute()
    assert workspaces.getStatus(path=WORKSPACE).execute() == {}


def test_a_built_in_variable_of_a_taken_name_is_not_enabled_by_many_changes_either(gtm, refused) -> None:
    workspaces = gtm.containers().workspaces()
    variable = {"name": "Page URL", "type": "c"}
    workspaces.variables().create(parent=WORKSPACE, body=variable).execute()
    change = {"changeStatus": "added", "builtInVariable": {"type": "pageUrl"}}
    request = workspaces.bulk_update(path=WORKSPACE, body={"changes": [change]})
    assert refused(request) == (400, "Found entity with duplicate name.")
    enabled = workspaces.built_in_variables().list(parent=WORKSPACE).execute()["builtInVariable"]
    assert "pageUrl" not in {one["type"] for one in enabled}


def test_a_server_container_compiles_with_its_own_built_in_variables(gtm) -> None:
    workspaces = gtm.containers().workspaces()
    container = f"{CONTAINER.rpartition('/')[0]}/60002"
    place = workspaces.list(parent=container).execute()["workspace"][0]["path"]
    workspaces.built_in_variables().create(parent=place, type=["eventName"]).execute()
    condition = {
        "type": "equals",
        "parameter": [
            {"type": "template", "key": "arg0", "value": "{{Event Name}}"},
            {"type": "template", "key": "arg1", "value": "purchase"},
        ],
    }
    body = {**custom_event("buys", ".*"), "filter": [condition]}
    workspaces.triggers().create(parent=place, body=body).execute()
    assert "compilerError" not in workspaces.quick_preview(path=place).execute()


def test_of_many_writers_with_one_fingerprint_one_wins(world, client_of, gtm) -> None:
    path = f"{WORKSPACE}/tags/5"
    before = gtm.containers().workspaces().tags().get(path=path).execute()

    def write(number: int) -> int:
        tags = client_of().accounts().containers().workspaces().tags()
        body: dict[str, Any] = {**before, "notes": str(number)}
        try:
            tags.update(path=path, body=body, fingerprint=before["fingerprint"]).execute()
        except HttpError as error:
            return int(error.status_code)
        return 200

    with ThreadPoolExecutor(4) as pool:
        answers = sorted(pool.map(write, range(8)))
    assert answers == [200] + [412] * 7
