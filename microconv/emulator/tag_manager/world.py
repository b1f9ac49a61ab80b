"""The world as the Tag Manager API sees it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    import threading

    from microconv.emulator.clock import Clock
    from microconv.emulator.faults import Faults
    from microconv.emulator.policies import Policies
    from microconv.emulator.principals import Principals
    from microconv.emulator.requestlog import RequestLog
    from microconv.emulator.tag_manager.state import TagManagerState
    from microconv.emulator.tokens import TokenAuthority


class TagManagerWorld(Protocol):
    """The parts of the world that this API uses."""

    lock: threading.RLock
    clock: Clock
    policies: Policies
    principals: Principals
    log: RequestLog
    faults: Faults
    tokens: TokenAuthority
    tag_manager: TagManagerState

    def settle(self) -> None:
        """Let happen what is due by now."""
