"""`microconv emulator check`: each client that it names is started, and one that passes the emulator by is told."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys

import pytest

from microconv.emulator.machine.environment import read_environment_file
from microconv.emulator.machine.probes import PROBES
from tests.heavy import sample

NAMES = [one.name for one in PROBES]
#: A machine without a network beyond its own: what passes the emulator by finds nobody.
NO_NETWORK = """
import socket
asked = socket.getaddrinfo
def only_here(host, *arguments, **named):
    if host not in ("localhost", "127.0.0.1"):
        raise socket.gaierror(-2, "no network in this test")
    return asked(host, *arguments, **named)
socket.getaddrinfo = only_here
"""


def node_leads_fetch_through_a_proxy() -> bool:
    node = shutil.which("node")
    if node is None:
        return False
    text = subprocess.run([node, "--version"], capture_output=True, text=True, check=True).stdout
    major, minor = (int(part) for part in re.findall(r"\d+", text)[:2])
    return major >= 24 or (major == 22 and minor >= 21)


@pytest.fixture
def variables(emulator, monkeypatch) -> dict[str, str]:
    """Those of a sourced env file, in force."""
    wanted = {**emulator.environment(proxy=True), **emulator.control_environment()}
    for name, value in wanted.items():
        monkeypatch.setenv(name, value)
    return wanted


def check(microconv, *arguments) -> subprocess.CompletedProcess[str]:
    command = [microconv, "emulator", "check", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)


def words(output: str) -> dict[str, str]:
    return {line.split(maxsplit=1)[0]: line.split(maxsplit=1)[1] for line in output.splitlines()}


@pytest.mark.parametrize("name", sample(NAMES, 3))
def test_each_client_reaches_the_emulator(microconv, emulator, variables, name):
    emulator.control.clear_requests()
    done = check(microconv, "--only", name)
    asked = [one for one in emulator.control.requests() if re.search(r"\b8\d{9}$|\b9\d{9}$", one.account)]
    if name in ("curl", "node") and shutil.which(name) is None:
        assert (words(done.stdout), asked, done.returncode) == ({name: "not installed"}, [], 0)
    elif name == "node" and not node_leads_fetch_through_a_proxy():
        assert (words(done.stdout), asked, done.returncode) == ({name: "DOES NOT REACH IT"}, [], 1)
        assert "error: node does not reach the emulator: " in done.stderr
        assert "Use Node.js 24 or later" in done.stderr
    else:
        assert (words(done.stdout), done.stderr, done.returncode) == ({name: "reaches the emulator"}, "", 0)
        assert len(asked) == 1
        assert asked[0].api == ("google_ads" if name == "google-ads" else "ga4")
        assert not asked[0].write


@pytest.fixture
def without_pysocks(tmp_path, monkeypatch) -> None:
    """Programs in Python that the test starts have no PySocks and no network."""
    (tmp_path / "sitecustomize.py").write_text(NO_NETWORK, "utf-8")
    (tmp_path / "socks.py").write_text("raise ImportError('not installed in this test')\n", "utf-8")
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(tmp_path), *filter(None, [os.environ.get("PYTHONPATH")])]))


def test_a_client_that_passes_the_emulator_by(microconv, emulator, variables, without_pysocks):
    done = check(microconv, "--only", "google-api-python-client", "--only", "google-analytics-admin-rest")
    assert done.returncode == 1
    assert words(done.stdout) == {
        "google-analytics-admin-rest": "reaches the emulator",
        "google-api-python-client": "DOES NOT REACH IT",
    }
    assert "error: google-api-python-client does not reach the emulator: " in done.stderr
    assert "Install PySocks beside it (pip install PySocks)" in done.stderr


def test_a_client_with_other_credentials(microconv, emulator, variables):
    key = emulator.folder / "google-ads.yaml"
    text = key.read_text("utf-8")
    try:
        key.write_text("developer_token: x\nclient_id: a\nclient_secret: b\nrefresh_token: unknown\n", "utf-8")
        done = check(microconv, "--only", "google-ads")
    finally:
        key.write_text(text, "utf-8")
    assert done.returncode == 1
    assert words(done.stdout) == {"google-ads": "DOES NOT REACH IT"}


def test_a_file_instead_of_variables_and_another_python(microconv, emulator, tmp_path):
    path = tmp_path / "emulator.env"
    emulator.write_env_file(path, proxy=True)
    assert read_environment_file(path) == {**emulator.environment(proxy=True), **emulator.control_environment()}
    done = check(microconv, "--env-file", path, "--python", sys.executable, "--only", "google-auth")
    assert (done.stdout, done.returncode) == ("google-auth                  reaches the emulator\n", 0)


def test_what_is_not_installed_is_no_error(microconv, emulator, tmp_path):
    path = tmp_path / "emulator.env"
    emulator.write_env_file(path, proxy=True)
    bare = tmp_path / "bare-python"
    bare.write_text(f'#!/bin/sh\nexec "{sys.executable}" -S -E "$@"\n', "utf-8")
    bare.chmod(0o755)
    done = check(microconv, "--env-file", path, "--python", bare, "--only", "google-auth", "--only", "google-ads")
    assert words(done.stdout) == {"google-ads": "not installed", "google-auth": "not installed"}
    assert (done.stderr, done.returncode) == ("", 0)


def test_no_emulator_and_no_such_client(microconv, tmp_path, monkeypatch):
    monkeypatch.delenv("MICROCONV_EMULATOR_CONTROL", raising=False)
    done = check(microconv)
    assert done.returncode == 1
    assert "the clients were not checked: MICROCONV_EMULATOR_CONTROL is not set" in done.stderr
    assert check(microconv, "--env-file", tmp_path / "none").returncode == 1
    (tmp_path / "other").write_text("export A=1 B=2\n", "utf-8")
    assert "is not an env file of an emulator" in check(microconv, "--env-file", tmp_path / "other").stderr
    wrong = check(microconv, "--only", "gcloud")
    assert wrong.returncode == 64
    assert "there is no client gcloud; there are google-ads, " in wrong.stderr
