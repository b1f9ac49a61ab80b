"""Injected faults: what a test asks the emulator to do wrong, once, at the nth call, or always."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field

from microconv.emulator.requestlog import Api

#: The code names of google.rpc.Code, as gRPC spells them.
STATUS_NAMES = frozenset(
    {
        "OK",
        "CANCELLED",
        "UNKNOWN",
        "INVALID_ARGUMENT",
        "DEADLINE_EXCEEDED",
        "NOT_FOUND",
        "ALREADY_EXISTS",
        "PERMISSION_DENIED",
        "RESOURCE_EXHAUSTED",
        "FAILED_PRECONDITION",
        "ABORTED",
        "OUT_OF_RANGE",
        "UNIMPLEMENTED",
        "INTERNAL",
        "UNAVAILABLE",
        "DATA_LOSS",
        "UNAUTHENTICATED",
    }
)


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault.

    Args:
        api: which API it hits.
        method: ``Service.Method``, only ``Method``, or ``*``.
        nth: the matching call it first hits, counted from when it was added; 0 for every call.
        status: gRPC code name of the answer. ``OK`` with a latency is a slow success.
        message: the text of the answer.
        error: a code of GoogleAdsFailure as (family, value), such as ``("internal_error", "TRANSIENT_ERROR")``;
            None for a bare status.
        latency_s: seconds to wait before anything happens.
        after_commit: carry the request out, then fail: the write happened, the answer did not arrive.
        drop: close the connection without an answer.
        times: how many calls it hits from the nth on; without effect when nth is 0.
    """

    api: Api
    method: str
    nth: int = 1
    status: str = "UNAVAILABLE"
    message: str = "The service is currently unavailable."
    error: tuple[str, str] | None = None
    latency_s: float = 0.0
    after_commit: bool = False
    drop: bool = False
    times: int = 1

    def __post_init__(self) -> None:
        if self.nth < 0 or self.times < 1 or self.latency_s < 0:
            raise ValueError("a fault needs nth >= 0, times >= 1 and latency_s >= 0")
        if self.status not in STATUS_NAMES:
            raise ValueError(f"a fault needs the name of a gRPC status, not {self.status!r}")

    def covers(self, api: str, method: str) -> bool:
        """Whether it is about this method at all, whichever call it is."""
        return self.api == api and self.method in ("*", method, method.rpartition(".")[2])

    def hits(self, call: int) -> bool:
        """Whether it hits the matching call of this number, counted from 1."""
        return self.nth == 0 or self.nth <= call < self.nth + self.times


@dataclass(slots=True)
class _Armed:
    fault: Fault
    calls: int = field(default=0)


class Faults:
    """The faults in force."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._armed: list[_Armed] = []

    def add(self, fault: Fault) -> None:
        """Arm a fault; its calls are counted from now on."""
        with self._lock:
            self._armed.append(_Armed(fault))

    def match(self, api: Api, method: str) -> Fault | None:
        """Count one call of `method` (``Service.Method``) and return the fault that hits it, the oldest first.

        Each API's dispatcher calls this exactly once per request.
        """
        found = None
        with self._lock:
            for armed in self._armed:
                if armed.fault.covers(api, method):
                    armed.calls += 1
                    if found is None and armed.fault.hits(armed.calls):
                        found = armed.fault
        return found

    def clear(self) -> None:
        """Disarm everything."""
        with self._lock:
            self._armed.clear()
