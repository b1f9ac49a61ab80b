"""One request of the Tag Manager API on its way: faults, the token, the quota, the method, the log."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from microconv.emulator.http_messages import DropConnection
from microconv.emulator.requestlog import Request
from microconv.emulator.tag_manager import quotas
from microconv.emulator.tag_manager.errors import OBSERVED, ApiError, by_code
from microconv.emulator.tag_manager.schema import parse
from microconv.emulator.tokens import InsufficientScope, Unauthenticated

if TYPE_CHECKING:
    from microconv.emulator.faults import Fault
    from microconv.emulator.http_messages import HttpRequest
    from microconv.emulator.tag_manager.state import TagManagerState
    from microconv.emulator.tag_manager.world import TagManagerWorld
    from microconv.emulator.tokens import Principal

API: Literal["tag_manager"] = "tag_manager"
_SCOPE = "https://www.googleapis.com/auth/tagmanager."
READ, EDIT, VERSIONS, PUBLISH, DELETE, ACCOUNTS = (
    f"{_SCOPE}{name}"
    for name in (
        "readonly",
        "edit.containers",
        "edit.containerversions",
        "publish",
        "delete.containers",
        "manage.accounts",
    )
)


@dataclass(frozen=True, slots=True)
class Call:
    """A request that passed the token check and the quota.

    world: the world, whose lock is held.
    principal: the caller.
    ids: the variables of the path.
    query: the parameters behind the path.
    body: what was sent.
    """

    world: TagManagerWorld
    principal: Principal
    ids: Mapping[str, str]
    query: Mapping[str, list[str]]
    body: bytes

    @property
    def state(self) -> TagManagerState:
        """Everything of Tag Manager."""
        return self.world.tag_manager

    def stamp(self) -> str:
        """A new fingerprint."""
        return self.state.stamp(int(self.world.clock.now().timestamp() * 1000))

    def content(self, schema: str) -> dict[str, Any]:
        """The body by a schema of the discovery document. Raises ApiError."""
        return parse(self.body, schema)

    def parameter(self, name: str) -> str:
        """A query parameter, empty where it is not given."""
        return self.query[name][-1] if self.query.get(name) else ""

    def check_fingerprint(self, stored: str) -> None:
        """Raise ApiError where the caller names a fingerprint that is not the stored one."""
        given = self.parameter("fingerprint")
        if given and given != stored:
            status = self.world.policies.number("gtm_stale_fingerprint_status")
            raise ApiError(status, f"The fingerprint {given} does not match the one in storage.")


@dataclass(frozen=True, slots=True)
class Method:
    """One method as the emulator serves it.

    name: as the discovery document has it, without the API's name.
    serve: gives the answer, or raises ApiError before it has changed anything.
    scopes: any one of them is enough.
    write: true where it asks for a change.
    """

    name: str
    serve: Callable[[Call], dict[str, Any] | None]
    scopes: tuple[str, ...]
    write: bool


def answer(
    world: TagManagerWorld, method: Method, ids: Mapping[str, str], request: HttpRequest
) -> dict[str, Any] | None:
    """Serve one request and log it.

    Raises ApiError for any answer but OK, and DropConnection for an injected fault that closes the connection.
    """
    status, remark = "INTERNAL", "v2"
    account = "/".join(part for key, name in (("account", "accounts"), ("container", "containers")) if key in ids
                       for part in (name, ids[key]))  # fmt: skip
    state, stale = world.tag_manager, False
    with ExitStack() as held:
        try:
            fault = world.faults.match(API, method.name)
            if fault is not None:
                remark += ", injected fault" + (" after commit" if fault.after_commit else "")
                time.sleep(fault.latency_s)
                stale = fault.latency_s > 0 and world.tag_manager is not state
                if stale:  # the world was reset meanwhile: what a request of before would do is not of this one
                    raise DropConnection
                if not fault.after_commit:
                    _fail(fault)
            held.enter_context(world.lock)  # until the request is logged: observers see what it did
            principal = _authenticate(world, method, request.headers.get("authorization"))
            world.settle()
            quotas.take(world.tag_manager, world.clock.now(), world.policies)
            response = method.serve(Call(world, principal, ids, request.query, request.body))
            if fault is not None:
                _fail(fault)
            status = "OK"
            return response
        except ApiError as error:
            status = error.code
            raise
        except DropConnection:
            status, remark = "UNAVAILABLE", f"{remark}, connection dropped"
            raise
        finally:
            if not stale:
                at = world.clock.now()
                world.log.add(
                    Request(API, method.name, account, method.write, status, at, request_id="", detail=remark)
                )


def _fail(fault: Fault) -> None:
    if fault.drop:
        raise DropConnection
    if fault.status != "OK":
        raise by_code(fault.status, fault.message)


def _authenticate(world: TagManagerWorld, method: Method, authorization: str | None) -> Principal:
    try:
        return world.tokens.check(authorization, method.scopes)
    except Unauthenticated as error:
        text = OBSERVED["no_token" if error.reason == "missing" else "bad_token"]
        raise ApiError(401, text) from error
    except InsufficientScope as error:
        raise ApiError(403, OBSERVED["no_scope"]) from error
