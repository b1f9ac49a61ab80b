"""An emulator as a process of its own: starting, using, several at once, stopping, and what goes wrong."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from microconv.emulator import Control, Emulator, EmulatorError, Process
from microconv.emulator.machine.folder import TemporaryFolder
from tests.heavy import heavy

SEED = {
    "version": 1,
    "now": datetime(2026, 11, 23, tzinfo=UTC),
    "google_ads": {"customers": [{"id": 1234567890, "descriptive_name": "One"}]},
}


@pytest.fixture
def temporary(tmp_path, monkeypatch) -> Path:
    """Where temporary folders are made during the test, by the processes too."""
    folder = tmp_path / "tmp"
    folder.mkdir()
    monkeypatch.setenv("TMPDIR", str(folder))
    monkeypatch.setattr(tempfile, "tempdir", None)
    return folder


def names(control: Control) -> list[str]:
    return [one["descriptive_name"] for one in control.dump_seed()["google_ads"]["customers"]]


def asked(process: Process) -> list[str]:
    """The account's name, as an official client of this process reads it."""
    from google.ads.googleads.client import GoogleAdsClient

    client = GoogleAdsClient.load_from_storage(process.environment()["GOOGLE_ADS_CONFIGURATION_FILE_PATH"])
    query = "SELECT customer.descriptive_name FROM customer"
    rows = client.get_service("GoogleAdsService").search(customer_id="1234567890", query=query)
    return [row.customer.descriptive_name for row in rows]


@heavy
def test_several_at_once_and_official_clients_in_one_process(temporary, tmp_path, emulator):
    other_seed = tmp_path / "seed.json"
    content = {"version": 1, "google_ads": {"customers": [{"id": 1234567890, "descriptive_name": "Two"}]}}
    other_seed.write_text(json.dumps(content))
    before = time.monotonic()
    with Process(SEED) as one:
        took = time.monotonic() - before
        with Process(other_seed) as two:
            assert (names(one.control), names(two.control)) == (["One"], ["Two"])
            assert len({one.pid, two.pid, os.getpid()}) == 3
            assert (asked(one), asked(two)) == (["One"], ["Two"])
            assert [request.status for request in one.control.requests(api="google_ads")] == ["OK"]
            assert [request.status for request in two.control.requests()] == ["OK"]
            control = two.control
        with pytest.raises(EmulatorError, match="no emulator is running at"):
            control.now()
        assert one.control.now() - SEED["now"] < timedelta(minutes=5)
        folder = one.folder
        one.write_env_file(tmp_path / "env", proxy=True)
        assert "HTTPS_PROXY='http://127.0.0.1:" in (tmp_path / "env").read_text("utf-8")
        assert folder.parent == temporary
    assert took < 4  # under two seconds on an idle machine; the test run shares two cores
    assert list(temporary.iterdir()) == []
    with pytest.raises(EmulatorError, match=r"^the emulator is not running$"):
        one.environment()
    one.stop()


def test_what_goes_wrong_is_told(temporary, tmp_path):
    missing = tmp_path / "missing.yaml"
    with pytest.raises(EmulatorError, match=f"did not start: cannot read the seed {missing}: No such file"):
        Process(missing).start()
    with pytest.raises(EmulatorError, match=r"did not start: google_ads.customers\[0\].id: is missing"):
        Process({"version": 1, "google_ads": {"customers": [{}]}}).start()
    with pytest.raises(EmulatorError, match=r"the seed holds .*, which is no plain value"):
        Process({"version": 1, "now": {1}}).start()
    with pytest.raises(EmulatorError, match=r"did not start: it did not answer within 0.05 seconds"):
        Process(SEED, timeout_s=0.05).start()
    assert list(temporary.iterdir()) == []


