"""A conversion's way from YAML to the APIs: the modules entered, and the dataclasses that carry it. Run as a script.

A config with one conversion is loaded, planned and applied on the emulator, while `sys.setprofile` sees every call of
this thread. The emulator's own modules are left out. A dataclass counts where one of its values was an argument or an
answer and holds the conversion's name anywhere.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import is_dataclass
from pathlib import Path
from types import FrameType
from typing import Any

NAME = "mv_the_way"
CONFIG = f"""\
version: 1
client: aoi-store
currency: JPY
unlisted: keep
google_ads: {{customer_id: 123-456-7890, login_customer_id: 999-888-7777}}
ga4: {{property_id: 345678901}}
conversions:
  - {{name: {NAME}, category: page_view, role: secondary, value: 500, ga4: {{}}}}
"""


class Way:
    """Modules and shapes in the order in which they were first met."""

    def __init__(self) -> None:
        self.modules: dict[str, None] = {}
        self.shapes: dict[str, None] = {}

    def record(self, frame: FrameType, event: str, value: Any) -> None:
        """Take note of one call or return, as `sys.setprofile` reports it."""
        module = str(frame.f_globals.get("__name__", ""))
        if not module.startswith("microconv.") or module.startswith("microconv.emulator"):
            return
        if event == "call":
            self.modules[module] = None
            code = frame.f_code
            for name in code.co_varnames[: code.co_argcount + code.co_kwonlyargcount]:
                self._look(frame.f_locals.get(name))
        elif event == "return":
            self._look(value)

    def _look(self, value: Any) -> None:
        kind = type(value)
        if not is_dataclass(kind) or not kind.__module__.startswith("microconv.") or kind.__name__ in self.shapes:
            return
        with suppress(AttributeError):  # a value that is being made has no repr yet
            if NAME in repr(value):
                self.shapes[kind.__name__] = None


def walked(work: Callable[[], Any]) -> tuple[Way, Any]:
    """The way of one piece of work, and its answer."""
    way = Way()
    sys.setprofile(way.record)
    try:
        return way, work()
    finally:
        sys.setprofile(None)


def show(title: str, way: Way) -> None:
    """Print the counts and the names of one way."""
    rooms = Counter(module.split(".")[1] for module in way.modules)
    packages = {module.rpartition(".")[0] for module in way.modules}
    lines = sum(len(Path(sys.modules[module].__file__ or "").read_text("utf-8").splitlines()) for module in way.modules)
    print(f"{title}: {len(packages)} packages, {len(way.modules)} modules, {lines:,} lines, {len(way.shapes)} shapes")
    print("  modules", ", ".join(f"{room} {count}" for room, count in sorted(rooms.items())))
    print("  shapes ", ", ".join(way.shapes))


def main() -> None:
    """Load, plan and apply, and print each way."""
    import microconv
    from microconv.emulator import Emulator

    with Emulator() as emulator, tempfile.TemporaryDirectory() as folder:
        os.environ.update(emulator.environment(), MICROCONV_STATE_DIR=folder)
        path = Path(folder, "aoi.yaml")
        path.write_text(CONFIG, encoding="utf-8")
        microconv.load(path)  # imports run once, and are no part of the way
        loading, (client, problems) = walked(lambda: microconv.load(path))
        if client is None:
            raise SystemExit(f"the config is not valid: {problems}")
        project = microconv.Project(client)
        planning, plan = walked(project.plan)
        applying, result = walked(lambda: project.apply(plan))
        if not result.in_sync:
            raise SystemExit("the accounts are not in sync")
    whole = Way()
    for title, way in (("load", loading), ("plan", planning), ("apply", applying)):
        show(title, way)
        whole.modules |= way.modules
        whole.shapes |= way.shapes
    show("in all", whole)


if __name__ == "__main__":
    main()
