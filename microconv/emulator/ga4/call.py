"""One request on its way through the emulator: faults, the token, the method, the log. The same on both transports."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from microconv.emulator import mishaps, token_texts
from microconv.emulator.ga4.errors import ApiError, authentication_failed, internal, unimplemented
from microconv.emulator.http_messages import DropConnection
from microconv.emulator.requestlog import Request
from microconv.emulator.tokens import InsufficientScope, Unauthenticated

if TYPE_CHECKING:
    from google.protobuf.message import Message

    from microconv.emulator.faults import Fault
    from microconv.emulator.ga4.wire import Rpc
    from microconv.emulator.ga4.world import Ga4World
    from microconv.emulator.tokens import Principal

EDIT = "https://www.googleapis.com/auth/analytics.edit"
READONLY = "https://www.googleapis.com/auth/analytics.readonly"
USERS = "https://www.googleapis.com/auth/analytics.manage.users"
USERS_READONLY = "https://www.googleapis.com/auth/analytics.manage.users.readonly"

_ACCOUNT = re.compile(r"(?:properties|accounts)/[^/]+")
#: google.api.ErrorReason and the text for each reason of Unauthenticated.
_UNAUTHENTICATED = {
    "missing": ("CREDENTIALS_MISSING", token_texts.MISSING),
    "expired": ("ACCESS_TOKEN_EXPIRED", token_texts.BAD),
}
_BAD_TOKEN = ("ACCESS_TOKEN_TYPE_UNSUPPORTED", token_texts.BAD)


@dataclass(frozen=True, slots=True)
class Call:
    """A request that passed the token check. A method fills `response`, and holds the world's lock while it runs.

    world: all state.
    rpc: the method, of whichever version was called.
    request: a message of the class that `rpc` names.
    response: another.
    principal: who is calling.
    changes: something is to be changed.
    """

    world: Ga4World
    rpc: Rpc
    request: Any
    response: Any
    principal: Principal
    changes: bool = False


@dataclass(frozen=True, slots=True)
class Method:
    """One method as the emulator serves it.

    serve: fills the call's response, or raises ApiError before it has changed anything.
    write: whether it asks for a change; decides the scopes too.
    edit_scope: whether it needs the scope for changes although it makes none.
    users: whether it is about who has access, which has scopes of its own.
    """

    serve: Callable[[Call], None]
    write: bool
    edit_scope: bool = False
    users: bool = False

    @property
    def scopes(self) -> tuple[str, ...]:
        """Any one of these scopes is enough (discovery documents, revision 20261102)."""
        wide, narrow = (USERS, USERS_READONLY) if self.users else (EDIT, READONLY)
        return (wide,) if self.write or self.edit_scope else (wide, narrow)


def answer(
    world: Ga4World, rpc: Rpc, method: Method | None, authorization: str | None, read: Callable[[], Message]
) -> Message:
    """Serve one request and log it.

    method: how to serve it; None if the emulator does not have it.
    authorization: the value of the authorization header or metadata.
    read: parses the request; may raise ApiError.

    Raises ApiError for any answer but OK, an injected fault included. Raises DropConnection for an injected fault that
    closes the connection.
    """
    with mishaps.Edge(ApiError, DropConnection) as edge:
        return _answer(world, rpc, method, authorization, read)
    raise internal(mishaps.report(edge.error, log_name(rpc))) from edge.error


def _answer(
    world: Ga4World, rpc: Rpc, method: Method | None, authorization: str | None, read: Callable[[], Message]
) -> Message:
    status, account, remark = "INTERNAL", "", rpc.service.split(".")[-2]
    state, stale = world.ga4, False
    with ExitStack() as held:
        try:
            request = _try(read)
            if not isinstance(request, ApiError):
                account = account_of(request)
            fault = world.faults.match("ga4", log_name(rpc))
            if fault is not None:
                remark += ", injected fault" + (" after commit" if fault.after_commit else "")
                time.sleep(fault.latency_s)
                stale = fault.latency_s > 0 and world.ga4 is not state
                if stale:  # the world was reset meanwhile: what a request of before would do is not of this one
                    raise DropConnection
                if not fault.after_commit:
                    _fail(fault)
            held.enter_context(world.lock)  # until the request is logged: observers see what it did
            response = _serve(world, rpc, method, authorization, request)
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
            write = method.write if method is not None else _looks_like_write(rpc)
            at = world.clock.now()
            if not stale:
                world.log.add(Request("ga4", log_name(rpc), account, write, status, at, request_id="", detail=remark))


def _serve(
    world: Ga4World, rpc: Rpc, method: Method | None, authorization: str | None, request: Message | ApiError
) -> Message:
    if method is None:
        raise unimplemented(rpc.full_name)
    principal = _authenticate(world, rpc, method, authorization)
    if isinstance(request, ApiError):
        raise request
    call = Call(world, rpc, request, rpc.response(), principal, method.write)
    world.settle()
    method.serve(call)
    response: Message = call.response
    return response


def _try(read: Callable[[], Message]) -> Message | ApiError:
    """The request, or its error, which only callers with a good token get to see."""
    try:
        return read()
    except ApiError as error:
        return error


def _fail(fault: Fault) -> None:
    if fault.drop:
        raise DropConnection
    if fault.status != "OK":
        raise ApiError(fault.status, fault.message)


def _authenticate(world: Ga4World, rpc: Rpc, method: Method, authorization: str | None) -> Principal:
    try:
        return world.tokens.check(authorization, method.scopes)
    except Unauthenticated as error:
        reason, text = _UNAUTHENTICATED.get(error.reason, _BAD_TOKEN)
        raise authentication_failed("UNAUTHENTICATED", reason, text, rpc.full_name) from error
    except InsufficientScope as error:
        reason = "ACCESS_TOKEN_SCOPE_INSUFFICIENT"
        raise authentication_failed("PERMISSION_DENIED", reason, token_texts.NO_SCOPE, rpc.full_name) from error


def log_name(rpc: Rpc) -> str:
    """``Service.Method``, the name faults and the request log use."""
    return f"{rpc.service.rpartition('.')[2]}.{rpc.name}"


def account_of(request: Message) -> str:
    """``properties/N`` or ``accounts/N``: the one the request names in itself or in the resource it carries."""
    for field, value in request.ListFields():
        if field.name in ("name", "parent", "property", "account", "filter", "entity") and isinstance(value, str):
            match = _ACCOUNT.search(value)
        elif field.message_type is not None and not field.is_repeated and "name" in field.message_type.fields_by_name:
            match = _ACCOUNT.search(str(value.name))
        else:
            continue
        if match is not None:
            return match[0]
    return ""


def _looks_like_write(rpc: Rpc) -> bool:
    """True if a method the emulator does not have changes something, judged by its HTTP verb and name."""
    reads = rpc.name.startswith(("Run", "Search")) or any(rule.verb == "GET" for rule in rpc.rules)
    return not reads