@pytest.fixture
def start() -> Iterator[Callable[..., tuple[subprocess.Popen, dict]]]:
    """Runs the module as any program would; the process, and what it says when it is ready."""
    with contextlib.ExitStack() as started:

        def run(*arguments: str, line: str = "") -> tuple[subprocess.Popen, dict]:
            pipe = subprocess.PIPE
            command = [sys.executable, "-m", "microconv.emulator", *arguments]
            process = started.enter_context(subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe, text=True))
            started.callback(process.kill)
            process.stdin.write(line)
            process.stdin.flush()
            return process, json.loads(process.stdout.readline())

        yield run


@pytest.mark.parametrize("end", ["SIGTERM", "SIGINT", "input"])
def test_how_it_ends(temporary, tmp_path, start, end):
    env_file = tmp_path / "emulator.env"
    if end == "input":
        process, ready = start("--seed", "-", "--with-parent", line='{"version": 1}\n')
    else:
        process, ready = start("--env-file", str(env_file), "--no-proxy")
        text = env_file.read_text("utf-8")
        assert "HTTPS_PROXY" not in text
        assert f"MICROCONV_EMULATOR_CONTROL='{ready['control']['MICROCONV_EMULATOR_CONTROL']}'" in text
    # a client that is connected and silent does not keep it
    port = int(ready["control"]["MICROCONV_EMULATOR_CONTROL"].rpartition(":")[2])
    with socket.create_connection(("127.0.0.1", port), timeout=5):
        before = time.monotonic()
        if end == "input":
            process.stdin.close()
            process.stdin = None  # for communicate
        else:
            process.send_signal(getattr(signal, end))
        out, err = process.communicate(timeout=20)
    assert time.monotonic() - before < 5
    assert (process.returncode, out, err) == (0, "", "")
    assert list(temporary.iterdir()) == []


def test_a_process_that_was_killed(temporary):
    process = Process(SEED).start()
    os.kill(process.pid, signal.SIGKILL)
    with pytest.raises(EmulatorError, match=r"^the emulator's process did not end well: exit code -9$"):
        process.stop()


@heavy
def test_private_keys_of_the_dead_are_removed_and_those_of_the_living_are_not(temporary, tmp_path):
    foreign = tmp_path / "foreign"
    foreign.mkdir()
    (foreign / "alive.lock").touch()
    (temporary / "microconv-emulator-link").symlink_to(foreign)
    (temporary / "microconv-emulator-mine").mkdir()  # no lock: nobody knows whose it is
    killed = Process(SEED).start()
    left = killed.folder
    with Process(SEED) as alive:
        os.kill(killed.pid, signal.SIGKILL)
        with pytest.raises(EmulatorError, match="exit code -9"):
            killed.stop()
        assert (left / "service-account.json").is_file()
        with Process(SEED) as next_one, Emulator(SEED) as in_this_process, Emulator(SEED) as another:
            assert not left.exists()
            folders = [one.folder for one in (alive, next_one, in_this_process, another)]
            assert all((folder / "service-account.json").is_file() for folder in folders)
            assert asked(alive) == ["One"]
    assert sorted(path.name for path in temporary.iterdir()) == ["microconv-emulator-link", "microconv-emulator-mine"]
    assert (foreign / "alive.lock").exists()


def test_many_starts_at_once_leave_each_other_alone(temporary):
    def make(_: int) -> tuple[TemporaryFolder, bool]:
        folder = TemporaryFolder()
        (folder.path / "key").write_text("secret", "ascii")
        return folder, folder.path.exists()

    with ThreadPoolExecutor(16) as threads:
        made = list(threads.map(make, range(200)))
    assert all(there and (folder.path / "key").is_file() for folder, there in made)
    for folder, _ in made:
        folder.remove()
    assert list(temporary.iterdir()) == []


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("{", "the line with the seed on standard input is not JSON: "),
        ("[]", "the line with the seed on standard input holds no JSON object\n"),
    ],
)
def test_a_seed_on_standard_input_that_is_none(line, message):
    done = subprocess.run(
        [sys.executable, "-m", "microconv.emulator", "--seed", "-"],
        input=f"{line}\n",
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith(message)
