"""The world: everything the emulated services remember, in one object that tests may look into and change."""

from __future__ import annotations

import pickle
import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from microconv.emulator.bridge import Bridge
from microconv.emulator.clock import Clock, TokenClock
from microconv.emulator.errors import PolicyError, SeedError
from microconv.emulator.faults import Faults
from microconv.emulator.ga4 import seeding as ga4_seeding
from microconv.emulator.google_ads import seeding as google_ads_seeding
from microconv.emulator.policies_in_force import policies_in_force
from microconv.emulator.requestlog import RequestLog
from microconv.emulator.seed import Seed
from microconv.emulator.seeding_principals import dump_principals
from microconv.emulator.tag_manager import seeding as tag_manager_seeding
from microconv.emulator.tokens import TokenAuthority

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime, timedelta

    from microconv.emulator.ga4.state import Ga4State
    from microconv.emulator.google_ads.state import AdsState
    from microconv.emulator.principals import Principals
    from microconv.emulator.tag_manager.state import TagManagerState


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The state of a world at one moment; only `World.restore` looks into it.

    at: the emulated time.
    content: everything but the clock.
    """

    at: datetime
    content: bytes


class World:
    """All state of one emulator. Hold `lock` while reading or changing more than one thing.

    lock: a re-entrant lock that every request handler holds while it reads or writes state.
    clock: the emulated time.
    policies: the switches for what is unsettled.
    principals: who may see what.
    log: the requests answered; `log.subscribe` has a function called after each of them.
    faults: the faults in force.
    tokens: the OAuth authority. Its key and the tokens it gave out outlive `reset`.
    google_ads: the Google Ads accounts.
    ga4: the Google Analytics accounts.
    tag_manager: the Tag Manager accounts.
    bridge: the imports of key events that are on their way.
    """

    google_ads: AdsState
    ga4: Ga4State
    tag_manager: TagManagerState
    principals: Principals
    bridge: Bridge

    def __init__(self) -> None:
        self.lock = threading.RLock()
        self.clock = Clock()
        self.policies = policies_in_force()
        self.log = RequestLog()
        self.faults = Faults()
        self.tokens = TokenAuthority(TokenClock(self.clock))
        self.reset({"version": 1})

    @classmethod
    def load(cls, seed: Mapping[str, Any]) -> World:
        """A new world from the content of a seed file (the format is documented in `seed`).

        Raises SeedError with the path of the item that is wrong.
        """
        world = cls()
        world.reset(seed)
        return world

    def reset(self, seed: Mapping[str, Any]) -> None:
        """Replace everything by the seed: state, clock, policies, log and faults. Nothing changes if it is refused.

        Raises SeedError with the path of the item that is wrong.
        """
        content = dict(seed)
        pending = content.pop("pending_imports", None)
        parsed = Seed.parse(content)
        policies = policies_in_force()
        for name, value in parsed.policies.items():
            try:
                policies.set(name, value)
            except PolicyError as error:
                raise SeedError(f"policies.{name}", str(error)) from error
        clock = Clock(parsed.now)
        google_ads = google_ads_seeding.load_state(parsed.google_ads, policies)
        ga4 = ga4_seeding.load_state(parsed.ga4, clock.now())
        tag_manager = tag_manager_seeding.load_state(parsed.tag_manager, int(clock.now().timestamp() * 1000))
        bridge = Bridge(ga4, pending)
        with self.lock:
            self.policies.reset()
            for name, value in policies.changed().items():
                self.policies.set(name, value)
            self.clock.restart(parsed.now)
            self.principals = parsed.principals
            self.tokens.set_users(parsed.users)
            self.google_ads = google_ads
            self.ga4 = ga4
            self.tag_manager = tag_manager
            self.bridge = bridge
            self.faults.clear()
            self.log.clear()

    def is_manager(self, customer_id: int) -> bool | None:
        """True if a Google Ads customer is a manager account; None if there is no such customer."""
        customer = self.google_ads.customers.get(customer_id)
        return None if customer is None else customer.manager

    def settle(self) -> None:
        """Let happen what is due by now on the emulated clock. Both APIs call this at the start of each request."""
        with self.lock:
            self.bridge.settle(self)

    def advance(self, delta: timedelta) -> datetime:
        """Move the clock forward, let happen what falls due, and return the new time.

        Access tokens do not age by it, as clients go by the real time: `tokens.expire_all` lets them expire, or
        ``clock.advance``, by which they do age.

        Raises ValueError if `delta` is negative.
        """
        with self.lock:
            self.settle()
            now = self.clock.advance(delta, spare_tokens=True)
            self.settle()
        return now

    def snapshot(self) -> Snapshot:
        """The present state, to `restore` any number of times."""
        with self.lock:
            users, policies = self.tokens.users, self.policies.changed()
            content = self.google_ads, self.ga4, self.tag_manager, self.bridge, self.principals, users, policies
            return Snapshot(self.clock.now(), pickle.dumps(content))

    def restore(self, snapshot: Snapshot) -> None:
        """Replace state, clock and policies by those of the snapshot; faults and log are cleared, as by `reset`."""
        google_ads, ga4, tag_manager, bridge, principals, users, policies = pickle.loads(snapshot.content)
        with self.lock:
            self.policies.reset()
            for name, value in policies.items():
                self.policies.set(name, value)
            self.clock.restart(snapshot.at)
            self.google_ads, self.ga4, self.tag_manager = google_ads, ga4, tag_manager
            self.bridge, self.principals = bridge, principals
            self.tokens.set_users(users)
            self.faults.clear()
            self.log.clear()

    def dump(self) -> dict[str, Any]:
        """The present state as the content of a seed: ``World.load(world.dump())`` holds the same."""
        with self.lock:
            content = {
                "version": 1,
                "now": self.clock.now().isoformat(),
                "policies": self.policies.changed(),
                "principals": dump_principals(self.principals, self.tokens.users),
                "google_ads": google_ads_seeding.dump_state(self.google_ads),
                "ga4": ga4_seeding.dump_state(self.ga4),
            }
            if self.tag_manager.accounts:
                content["tag_manager"] = tag_manager_seeding.dump_state(self.tag_manager)
            pending = self.bridge.dump(self)
            return {**content, "pending_imports": pending} if pending else content
