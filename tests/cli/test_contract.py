"""The contract with scripts: keys of JSON documents and exit codes, see docs/contract.md.

tests/golden/contract has the keys of each document of one world. A key that goes, or gets another place, breaks
scripts: it takes a new format number and a line in the changelog. `UPDATE_GOLDEN=1 pytest tests/cli/test_contract.py`
writes the files again; read the difference before you commit it.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from microconv.cli import exit_codes
from tests.cli.results_site import CART, CHECKOUT, FINAL, config_of, site

__all__ = ["site"]
pytestmark = pytest.mark.usefixtures("site", "state")

ROOT = Path(__file__).parents[2]
GOLDEN = ROOT / "tests/golden/contract"
UPDATE = os.environ.get("UPDATE_GOLDEN") == "1" and not os.environ.get("CI")
NEW = {"name": "mv_wish_list", "category": "engagement", "role": "primary", "value": 100}
COMMANDS = {
    "plan": (),
    "audit": ("--fail-on", "never"),
    "report": ("--month", "2026-10", "--no-audit"),
    "funnel": ("--month", "2026-10"),
    "roles": (),
    "suggest": (),
    "test-size": (),
    "values": (),
}


def keys(value: Any, place: str = "") -> Iterator[str]:
    """The places of all keys of a document; `[]` stands for the items of a list."""
    if isinstance(value, dict):
        for key, item in value.items():
            yield f"{place}.{key}".lstrip(".")
            yield from keys(item, f"{place}.{key}")
    elif isinstance(value, list):
        for item in value:
            yield from keys(item, f"{place}[]")


@pytest.mark.parametrize("command", COMMANDS)
def test_documents_have_the_keys_that_scripts_read(run, tmp_path, monkeypatch, command):
    monkeypatch.chdir(tmp_path)
    config = config_of(tmp_path, FINAL, CHECKOUT, CART, NEW)
    done = run(command, config, "--format", "json", *COMMANDS[command])
    assert done.code == 0, done
    text = "\n".join(sorted(set(keys(json.loads(done.out))))) + "\n"
    path = GOLDEN / f"{command}.txt"
    if UPDATE:
        path.write_text(text, "utf-8")
    assert text == path.read_text("utf-8")


def test_exit_codes_are_those_of_the_contract():
    page = (ROOT / "docs/contract.md").read_text("utf-8")
    codes = {int(code): word for code, word in re.findall(r"^\| (\d+) \| `([A-Z]+)` \|", page, re.MULTILINE)}
    assert codes == {number: name for name, number in vars(exit_codes).items() if name.isupper()}
