"""Tag Manager where something fails: answers that are no answers, quota, access, and how often something is sent."""

from __future__ import annotations

import json
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from microconv.connections import Connections
from microconv.core.account_ids import Accounts
from microconv.core.errors import (
    AccessDeniedError,
    ApiError,
    QuotaError,
    ReadOnlyError,
    UnclearError,
)
from microconv.emulator import World
from microconv.emulator.faults import Fault
from microconv.project import Project
from microconv.providers.backoff import NO_RETRY
from microconv.providers.request_limiter import Rate, RequestLimiter
from microconv.providers.retrying import Retrying
from microconv.providers.tag_manager.client import Connection, limiter_path
from microconv.providers.tag_manager.provider import TagManager
from microconv.providers.tag_manager.reader import TagManagerReader
from microconv.providers.tag_manager.settings import READ_SCOPE, WRITE_SCOPES
from tests.contract.conftest import DaringProject
from tests.contract.container_site import NUMBER, PUBLIC_ID, Site, settle_in, step
from tests.heavy import sample

ACCOUNTS = Accounts(container=PUBLIC_ID)
NAMES = {"GA4 - newsletter", "mv_form_step1 (GA4)", "mv_form_step1 (Google Ads)"}


@pytest.fixture
def site(environment: dict[str, str], world: World, agency: dict[str, Any]) -> Site:
    del environment
    return Site(settle_in(world, agency))


@pytest.fixture
def pauses() -> list[float]:
    """The pauses that were asked for, in seconds; nothing really waits."""
    return []


@pytest.fixture
def make(site: Site, client: Callable[..., Any], pauses: list[float]) -> Callable[..., Project]:
    """Makes the store's project with its container, whose pauses are only counted."""
    del site
    retrying = Retrying(sleep=pauses.append, chance=lambda: 1.0)
    return lambda *conversions: DaringProject(
        client(*conversions, container=PUBLIC_ID), connections=Connections(retrying=retrying)
    )


def statuses(result: Any) -> set[str]:
    return {one.status.value for one in result.outcomes if one.change.address.provider == "tag_manager"}


@pytest.mark.parametrize("method", ["create", "bulk_update"])
@pytest.mark.parametrize("fault", [{"drop": True}, {"status": "UNAVAILABLE"}, {"status": "INTERNAL"}], ids=str)
@pytest.mark.parametrize("after_commit", [True, False])
def test_a_write_whose_answer_is_lost_is_done_once(
    site: Site,
    make: Callable[..., Project],
    pauses: list[float],
    method: str,
    fault: dict[str, Any],
    after_commit: bool,
) -> None:
    site.world.faults.add(
        Fault("tag_manager", f"accounts.containers.workspaces.{method}", after_commit=after_commit, **fault)
    )
    result = make(step()).apply(make(step()).plan())
    assert (result.in_sync, statuses(result)) == (True, {"applied"})
    assert site.named("tag").keys() == NAMES
    assert [one.name for one in site.container.workspaces.values()] == ["Default Workspace", "microconv"]
    assert len(site.content()["trigger"]) == 2
    assert pauses == []  # a write is not sent again before reading has shown that it was not done


def test_a_read_is_repeated(site: Site, make: Callable[..., Project], pauses: list[float]) -> None:
    site.world.faults.add(Fault("tag_manager", "accounts.containers.versions.live", times=2))
    make(step()).plan()
    assert pauses == [1.0, 2.0]


@pytest.mark.parametrize("status", [403, 429])
def test_the_quota_is_waited_for_and_nothing_is_done_twice(
    environment: dict[str, str], world: World, agency: dict[str, Any], pauses: list[float], status: int
) -> None:
    del environment
    site = Site(settle_in(world, agency, policies={"gtm_quota": "enforced", "gtm_quota_status": status}))

    def sleep(seconds: float) -> None:
        pauses.append(seconds)
        world.tag_manager.requests.clear()  # the window has passed

    connection = Connection(retrying=Retrying(sleep=sleep, chance=lambda: 1.0))
    for _ in range(5):
        TagManagerReader(connection, ACCOUNTS).read()
    assert pauses == []
    for _ in range(5):
        TagManagerReader(connection, ACCOUNTS).read()
    assert pauses == [100.0]
    assert site.writes() == []


