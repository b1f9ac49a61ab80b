"""Operations and requests that a command needs for one client: as earlier runs measured, otherwise as counted here.

The counts are those of clients with Google Ads, GA4 and no container where nothing is to be changed, and
`tests/cli/test_quota.py` holds them against the emulator's log. Writes come on top: nobody knows them before a plan.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

from filelock import FileLock

from microconv.core.errors import JournalError
from microconv.core.json_text import json_line
from microconv.providers.quotas import GA4, GOOGLE_ADS

COUNTED: Mapping[str, Mapping[str, int]] = MappingProxyType(
    {
        "plan": {GOOGLE_ADS: 3, GA4: 1},
        "sync": {GOOGLE_ADS: 3, GA4: 1},
        "sync apply": {GOOGLE_ADS: 6, GA4: 2},
        "audit": {GOOGLE_ADS: 11, GA4: 6},
        "snapshot": {GOOGLE_ADS: 5, GA4: 4},
        "explain": {GOOGLE_ADS: 3, GA4: 1},
        "import": {GOOGLE_ADS: 5, GA4: 4},
        "report": {GOOGLE_ADS: 14, GA4: 8},
        "snippets": {GOOGLE_ADS: 4, GA4: 2},
        "tags test": {GOOGLE_ADS: 4, GA4: 2},
        "funnel": {GA4: 1},
    }
)
"""By command: what one client needs, of each API; `sync apply` is the part of a sync after the questions, where a plan
was made: it is read again before the first write and after the last one."""

_PLANNING = frozenset({"plan", "sync", "explain"})
_STAKES = 2
"""The searches for what is at stake where a plan has changes."""

KEPT = 20
"""The clients of earlier runs that a measurement goes back to: with each new one older ones weigh less."""


class Need(NamedTuple):
    """The need of a command for one client, of one API.

    usual: on the average.
    most: the most that a client of the runs that were measured took, or `usual` where none was.
    measured: earlier runs measured it.
    """

    usual: float
    most: int
    measured: bool


class Measured:
    """The measurements of earlier runs of each command: `costs.json` in `fleet/` of the state folder.

    What was measured on an emulator stands in a file of its own.
    """

    def __init__(self, folder: Path, *, emulated: bool = False) -> None:
        self.path = folder / ("costs-emulated.json" if emulated else "costs.json")
        self._costs: dict[str, dict[str, dict[str, float]]] | None = None

    def of(self, command: str, conversions: int = 0) -> Mapping[str, Need]:
        """The needs of a client with so many conversions, by API; nothing for a command that asks nobody.

        Where nothing was measured, there is room for changes of all of them. Raises JournalError.
        """
        counted = COUNTED.get(command, {})
        known = self._known().get(command, {})
        needs = {
            api: Need(amount, amount + (_room(command, conversions) if api == GOOGLE_ADS else 0), measured=False)
            for api, amount in counted.items()
        }
        for api, one in known.items():
            needs[api] = Need(one["usual"], int(one["most"]), measured=True)
        return needs

    def add(self, command: str, spent: Sequence[Mapping[str, int]]) -> None:
        """Keep what clients of a run that ended well have taken. Raises JournalError."""
        if not spent:
            return
        self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with FileLock(self.path.with_suffix(".lock"), mode=0o600):
            costs = self._read()
            known = costs.setdefault(command, {})
            for api in sorted({api for one in spent for api in one}):
                amounts = [one.get(api, 0) for one in spent]
                mean, weight = sum(amounts) / len(amounts), min(len(amounts), KEPT) / KEPT
                before = known.get(api, {"usual": mean, "most": 0})
                most = max(amounts) if len(amounts) >= KEPT else max(*amounts, before["most"], 0)
                known[api] = {"usual": round(before["usual"] * (1 - weight) + mean * weight, 3), "most": most}
            self._write(costs)

    def _known(self) -> dict[str, dict[str, dict[str, float]]]:
        """The file, read once."""
        if self._costs is None:
            self._costs = self._read()
        return self._costs

    def _read(self) -> dict[str, dict[str, dict[str, float]]]:
        """The file; a damaged one holds nothing: it is a measurement and is made again."""
        try:
            content = json.loads(self.path.read_text("utf-8"))
            return {
                str(command): {str(api): {"usual": float(one["usual"]), "most": int(one["most"])}
                               for api, one in apis.items()}
                for command, apis in content.items()
            }  # fmt: skip
        except FileNotFoundError:
            return {}
        except OSError as error:
            raise _unusable(self.path, error) from error
        except (ValueError, TypeError, KeyError, AttributeError):
            return {}

    def _write(self, costs: Any) -> None:
        new = self.path.with_suffix(".new")
        try:
            new.write_text(json_line(costs), encoding="utf-8")
            os.replace(new, self.path)
        except OSError as error:
            raise _unusable(self.path, error) from error


def _room(command: str, conversions: int) -> int:
    """The operations by which changes of all conversions go beyond a plan without any, at most as a rule.

    Of each conversion an action and a goal are changed: Google is asked about both, and a sync writes both and reads
    again.
    """
    if command not in _PLANNING:
        return 0
    changes = 2 * conversions
    return _STAKES + changes + (changes + COUNTED[command][GOOGLE_ADS] if command == "sync" else 0)


def _unusable(path: Path, error: OSError) -> JournalError:
    return JournalError(
        f"the measured costs in {path} cannot be kept: {error.strerror or error}",
        hint="name a folder that can be written to in MICROCONV_STATE_DIR",
    )
