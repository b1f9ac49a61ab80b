"""The control plane: looking into a running emulator and changing it from outside, over HTTP or from Python.

`operations` is what can be done, `endpoint` serves it on a loopback port, `client` calls it.
"""

from __future__ import annotations

from microconv.emulator.control.client import Control

__all__ = ["Control"]
