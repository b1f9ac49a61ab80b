"""The operations of the control plane, as functions on a world that take and give plain JSON values."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import fields
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, get_args

from microconv.emulator.control import collection
from microconv.emulator.control.faults import fault_json, read_fault
from microconv.emulator.errors import ControlError, EmulatorError, PolicyError
from microconv.emulator.policies import unknown
from microconv.emulator.policies_in_force import registry
from microconv.emulator.requestlog import Api, Request

if TYPE_CHECKING:
    from microconv.emulator.http_messages import HttpRequest
    from microconv.emulator.policies import Policy
    from microconv.emulator.world import Snapshot, World

Json = Any
_UNITS = ("days", "hours", "minutes", "seconds")


class Operations:
    """The operations on one world.

    world: it.
    seed: what `reset` goes back to.

    Every operation raises ControlError for arguments that it does not take.
    """

    def __init__(self, world: World, seed: Mapping[str, Any]) -> None:
        self._world = world
        self._seed = seed
        self._snapshots: dict[str, Snapshot] = {}

    # ---- the state as a whole

    def reset(self, content: Json = None) -> Json:
        """Back to the seed the emulator started with: state, clock, policies; faults and log are cleared."""
        _no_arguments(content)
        self._world.reset(self._seed)
        return self.clock()

    def load_seed(self, content: Json) -> Json:
        """Replace everything by a seed. `reset` still goes back to the one the emulator started with."""
        seed = _object(content)
        try:
            self._world.reset(seed)
        except EmulatorError as error:
            raise ControlError(400, f"the seed was refused: {error}") from error
        return self.clock()

    def dump_seed(self) -> Json:
        """The present state as a seed."""
        return self._world.dump()

    def snapshots(self) -> Json:
        """The names of the snapshots, and the emulated time of each."""
        with self._world.lock:
            return {name: one.at.isoformat() for name, one in self._snapshots.items()}

    def take_snapshot(self, name: str) -> Json:
        """Keep the present state under a name; one of the same name is replaced. A reset keeps snapshots."""
        with self._world.lock:
            self._snapshots[name] = self._world.snapshot()
        return self.snapshots()

    def restore_snapshot(self, name: str, content: Json = None) -> Json:
        """Back to a snapshot: state, clock, policies; faults and log are cleared."""
        _no_arguments(content)
        self._world.restore(self._snapshot(name))
        return self.clock()

    def drop_snapshot(self, name: str) -> Json:
        """Forget a snapshot."""
        with self._world.lock:
            self._snapshot(name)
            del self._snapshots[name]
        return self.snapshots()

    def _snapshot(self, name: str) -> Snapshot:
        with self._world.lock:
            snapshot = self._snapshots.get(name)
        if snapshot is None:
            raise ControlError(404, f"there is no snapshot {name!r}")
        return snapshot

    # ---- hits

    def collect_ping(self, number: str, request: HttpRequest) -> Json:
        """Take a conversion ping; `number` is its conversion id."""
        return collection.collect_ping(self._world, number, request)

    def collect_hits(self, request: HttpRequest) -> Json:
        """Take events as a Google tag sends them."""
        return collection.collect_hits(self._world, request)

    def collect_events(self, request: HttpRequest) -> Json:
        """Take events by the Measurement Protocol."""
        return collection.collect_events(self._world, request)

    # ---- the truth

    def truth(self, number: str, first: str, last: str) -> Json:
        """The truth about a property from one day to another, whatever its tags sent."""
        from microconv.emulator.ga4_data.truth import truth_of

        with self._world.lock:
            owner = self._world.ga4.property(int(number))
            if owner is None:
                raise ControlError(404, f"there is no property {number}")
            try:
                days = date.fromisoformat(first), date.fromisoformat(last)
            except ValueError as error:
                raise ControlError(400, "from and to must be days such as 2026-10-01") from error
            if days[1] < days[0]:
                raise ControlError(400, f"the last day, {last}, is before the first, {first}")
            return truth_of(self._world, owner, *days)

    # ---- time and tokens

    def clock(self) -> Json:
        """The emulated time."""
        return {"now": self._world.clock.now().isoformat()}

    def advance_clock(self, content: Json) -> Json:
        """Move the clock forward by the sum of days, hours, minutes and seconds; what falls due happens.

        Access tokens do not age by it; `expire_tokens` is for that.
        """
        parts = _object(content)
        _known(parts, _UNITS)
        for name, value in parts.items():
            if isinstance(value, bool) or not isinstance(value, (int, float)):
                raise ControlError(400, f"{name} must be a number, not {value!r}")
        try:
            now = self._world.advance(timedelta(**parts))
        except (ValueError, OverflowError) as error:
            raise ControlError(400, str(error)) from error
        return {"now": now.isoformat()}

    def expire_tokens(self, content: Json = None) -> Json:
        """Let every access token seen so far be expired."""
        _no_arguments(content)
        self._world.tokens.expire_all()
        return {}

    # ---- the request log

    def requests(self, api: str | None = None, method: str | None = None, write: str | None = None) -> Json:
        """The requests answered, oldest first: all, or those of an API, of a ``Service.Method``, the writes only."""
        if write not in (None, "true", "false"):
            raise ControlError(400, f"write must be true or false, not {write!r}")
        if api is not None and api not in get_args(Api):
            raise ControlError(400, f"api must be one of {', '.join(get_args(Api))}, not {api!r}")
        return [
            _request_json(one)
            for one in self._world.log.entries
            if (api is None or one.api == api)
            and (method is None or one.method == method)
            and (write is None or one.write == (write == "true"))
        ]

    def clear_requests(self) -> Json:
        """Forget the requests answered."""
        self._world.log.clear()
        return []

    # ---- policies

    def policies(self) -> Json:
        """Every policy by name: its value, default, allowed values (or their type), source and meaning."""
        return {name: self._policy_json(policy) for name, policy in sorted(registry().items())}

    def set_policies(self, content: Json) -> Json:
        """Set policies by name; none of them if one is refused."""
        checked = {}
        for name, value in _object(content).items():
            policy = registry().get(name)
            if policy is None:
                raise ControlError(400, unknown(name, registry()))
            try:
                checked[name] = policy.check(value)
            except PolicyError as error:
                raise ControlError(400, str(error)) from error
        with self._world.lock:
            for name, value in checked.items():
                self._world.policies.set(name, value)
        return {name: self._policy_json(registry()[name]) for name in checked}

    def reset_policies(self) -> Json:
        """Every policy back to its default (not to the seed's)."""
        with self._world.lock:
            self._world.policies.reset()
        return self.policies()

    def _policy_json(self, policy: Policy) -> Json:
        allowed = list(policy.allowed) if isinstance(policy.allowed, tuple) else policy.allowed.__name__
        return {
            "value": self._world.policies[policy.name],
            "default": policy.default,
            "allowed": allowed,
            "source": policy.source,
            "doc": policy.doc,
        }

    # ---- faults

    def faults(self) -> Json:
        """The faults in force, oldest first, with the calls that each saw and hit."""
        return [fault_json(one) for one in self._world.faults.armed]

    def add_fault(self, content: Json) -> Json:
        """Arm a fault (the fields of `microconv.emulator.faults.Fault`); its id."""
        return {"id": self._world.faults.add(read_fault(_object(content)))}

    def remove_fault(self, number: str) -> Json:
        """Disarm one fault."""
        if not number.isascii() or not number.isdigit() or not self._world.faults.remove(int(number)):
            raise ControlError(404, f"there is no fault {number}")
        return self.faults()

    def clear_faults(self) -> Json:
        """Disarm every fault."""
        self._world.faults.clear()
        return []


def _object(content: Json) -> dict[str, Any]:
    if not isinstance(content, dict):
        raise ControlError(400, "the body must be a JSON object")
    return content


def _no_arguments(content: Json) -> None:
    if content not in (None, {}):
        raise ControlError(400, "this takes no arguments")


def _known(content: Mapping[str, Any], names: Collection[str]) -> None:
    for name in content:
        if name not in names:
            raise ControlError(400, f"{name!r} is unknown; there are: {', '.join(names)}")


def _request_json(request: Request) -> Json:
    content = {field.name: getattr(request, field.name) for field in fields(Request)}
    return {**content, "at": request.at.isoformat()}
