"""An emulator of the Google Ads and Google Analytics APIs that official, unmodified clients talk to.

It stands alone: it imports nothing else of microconv, so that a wrong idea on one side shows up as a failing test on
the other. Its messages come from the official client packages, its rules from the published protos and documentation.
Importing this package is cheap; Google's message modules are loaded by the first request that needs them.

    with Emulator(seed) as emulator:
        os.environ.update(emulator.environment())

`Process` is the same in a process of its own, `Control` changes either while it runs, `Fault` is what it is to do
wrong. Tests of other programs have fixtures of pytest (docs/emulator.md).

The folders: ``google_ads``, ``ga4`` and ``ga4_data`` are the APIs, with one layout (docs/decisions/0007); ``series``
makes their numbers, ``people`` the users and sessions behind them; ``machine`` serves them; ``control`` is the control
plane. The rest is the world.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from microconv.emulator.errors import EmulatorError

if TYPE_CHECKING:
    from microconv.emulator.control import Control
    from microconv.emulator.faults import Fault
    from microconv.emulator.machine.process import Process
    from microconv.emulator.machine.server import Emulator
    from microconv.emulator.world import World

__all__ = ["Control", "Emulator", "EmulatorError", "Fault", "Process", "World"]


def __getattr__(name: str) -> Any:
    if name == "Control":
        from microconv.emulator.control import Control

        return Control
    if name == "Emulator":
        from microconv.emulator.machine.server import Emulator

        return Emulator
    if name == "Fault":
        from microconv.emulator.faults import Fault

        return Fault
    if name == "Process":
        from microconv.emulator.machine.process import Process

        return Process
    if name == "World":
        from microconv.emulator.world import World

        return World
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
