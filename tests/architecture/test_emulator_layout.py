"""The layout of the emulated APIs (docs/decisions/0007): a role has one file name in all of them."""

from __future__ import annotations

import ast
from importlib import import_module
from pathlib import Path

import pytest

EMULATOR = Path(__file__).parents[2] / "microconv" / "emulator"
#: Roles of every API, and those of an API with a state of its own.
EVERYWHERE = {"access", "api", "call", "errors", "methods", "policies"}
WITH_STATE = {"model", "seeding", "state", "world"}
#: Roles of an API that has a client package with messages.
WITH_MESSAGES = {"messages", "wire"}
#: Further roles that some APIs have, under one name.
SHARED = {"paging", "quotas", "traffic"}
#: The files of each API that are its own matter.
OWN = {
    "google_ads": {
        *("bidding", "defaults", "enums", "fields", "goals", "grpc_handlers", "lags", "metrics", "mutate", "query"),
        *("resources", "rest", "tag", "types", "uploads", "view"),
    },
    "ga4": {"event_rules", "field_behavior", "grpc_handlers", "history", "masks", "rest", "service"},
    "ga4_data": {
        *(
            "columns",
            "compatible",
            "dates",
            "disturbances",
            "fields",
            "filters",
            "export",
            "groups",
            "numbers",
            "plan",
            "table",
            "tally",
        ),
        *("truth", "walk", "window", "words"),
    },
    "tag_manager": {
        *("built_in", "checks", "compiler", "dialect", "editing", "kinds", "runtime", "schema", "shown", "workspaces"),
    },
}
#: The GA4 Data API answers from the state of ga4, over its transports.
STATELESS = {"ga4_data"}
#: The Tag Manager API has no client package of its own: JSON by the discovery document.
JSON_ONLY = {"tag_manager"}


def modules(folder: Path) -> set[str]:
    files = {path.stem for path in folder.glob("*.py")} - {"__init__"}
    return files | {path.parent.name for path in folder.glob("*/__init__.py")}


def test_every_api_is_known() -> None:
    assert {path.parent.parent.name for path in EMULATOR.glob("*/methods/__init__.py")} == set(OWN)


@pytest.mark.parametrize("api", OWN)
def test_common_roles_have_their_name(api: str) -> None:
    needed = EVERYWHERE if api in STATELESS else EVERYWHERE | WITH_STATE
    needed |= set() if api in STATELESS | JSON_ONLY else WITH_MESSAGES
    assert needed <= modules(EMULATOR / api)


@pytest.mark.parametrize("api", OWN)
def test_no_role_has_another_name(api: str) -> None:
    """A file is a common role, a part of one (`seeding_campaigns`), or listed as the API's own matter."""
    roles = EVERYWHERE | SHARED | (set() if api in STATELESS else WITH_STATE | WITH_MESSAGES)
    strangers = {
        name for name in modules(EMULATOR / api) - roles - OWN[api] if name.partition("_")[0] not in roles | OWN[api]
    }
    assert not strangers, f"a new name; if it is a common role, docs/decisions/0007 says how it is called: {strangers}"
    assert not OWN[api] & (EVERYWHERE | WITH_STATE | WITH_MESSAGES | SHARED)
    assert OWN[api] <= modules(EMULATOR / api), "listed, but not there"


@pytest.mark.parametrize("api", OWN)
def test_roles_hold_what_they_are_for(api: str) -> None:
    def has(module: str, *names: str) -> bool:
        return set(names) <= set(vars(import_module(f"microconv.emulator.{api}.{module}")))

    assert has("policies", "POLICIES")
    if api not in STATELESS:
        assert has("seeding", "load_state", "dump_state")
        assert has("call", "Method", "Call")
        assert has("methods", "METHODS")


def test_the_world_knows_no_machine() -> None:
    """Only what starts an emulator, and the page about it, imports the machine."""
    importers = set()
    for path in EMULATOR.rglob("*.py"):
        names = [node for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.ImportFrom)]
        if any((node.module or "").startswith("microconv.emulator.machine") for node in names):
            importers.add(path.relative_to(EMULATOR).parts[0])
    assert importers == {"__init__.py", "__main__.py", "coverage.py", "machine", "testing.py"}