def test_the_quota_of_the_day_is_not_waited_for(site: Site) -> None:
    answer = {"code": 403, "message": "Quota exceeded: queries per day", "errors": [{"reason": "dailyLimitExceeded"}]}
    with Answering(403, "application/json", json.dumps({"error": answer})) as endpoint:
        reader = TagManagerReader(Connection(endpoint=endpoint, credentials=anonymous()), ACCOUNTS)
        with pytest.raises(QuotaError) as raised:
            reader.read()
    assert (raised.value.repeatable, reader.calls) == (False, 1)
    assert "after midnight, Pacific time" in raised.value.hint


def test_403_with_another_reason_is_no_quota(site: Site) -> None:
    answer = {
        "code": 403,
        "message": "no",
        "errors": [{"reason": "rateLimitExceeded"}, {"reason": "insufficientPermissions"}],
    }
    with Answering(403, "application/json", json.dumps({"error": answer})) as endpoint:
        reader = TagManagerReader(Connection(endpoint=endpoint, credentials=anonymous()), ACCOUNTS)
        with pytest.raises(
            AccessDeniedError, match=r"PERMISSION_DENIED \(insufficientPermissions, rateLimitExceeded\)"
        ):
            reader.read()


@pytest.mark.parametrize(
    ("status", "page", "said"),
    [
        (403, "<html><title>Sign in to the hotel</title>", "a page came in the place of Google's answer"),
        (404, "<!DOCTYPE html><title>Not found</title>", "a page came in the place of Google's answer"),
        (407, "", "a page came in the place of Google's answer"),
        (502, "<html>Bad gateway", "no answer from the API"),
        (200, "<html>Welcome", "no answer from the API"),
        (302, "", "no answer from the API"),
    ],
)
def test_pages_of_others_are_no_answers(status: int, page: str, said: str) -> None:
    with Answering(status, "text/html", page) as endpoint:
        connection = Connection(endpoint=endpoint, credentials=anonymous(), retrying=Retrying(NO_RETRY))
        with pytest.raises(UnclearError) as raised:
            TagManagerReader(connection, ACCOUNTS).read()
    assert raised.value.code == f"HTTP {status}"
    assert said in raised.value.message


def test_nothing_answers() -> None:
    connection = Connection(endpoint="http://127.0.0.1:9", credentials=anonymous(), retrying=Retrying(NO_RETRY))
    with pytest.raises(UnclearError, match="cannot be connected to") as raised:
        TagManagerReader(connection, ACCOUNTS).read()
    assert "nothing was written" in raised.value.hint


def test_a_role_that_may_only_read(site: Site, make: Callable[..., Project], agency: dict[str, Any]) -> None:
    project = make(step())
    plan = project.plan()
    site.world.faults.add(
        Fault("tag_manager", "accounts.containers.workspaces.create", nth=0, status="PERMISSION_DENIED", message="No.")
    )
    result = project.apply(plan)
    failed = [one for one in result.failed if one.change.address.provider == "tag_manager"]
    assert len(failed) == 4
    assert isinstance(failed[0].error, AccessDeniedError)
    assert "may edit the container" in failed[0].error.hint
    assert list(site.container.workspaces) == ["1"]


def test_scopes() -> None:
    assert Connection(read_only=True).scopes == (READ_SCOPE,)
    assert Connection().scopes == WRITE_SCOPES
    assert not [one for one in (*WRITE_SCOPES, READ_SCOPE) if "delete" in one or "manage.accounts" in one]


def test_a_connection_that_reads_cannot_write(site: Site) -> None:
    provider = TagManager(Connection(read_only=True), ACCOUNTS)
    provider.read()
    container = provider._container
    for write in (
        lambda: container.make_workspace("x", ()),
        lambda: container.sync("x"),
        lambda: container.bulk_update("x", [], ""),
        lambda: container.put("x", {}, ""),
        lambda: container.create("x", "tags", {}, ""),
        lambda: container.enable("x", "pagePath", True, ""),
        lambda: container.delete("x", ""),
        lambda: container.preview("x"),
    ):
        with pytest.raises(ReadOnlyError, match="this connection can only read"):
            write()
    with pytest.raises(ReadOnlyError):
        Connection(read_only=True).reads().post(None, "")
    with pytest.raises(ReadOnlyError):
        Connection(read_only=True).requests()
    assert site.writes() == []


def test_requests_take_their_places_in_the_projects_quota(site: Site, tmp_path: Path) -> None:
    waited: list[float] = []
    now = [1000.0]

    def sleep(seconds: float) -> None:
        waited.append(seconds)
        now[0] += seconds

    path = limiter_path(tmp_path, "my/project")
    limiter = RequestLimiter(path, [Rate(4, 100.0)], clock=lambda: now[0], sleep=sleep)
    TagManagerReader(Connection(limiter=limiter), ACCOUNTS).read()
    assert (len(site.calls()), waited) == (4, [])
    TagManagerReader(Connection(limiter=limiter), ACCOUNTS).read()
    assert waited == [100.0]
    assert path.name == "tag_manager-my%2Fproject.json"


