"""The way to the real services, tried on an emulator that stands in their place: the clients get no endpoint.

A proxy named in the environment leads Google's hosts to the emulator, as `microconv emulator --env-file` sets it up.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from microconv.emulator.machine.process import Process
from tests.emulator.contract.conftest import ACCOUNTS, LIVE, RECORD, SEED

IDS = ("2223334444", "7778889999", "111222333", "111222999")
SOME = "live and (partial_failure or search_stream or delete_key_event or duplicate)"


@pytest.mark.skipif(not os.environ.get("CI"), reason="takes ten seconds: runs where CI is set")
@pytest.mark.skipif(RECORD or bool(LIVE), reason="the real services themselves are asked")
def test_live_mode(tmp_path: Path) -> None:
    """The tests pass, and what they made is removed or deleted afterwards."""
    content = json.dumps(SEED)
    for old, new in zip(ACCOUNTS.all(), IDS, strict=True):
        content = content.replace(old, new)
    names = ("customer_id", "denied_customer_id", "property_id", "denied_property_id")
    with Process(json.loads(content)) as emulator:
        variables = emulator.environment(proxy=True)
        told = {"service_account_key": variables["GOOGLE_APPLICATION_CREDENTIALS"], "developer_token": "test"}
        file = tmp_path / "contract.yaml"
        file.write_text(json.dumps(told | dict(zip(names, IDS, strict=True))), encoding="utf-8")
        done = subprocess.run(
            [sys.executable, "-m", "pytest", "-n", "0", "-q", str(Path(__file__).parent), "-k", SOME],
            env={**os.environ, **variables, "MICROCONV_LIVE": str(file)},
            capture_output=True,
            text=True,
            timeout=240,
            check=False,
        )
        assert done.returncode == 0, done.stdout
        assert "5 passed" in done.stdout
        left = emulator.control.dump_seed()
    actions = left["google_ads"]["customers"][0]["conversion_actions"]
    assert len(actions) == 4
    assert {one["status"] for one in actions} == {"REMOVED"}
    (home,) = (one for one in left["ga4"]["accounts"][0]["properties"] if one["id"] == 111222333)
    assert [one["event_name"] for one in home["key_events"]] == ["purchase"]
