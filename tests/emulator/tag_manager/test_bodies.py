"""Bodies that no client sends by mistake: each is refused, and the workspace stays as it was."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import requests

from microconv.emulator.tokens import SERVICE_ACCOUNT, Principal
from tests.emulator.tag_manager.conftest import SCOPES, WORKSPACE


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b'{"name": ', "Unexpected token at line 1, column 10."),
        (b"[" * 100_000, "The body is nested too deeply."),
        (b'{"name":' * 100_000, "The body is nested too deeply."),
        (b'{"name": "\\ud800"}', "Unpaired surrogate in a text."),
        (b'{"\\udfff": 1}', "Unpaired surrogate in a text."),
        (b'{"name": NaN}', "Unexpected token: NaN."),
        (b'{"name": 1%s}' % (b"0" * 5000), "A number has too many digits."),
        (b'{"name": "\xff"}', "The body is not UTF-8."),
    ],
)
def test_bodies_that_are_not_json(running, world, gtm, body: bytes, reason: str) -> None:
    folders = gtm.containers().workspaces().folders()
    before = folders.list(parent=WORKSPACE).execute()
    token = world.tokens.issue(Principal(SERVICE_ACCOUNT), SCOPES)
    bundle = next(iter(Path(running.folder).glob("ca*.pem")))
    address = f"{running.tag_manager_endpoint}/tagmanager/v2/{WORKSPACE}/folders"
    answer = requests.post(
        address, data=body, headers={"Authorization": f"Bearer {token}"}, verify=str(bundle), timeout=30
    )
    error: dict[str, Any] = answer.json()["error"]
    assert (answer.status_code, error["message"]) == (400, f"Invalid JSON payload received. {reason}")
    assert folders.list(parent=WORKSPACE).execute() == before