def test_a_place_that_is_far_away_is_not_waited_for(site: Site, tmp_path: Path) -> None:
    limiter = RequestLimiter(limiter_path(tmp_path, "p"), [Rate(1, 86_400.0)], clock=lambda: 0.0)
    reader = TagManagerReader(Connection(limiter=limiter), ACCOUNTS)
    with pytest.raises(QuotaError, match="no place for a request within 600 seconds"):
        reader.read()
    assert site.calls() == ["lookup"]


def test_an_answer_of_full_keeps_the_whole_machine_quiet(site: Site, tmp_path: Path) -> None:
    site.world.faults.add(Fault("tag_manager", "*", status="RESOURCE_EXHAUSTED"))
    waited: list[float] = []
    limiter = RequestLimiter(limiter_path(tmp_path, "p"), [Rate(25, 100.0)], clock=lambda: 0.0, sleep=waited.append)
    TagManagerReader(Connection(limiter=limiter, retrying=Retrying(sleep=lambda _: None)), ACCOUNTS).read()
    assert waited[0] == 100.0  # every place until then is taken


def test_errors_name_the_container_and_both_languages(site: Site) -> None:
    with pytest.raises(ApiError) as raised:
        TagManagerReader(Connection(), Accounts(container="GTM-ELSE")).read()
    assert str(raised.value).startswith("tag_manager GTM-ELSE: NOT_FOUND (notFound): ")
    assert "コンテナへのアクセス" in raised.value.hint.ja
    assert str(NUMBER) not in str(raised.value)


def anonymous() -> Any:
    from google.auth.credentials import AnonymousCredentials

    return AnonymousCredentials()


class Answering:
    """A server on this machine that gives one answer to everything."""

    def __init__(self, status: int, kind: str, body: str) -> None:
        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self.send_response(status)
                self.send_header("Content-Type", kind)
                self.send_header("Content-Length", str(len(body.encode())))
                self.end_headers()
                self.wfile.write(body.encode())

            def log_message(self, *_: Any) -> None:
                pass

        self._server = HTTPServer(("127.0.0.1", 0), Handler)

    def __enter__(self) -> str:
        Thread(target=self._server.serve_forever, daemon=True).start()
        return f"http://127.0.0.1:{self._server.server_port}"

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()


@pytest.mark.parametrize("after_commit", [False, True])
def test_a_fault_at_any_call_ends_as_if_nothing_had_happened(
    environment: dict[str, str],
    world: World,
    agency: dict[str, Any],
    make: Callable[..., Project],
    after_commit: bool,
) -> None:
    """Each call of a run answers with UNAVAILABLE until nobody asks again: what is told is what the container holds."""
    del environment
    site = Site(settle_in(world, agency))
    project = make(step())
    plan = project.plan()
    site.world.log.clear()
    assert project.apply(plan).in_sync
    calls, wanted = len(site.calls()), plain(site)
    assert calls == 13
    for number in sample(list(range(1, calls + 1)), 4):
        settle_in(world, agency)
        project = make(step())
        plan = project.plan()
        world.faults.add(Fault("tag_manager", "*", nth=number, times=20, after_commit=after_commit))
        try:
            result = project.apply(plan)
        except ApiError:  # the reading before the first write
            assert site.writes() == [], number
        else:
            names = {one.change.address.name for one in result.applied if one.change.address.type.endswith("_tag")}
            assert not names or site.named("tag").keys() == NAMES, number
        for armed in world.faults.armed:
            world.faults.remove(armed.id)
        again = make(step())
        assert again.apply(again.plan()).in_sync, number
        assert plain(site) == wanted, number


def plain(site: Site) -> dict[str, list[dict[str, Any]]]:
    """The container's workspaces and its objects, without what depends on the time."""
    times = {"fingerprint", "path", "tagManagerUrl", "uniqueTriggerId"}
    content = {
        key: [{name: value for name, value in one.items() if name not in times} for one in items]
        for key, items in site.content().items()
    }
    for tag in content["tag"]:
        tag["parameter"] = [one for one in tag["parameter"] if one.get("key") != "conversionLabel"]
    return {**content, "workspaces": [{"name": one.name} for one in site.container.workspaces.values()]}
