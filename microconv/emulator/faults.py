"""Injected faults: what a test asks the emulator to do wrong, once, at the nth call, by chance, or always."""

from __future__ import annotations

import hashlib
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
    probability: of the calls that it would hit otherwise, the share that it hits (0 to 1).
    seed: decides which calls those are: the same seed hits the calls of the same numbers.
    rehearsal: True for requests with validate_only alone, False for those without; None for both.
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
    probability: float = 1.0
    seed: int = 0
    rehearsal: bool | None = None

    def __post_init__(self) -> None:
        if self.nth < 0 or self.times < 1 or self.latency_s < 0:
            raise ValueError("a fault needs nth >= 0, times >= 1 and latency_s >= 0")
        if not 0 <= self.probability <= 1:
            raise ValueError("a fault needs a probability from 0 to 1")
        if self.status not in STATUS_NAMES:
            raise ValueError(f"a fault needs the name of a gRPC status, not {self.status!r}")

    def covers(self, api: str, method: str, *, rehearsal: bool = False) -> bool:
        """True if it is about this method at all, whichever call it is."""
        named = self.api == api and self.method in ("*", method, method.rpartition(".")[2])
        return named and self.rehearsal in (None, rehearsal)

    def hits(self, call: int) -> bool:
        """True if it hits the matching call of this number, counted from 1."""
        if self.nth and not self.nth <= call < self.nth + self.times:
            return False
        return self.probability >= 1 or _chance(self.seed, call) < self.probability


def _chance(seed: int, call: int) -> float:
    """A number from 0 up to 1, the same for the same arguments in every process."""
    digest = hashlib.sha256(f"{seed} {call}".encode()).digest()
    return int.from_bytes(digest[:7], "big") / 2**56


@dataclass(frozen=True, slots=True)
class ArmedFault:
    """A fault in force.

    id: by which it can be removed.
    fault: what it does.
    calls: the matching calls since it was added.
    hits: those it hit.
    """

    id: int
    fault: Fault
    calls: int
    hits: int


@dataclass(slots=True)
class _Armed:
    id: int
    fault: Fault
    calls: int = field(default=0)
    hits: int = field(default=0)


class Faults:
    """The faults in force."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._armed: list[_Armed] = []
        self._last_id = 0

    def add(self, fault: Fault) -> int:
        """Arm a fault; its calls are counted from now on. Returns its id."""
        with self._lock:
            self._last_id += 1
            self._armed.append(_Armed(self._last_id, fault))
            return self._last_id

    def remove(self, number: int) -> bool:
        """Disarm one; whether there was one of this id."""
        with self._lock:
            before = len(self._armed)
            self._armed = [armed for armed in self._armed if armed.id != number]
            return len(self._armed) < before

    @property
    def armed(self) -> tuple[ArmedFault, ...]:
        """Every fault in force, the oldest first."""
        with self._lock:
            return tuple(ArmedFault(one.id, one.fault, one.calls, one.hits) for one in self._armed)

    def match(self, api: Api, method: str, *, rehearsal: bool = False) -> Fault | None:
        """Count one call of `method` (``Service.Method``) and return the fault that hits it, the oldest first.

        `rehearsal`: the request asks for nothing to be done (validate_only).

        Each API's dispatcher calls this exactly once per request.
        """
        first = None
        with self._lock:
            for armed in self._armed:
                if armed.fault.covers(api, method, rehearsal=rehearsal):
                    armed.calls += 1
                    if first is None and armed.fault.hits(armed.calls):
                        first = armed.fault
                        armed.hits += 1
        return first

    def clear(self) -> None:
        """Disarm everything."""
        with self._lock:
            self._armed.clear()
