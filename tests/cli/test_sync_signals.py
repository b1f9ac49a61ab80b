"""Ctrl-C, SIGTERM and SIGHUP during a sync: the first ends it after the request under way, the second at once."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from microconv.cli.signals import gentle
from microconv.emulator.faults import Fault
from tests.heavy import HEAVY, sample

LONG = 3.0 if HEAVY else 1.0
"""Seconds that a request takes which is under way when a signal comes."""
NOTICE = "stopping after the request under way; once more stops at once\n"
BOTH = pytest.mark.parametrize(
    "number", sample([signal.SIGINT, signal.SIGTERM, signal.SIGHUP], 3), ids=lambda number: number.name
)


@pytest.fixture(autouse=True)
def state(tmp_path: Path, monkeypatch) -> Path:
    """Journals and locks of these tests."""
    folder = tmp_path / "state"
    monkeypatch.setenv("MICROCONV_STATE_DIR", str(folder))
    return folder


@pytest.fixture
def start(microconv, environment) -> Iterator[Callable[..., subprocess.Popen[str]]]:
    """Starts the command as a process of its own."""
    started: list[subprocess.Popen[str]] = []

    def begin(*arguments: object) -> subprocess.Popen[str]:
        process = subprocess.Popen(
            [microconv, *map(str, arguments)], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.PIPE, text=True, start_new_session=True, env=dict(os.environ),
        )  # fmt: skip
        started.append(process)
        return process

    yield begin
    for process in started:
        process.kill()
        process.communicate()


def slow(world: Any, method: str, seconds: float, api: str = "ga4", nth: int = 1) -> Callable[[], bool]:
    """Let a request that is no question take this long; tells whether it is under way."""
    world.faults.add(Fault(api, method, nth=nth, status="OK", latency_s=seconds, rehearsal=False))
    return lambda: any(one.hits for one in world.faults.armed)


def wait(for_it: Callable[[], bool], process: subprocess.Popen[str]) -> None:
    deadline = time.monotonic() + 60
    while not for_it():
        assert process.poll() is None, process.communicate()
        assert time.monotonic() < deadline
        time.sleep(0.02)


def journal(state: Path) -> list[dict[str, Any]]:
    """The records of the only run."""
    (path,) = (state / "journal").iterdir()
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def without_waiting(err: str) -> str:
    """Standard error without the lines that a slow machine gets on what is waited for."""
    return re.sub(r"^(?:reading|writing|working) .* …\n", "", err, flags=re.MULTILINE)


@BOTH
def test_the_first_ends_the_run_after_the_request_under_way(start, run, config, world, holds, state, number):
    under_way = slow(world, "UpdateKeyEvent", LONG)
    process = start("sync", config, "--yes")
    wait(under_way, process)
    process.send_signal(number)
    out, err = process.communicate(timeout=60)
    assert (process.returncode, without_waiting(err)) == (130, NOTICE)
    assert holds.key_events()["mv_add_to_cart"]["counting_method"] == "ONCE_PER_SESSION"
    assert holds.actions()["mv_old_step"]["primary_for_goal"] is not False
    assert [one[0] for one in holds.writes()] == ["UpdateKeyEvent"]
    assert '  ✓ key event "mv_add_to_cart"  updated\n' in out
    assert '  · conversion "mv_old_step"  not tried\n' in out
    records = journal(state)
    assert [one["record"] for one in records] == ["run", "intent", "outcome", "end"]
    assert (records[2]["outcomes"][0]["status"], records[3]["status"]) == ("applied", "interrupted")
    assert "1 of 3 changes applied" in out
    assert "interrupted (emulated): 1 of 3 done, 2 not tried\n" in run("history").out
    world.faults.clear()
    assert run("sync", config, "--yes").code == 0
    assert holds.actions()["mv_old_step"]["primary_for_goal"] is False


@BOTH
def test_the_second_stops_at_once(start, run, config, world, holds, state, number):
    """The request under way is unknown then, the journal says so, and the next run reads first."""
    under_way = slow(world, "UpdateKeyEvent", 20)
    process = start("sync", config, "--yes")
    wait(under_way, process)
    process.send_signal(number)
    assert process.stderr is not None
    assert NOTICE in iter(process.stderr.readline, "")
    begun = time.monotonic()
    process.send_signal(number)
    out, err = process.communicate(timeout=60)
    assert process.returncode == 130
    assert time.monotonic() - begun < 10
    assert "Traceback" not in err
    assert '  ✗ key event "mv_add_to_cart"  UNKNOWN whether it happened\n' in out
    records = journal(state)
    assert [one["record"] for one in records] == ["run", "intent", "end"]
    assert records[-1]["status"] == "interrupted"
    world.faults.clear()
    assert run("sync", config, "--yes").code == 0
    assert holds.key_events()["mv_add_to_cart"]["counting_method"] == "ONCE_PER_SESSION"


def test_one_of_each_kind_is_two(start, config, world, state):
    under_way = slow(world, "UpdateKeyEvent", 20)
    process = start("sync", config, "--yes")
    wait(under_way, process)
    process.send_signal(signal.SIGTERM)
    assert process.stderr is not None
    assert NOTICE in iter(process.stderr.readline, "")
    process.send_signal(signal.SIGINT)
    process.communicate(timeout=15)
    assert process.returncode == 130


def test_in_the_last_request_of_all(start, config, world, holds, state):
    under_way = slow(world, "Mutate", LONG, api="google_ads")
    process = start("sync", config, "--yes")
    wait(under_way, process)
    process.send_signal(signal.SIGINT)
    out, _ = process.communicate(timeout=60)
    assert process.returncode == 130
    assert holds.actions()["mv_old_step"]["primary_for_goal"] is False
    assert "Not verified (emulated): aoi: 3 of 3 changes applied; interrupted; run again, the state is read " in out
    assert [one["record"] for one in journal(state)][-2:] == ["outcome", "end"]
    assert journal(state)[-1]["status"] == "interrupted"


def test_while_the_end_is_verified(start, write_config, world, holds):
    """All is done by then, but the clients after it are not begun."""
    write_config(file="a.yaml")
    new = {"name": "mv_new", "category": "engagement", "role": "secondary"}
    contact = {"name": "contact", "kind": "macro", "category": "contact", "role": "primary"}
    botan = {"customer_id": "2345678901", "login_customer_id": "9998887777"}
    folder = write_config(contact, new, file="b.yaml", google_ads=botan, ga4=None).parent
    under_way = slow(world, "ListKeyEvents", LONG, nth=2)
    process = start("sync", folder, "--yes", "--jobs", 1)
    wait(under_way, process)
    process.send_signal(signal.SIGINT)
    out, _ = process.communicate(timeout=60)
    assert process.returncode == 130
    assert "In sync (emulated): a: 3 of 3 changes applied." in out
    assert set(holds.actions("2345678901")) == {"contact"}


def test_the_lock_is_free_afterwards(start, run, config, world):
    under_way = slow(world, "UpdateKeyEvent", LONG)
    process = start("sync", config, "--yes")
    wait(under_way, process)
    refused = run("sync", config, "--yes")
    assert refused.code == 4
    assert "[locked]" in refused.err
    process.send_signal(signal.SIGTERM)
    process.communicate(timeout=60)
    world.faults.clear()
    assert run("sync", config, "--yes").code == 0


def test_the_clients_after_it_are_not_begun(start, write_config, world, holds):
    write_config(file="a.yaml")
    contact = {"name": "contact", "kind": "macro", "category": "contact", "role": "primary"}
    new = {"name": "mv_new", "category": "engagement", "role": "secondary"}
    botan = {"customer_id": "2345678901", "login_customer_id": "9998887777"}
    folder = write_config(contact, new, file="b.yaml", google_ads=botan, ga4=None).parent
    under_way = slow(world, "UpdateKeyEvent", LONG)
    process = start("sync", folder, "--yes", "--jobs", 1)
    wait(under_way, process)
    process.send_signal(signal.SIGINT)
    out, _ = process.communicate(timeout=60)
    assert process.returncode == 130
    assert set(holds.actions("2345678901")) == {"contact"}
    assert "mv_new" not in out


def test_a_rollback_stops_in_the_same_way(start, run, config, world, holds):
    assert run("sync", config, "--yes").code == 0
    under_way = slow(world, "UpdateKeyEvent", LONG)
    process = start("rollback", "2", "--yes")
    wait(under_way, process)
    process.send_signal(signal.SIGTERM)
    process.communicate(timeout=60)
    assert process.returncode == 130
    assert holds.key_events()["mv_add_to_cart"]["counting_method"] == "ONCE_PER_EVENT"
    assert holds.actions()["mv_old_step"]["primary_for_goal"] is False


# ---- a plan, whose requests are under way side by side


def test_a_plan_stops_at_once(start, config, world):
    """Its threads are not waited for."""
    under_way = slow(world, "SearchStream", 20, api="google_ads", nth=0)
    process = start("plan", config)
    wait(under_way, process)
    process.send_signal(signal.SIGINT)
    begun = time.monotonic()
    _, err = process.communicate(timeout=60)
    assert (process.returncode, "Traceback" in err) == (130, False)
    assert time.monotonic() - begun < 10


def test_an_error_is_told_while_other_requests_are_under_way(start, config, world):
    slow(world, "ListKeyEvents", 20, nth=0)
    world.faults.add(Fault("google_ads", "SearchStream", status="PERMISSION_DENIED", message="Not today."))
    begun = time.monotonic()
    process = start("plan", config)
    _, err = process.communicate(timeout=60)
    assert (process.returncode, "Not today." in err, "Traceback" in err) == (1, True, False)
    assert time.monotonic() - begun < 18


# ---- the context itself


def test_the_handlers_are_put_back():
    before = signal.getsignal(signal.SIGINT), signal.getsignal(signal.SIGTERM)
    with gentle() as came:
        assert signal.getsignal(signal.SIGINT) is not before[0]
        assert came() is False
    assert (signal.getsignal(signal.SIGINT), signal.getsignal(signal.SIGTERM)) == before
    with pytest.raises(ZeroDivisionError), gentle():
        raise ZeroDivisionError
    assert (signal.getsignal(signal.SIGINT), signal.getsignal(signal.SIGTERM)) == before


def test_first_and_second_in_this_process(capsys):
    with gentle() as came:
        os.kill(os.getpid(), signal.SIGTERM)
        assert came() is True
        assert capsys.readouterr().err == NOTICE
        with pytest.raises(KeyboardInterrupt):  # noqa: PT012 - it comes at some moment after the signal
            os.kill(os.getpid(), signal.SIGTERM)
            time.sleep(1)


def test_a_hang_up_that_is_ignored_stays_ignored():
    """`nohup microconv sync …` goes on after the terminal has gone."""
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        with gentle() as came:
            os.kill(os.getpid(), signal.SIGHUP)
            assert came() is False
    finally:
        signal.signal(signal.SIGHUP, before)


def test_a_thread_that_cannot_catch_signals_goes_on_without():
    import threading

    seen = []

    def work() -> None:
        with gentle() as came:
            seen.append(came())

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert seen == [False]
