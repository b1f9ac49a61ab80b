"""The Google Ads API, whatever the transport: which version and method, who is calling, faults, errors, log.

Every method of every installed version is taken, so that no version has to be listed here. What the
emulator does not have answers UNIMPLEMENTED and says so.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any

from microconv.emulator.google_ads import access
from microconv.emulator.google_ads.call import Call, Method
from microconv.emulator.google_ads.call_exchange import PATH, Exchange
from microconv.emulator.google_ads.errors import (
    AdsError,
    AdsFailure,
    error,
    unimplemented,
)
from microconv.emulator.google_ads.methods import METHODS
from microconv.emulator.google_ads.quotas import Quotas
from microconv.emulator.google_ads.traffic import Series
from microconv.emulator.google_ads.wire import Version, Versions

if TYPE_CHECKING:
    from google.protobuf.message import Message

    from microconv.emulator.faults import Fault
    from microconv.emulator.google_ads.world import AdsWorld
    from microconv.emulator.http_messages import HttpRequest, HttpResponse


class GoogleAdsApi:
    """The Google Ads part of an emulator.

    world: its state.
    """

    def __init__(self, world: AdsWorld) -> None:
        self.world = world
        self.versions = Versions()
        self._series = Series()
        self._quotas = Quotas(world)

    def grpc_handlers(self) -> list[Any]:
        """The generic RPC handlers to register with a gRPC server."""
        from microconv.emulator.google_ads.grpc_handlers import Router

        return [Router(self)]

    def http(self, request: HttpRequest) -> HttpResponse:
        """Answer one HTTP request, by the rules of the REST interface.

        Raises DropConnection if an injected fault closes the connection.
        """
        from microconv.emulator.google_ads.rest import serve_http

        return serve_http(self, request)

    # ---- one request

    def begin(self, path: str) -> tuple[Version, str, Method]:
        """The version, ``Service.Method`` and method behind a gRPC path.

        Raises AdsFailure (UNIMPLEMENTED), saying which of them the emulator does not have.
        """
        match = PATH.fullmatch(path)
        if match is None:
            raise unimplemented(path)
        version = self.versions.get(match[1])
        if version is None:
            raise unimplemented(f"version {match[1]}", self.versions.names)
        method = METHODS.get((match[2], match[3]))
        if method is None:
            raise unimplemented(f"{match[2]}.{match[3]}")
        return version, f"{match[2]}.{match[3]}", method

    def answer(self, exchange: Exchange, version: Version, method: Method, body: bytes) -> Message | Iterator[Message]:
        """Answer one request. The world's lock must be held.

        Raises AdsFailure if it fails.
        """
        request = self._parse(version, method, body)
        exchange.account = getattr(request, "customer_id", "")
        principal = access.authenticate(self.world, exchange.metadata)
        self._series.observe(self.world.google_ads, self.world.clock.now())
        self.world.settle()
        login = None
        if not method.ignores_login:
            login = access.login_customer(self.world, principal, exchange.metadata)
        self._quotas.charge(version, principal, request)
        call = Call(self.world, version, principal, login, exchange.request_id, self._series)
        return method.answer(call, request)

    def rehearses(self, version: Version, method: Method, body: bytes) -> bool:
        """True for a request that asks whether a change would be taken, and for nothing to be done."""
        try:
            return method.write and bool(getattr(self._parse(version, method, body), "validate_only", False))
        except AdsFailure:
            return False  # what cannot be read is refused when it is answered

    @staticmethod
    def _parse(version: Version, method: Method, body: bytes) -> Any:
        from google.protobuf.message import DecodeError

        try:
            return version.cls(method.request).FromString(body)
        except DecodeError as failure:
            message = "The request is not a valid protocol buffer."
            raise AdsFailure([error("request_error.UNKNOWN", message)]) from failure

    def respond(self, exchange: Exchange, body: bytes | AdsFailure) -> Any:
        """Answer one request and log it, with the faults in force; an `AdsFailure` ends the exchange.

        The world's lock is held from the method's work to the log entry. A stream is logged at its end, by whoever
        reads it.
        """
        with ExitStack() as held:
            try:
                version, name, method = self.begin(exchange.path)
                exchange.set_method(version, name, method)
                exchange.rehearsal = isinstance(body, bytes) and self.rehearses(version, method, body)
                fault = self._begin_with_fault(exchange, name)
                held.enter_context(self.world.lock)
                if isinstance(body, AdsFailure):  # only callers with a good token get to see why
                    access.authenticate(self.world, exchange.metadata)
                    raise body
                answer = self.answer(exchange, version, method, body)
                if fault is not None and fault.after_commit:
                    if fault.drop:
                        exchange.drop()
                    _raise_fault(fault)
            except AdsFailure as failure:
                exchange.fail(failure)
                raise  # not reached: fail() aborts
            if not method.stream:
                exchange.log("OK")
        return answer

    def _begin_with_fault(self, exchange: Exchange, name: str) -> Fault | None:
        """Open the exchange, unless a fault ends it before anything is done; returns the fault in force."""
        fault = self.world.faults.match("google_ads", name, rehearsal=exchange.rehearsal)
        if fault is None:
            exchange.open()
            return None
        state = self.world.google_ads
        _wait(fault)
        if fault.latency_s and self.world.google_ads is not state:
            exchange.drop(logged=False)  # the world was reset meanwhile: a request of before is not of this one
        if fault.drop and not fault.after_commit:
            exchange.drop()
        exchange.open()
        if not fault.after_commit:
            _raise_fault(fault)
        return fault


def _wait(fault: Fault) -> None:
    if fault.latency_s:
        time.sleep(fault.latency_s)


def _raise_fault(fault: Fault) -> None:
    """The failure a fault stands for; ``OK`` stands for none."""
    if fault.status == "OK":
        return
    errors = [] if fault.error is None else [AdsError(*fault.error, fault.message)]
    raise AdsFailure(errors, fault.status, fault.message)
