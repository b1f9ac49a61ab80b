"""`microconv emulator`: a process of its own, and other processes that find it by the file it wrote."""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import stat
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

import pytest

SEED = Path(__file__).parents[1] / "data" / "agency.yaml"


@contextmanager
def running(microconv, tmp_path, *arguments):
    """An emulator with its env file; killed at the end of a test that did not stop it."""
    env_file = tmp_path / "emulator.env"
    temporary = tmp_path / "tmp"
    temporary.mkdir(exist_ok=True)
    command = [microconv, "emulator", "--env-file", str(env_file), *map(str, arguments)]
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env={**os.environ, "TMPDIR": str(temporary)}
    )
    try:
        assert process.stderr is not None
        assert process.stderr.readline() == "running; Ctrl-C stops it\n"
        yield process, env_file
    finally:
        process.kill()
        process.communicate(timeout=30)


def in_a_shell(env_file, command):
    """Run a command in bash after the file was sourced."""
    bash = shutil.which("bash")
    assert bash is not None
    script = f'source "{env_file}" && {command}'
    return subprocess.run([bash, "-ec", script], capture_output=True, text=True, timeout=60, check=False)


@pytest.mark.parametrize("stop", [signal.SIGTERM, signal.SIGINT], ids=["SIGTERM", "Ctrl-C"])
def test_a_sourced_file_is_all_that_clients_need(microconv, tmp_path, config, stop):
    with running(microconv, tmp_path, "--seed", SEED) as (process, env_file):
        assert stat.S_IMODE(env_file.stat().st_mode) == 0o600
        if stop is signal.SIGTERM:
            synced = in_a_shell(env_file, f'"{microconv}" sync "{config}" --yes')
            waited = [line for line in synced.stderr.splitlines() if not line.endswith(" …")]  # on a slow machine
            assert (synced.returncode, waited) == (0, [])
            assert "In sync (emulated): aoi: 3 of 3 changes applied." in synced.stdout
            again = in_a_shell(env_file, f'"{microconv}" plan "{config}" --detailed-exitcode')
            assert again.returncode == 0
        started = time.monotonic()
        process.send_signal(stop)
        out, err = process.communicate(timeout=30)
        assert (process.returncode, err) == (0, "")
        assert time.monotonic() - started < 10
        first, *others = out.splitlines()
        assert first == f"source {env_file}"
        assert [re.sub(r":\d+.*", "", line) for line in others] == [
            "emulated Google Ads   localhost",
            "emulated GA4          https://localhost",
            "emulated Tag Manager  https://localhost",
            "control plane         http://127.0.0.1",
            "proxy                 http://127.0.0.1",
        ]
        assert re.search(r" \(gRPC\), https://localhost:\d+ \(REST\)$", others[0])
    assert os.listdir(tmp_path / "tmp") == []  # its keys and certificates went with it


@pytest.mark.skipif(not Path("/proc/net/tcp6").exists(), reason="what listens where is read from Linux' /proc")
def test_it_listens_on_this_machine_only(microconv, tmp_path):
    with running(microconv, tmp_path, "--seed", SEED) as (_, env_file):
        text = env_file.read_text(encoding="utf-8")
        ports = [int(port) for port in re.findall(r"localhost:(\d+)", text)]
        assert len(ports) == 2
        listening = Path("/proc/net/tcp").read_text(encoding="ascii") + Path("/proc/net/tcp6").read_text(
            encoding="ascii"
        )
        bound = {line.split()[1] for line in listening.splitlines() if line.split()[3] == "0A"}
        loopback = {"0100007F", "0000000000000000FFFF00000100007F", "00000000000000000000000001000000"}
        for port in ports:
            addresses = {one.partition(":")[0] for one in bound if one.endswith(f":{port:04X}")}
            assert addresses
            assert addresses <= loopback


@pytest.mark.parametrize("proxy", [True, False])
def test_the_proxy_can_be_left_out(microconv, tmp_path, proxy):
    with running(microconv, tmp_path, "--seed", SEED, *([] if proxy else ["--no-proxy"])) as (_, env_file):
        text = env_file.read_text(encoding="utf-8")
        assert ("export HTTPS_PROXY='http://127.0.0.1:" in text) is proxy
        assert ("export NO_PROXY='localhost,127.0.0.1,::1'" in text) is proxy
        token = "$(cat $MICROCONV_EMULATOR_CONTROL_TOKEN_FILE)"
        script = (
            f'"{sys.executable}" -c "from microconv.emulator import Control as C; print(C.from_environment().now())"'
        )
        now = in_a_shell(env_file, f'test -n "{token}" && {script}')
        assert (now.returncode, now.stdout[:10]) == (0, "2026-11-23"), now.stderr


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("version: 2\n", "version: must be 1"),
        ("version: 1\ncolour: red\n", "colour: unknown"),
        ("version: 1\na: [", "seed.yaml:3:1: did not find expected node content"),
        ("version: 1\nga4: {}\nga4: {}\n", "seed.yaml:3:1: the key 'ga4' is there twice in one mapping"),
        ("version: 1\n---\nversion: 1\n", "seed.yaml:2:1: expected a single document in the stream, but found another"),
        ("version: 1\ngoogleads: {}\n", "googleads: unknown; did you mean google_ads?\n"),
        (None, "cannot read the seed"),
    ],
)
def test_a_broken_seed(run, tmp_path, text, told):
    seed = tmp_path / "seed.yaml"
    if text is not None:
        seed.write_text(text, encoding="utf-8")
    done = run("emulator", "--seed", seed)
    assert (done.code, done.out) == (1, "")
    assert done.err.startswith("error: the emulator did not start: ")
    assert told in done.err


def test_a_port_that_is_taken(run, tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        done = run("emulator", "--seed", SEED, "--port", taken.getsockname()[1])
    assert done.code == 1
    assert "error: the emulator did not start: cannot listen on 127.0.0.1:" in done.err


def test_an_env_file_that_cannot_be_written(run, tmp_path):
    done = run("emulator", "--seed", SEED, "--env-file", tmp_path / "no" / "emulator.env")
    assert done.code == 1
    assert f"{tmp_path}/no/emulator.env" in done.err
    assert "Traceback" not in done.err


def test_a_state_folder_survives_a_restart(microconv, tmp_path):
    """A shell that sourced the env file of the first emulator reaches the second."""
    state, port = tmp_path / "kept", 20_000 + os.getpid() % 1000 * 10
    command = [microconv, "emulator", "--state", str(state), "--port", str(port), "--seed", str(SEED)]
    ask = f'"{microconv}" emulator check --only google-ads --only curl'
    for _ in range(2):
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        try:
            assert process.stderr is not None
            assert process.stderr.readline() == "running; Ctrl-C stops it\n"
            written = state / "emulator.env"
            sourced = tmp_path / "sourced.env"
            if not sourced.exists():
                sourced.write_text(written.read_text("utf-8"), "utf-8")
            checked = in_a_shell(sourced, ask)
            assert checked.returncode == 0, checked.stdout + checked.stderr
        finally:
            process.terminate()
            process.communicate(timeout=30)
    assert (state / "port").read_text("ascii") == f"{port}\n"
    assert stat.S_IMODE(state.stat().st_mode) == 0o700
