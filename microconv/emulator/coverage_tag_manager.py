"""The section of the coverage page on Tag Manager: which methods are emulated, and what the runtime models."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from microconv.emulator.coverage_tables import listed, table
from microconv.emulator.tag_manager.errors import SOURCES
from microconv.emulator.tag_manager.methods import METHODS
from microconv.emulator.tag_manager.runtime.conditions import OPERATORS
from microconv.emulator.tag_manager.runtime.hits import TAGS
from microconv.emulator.tag_manager.runtime.triggers import TRIGGERS
from microconv.emulator.tag_manager.runtime.variables import BUILT_IN, VARIABLES
from microconv.emulator.tag_manager.schema import document


def section() -> Iterator[str]:
    """The lines of the section."""
    every = [name for name, _, _ in document()["routes"]]
    yield "## Tag Manager API v2\n"
    yield (
        "JSON over HTTP, by the routes of the discovery document. What is not emulated answers `UNIMPLEMENTED` "
        "(HTTP 501).\n"
    )
    yield f"### Texts of errors ({len(SOURCES)} Google's)\n"
    yield "These are the service's own, as people published them; all others are the emulator's.\n"
    yield table(("Google's text", "quoted in"), list(SOURCES.items()))
    yield f"### Methods ({len(METHODS)} of {len(every)})\n"
    ours: dict[str, list[str]] = defaultdict(list)
    others: dict[str, list[str]] = defaultdict(list)
    for name in every:
        place, _, method = name.rpartition(".")
        (ours if name in METHODS else others)[place].append(method)
    rows = [
        (place, ", ".join(sorted(ours[place])), ", ".join(sorted(others[place])))
        for place in sorted({*ours, *others}, key=lambda one: (not ours[one], one))
    ]
    yield table(("resource", "emulated", "UNIMPLEMENTED"), rows)
    yield "### The web runtime\n"
    yield (
        "`microconv.emulator.tag_manager.runtime` simulates which tags of a container fire, and what they send. What "
        "is not listed here is answered *not modelled*.\n"
    )
    modelled = (
        ("triggers", TRIGGERS),
        ("conditions", OPERATORS),
        ("built-in variables", BUILT_IN),
        ("user-defined variables", VARIABLES),
        ("tags whose hits are told", TAGS),
    )
    yield table(("what", "modelled"), [(what, listed(names)) for what, names in modelled])
