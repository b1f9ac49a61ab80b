"""An emulator with a folder of its own: the next one is found where the last one was, by the same files."""

from __future__ import annotations

import json
import os
import socket
import ssl
import tempfile
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import requests

from microconv.emulator import Control, Emulator, EmulatorError
from microconv.emulator.machine import kept
from microconv.emulator.machine.environment import read_environment_file
from microconv.emulator.machine.folder import remove_dead_folders
from microconv.emulator.machine.hosts import CERTIFIED
from microconv.emulator.machine.tls import make_certificates

FILES = ("ca.pem", "server.pem", "server-key.pem", "service-account.json", "google-ads.yaml", "control-token", "port")


@pytest.fixture(autouse=True)
def ports_of_this_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """Other test runs on this machine choose ports too."""
    first = 10_000 + os.getpid() % 200 * 100
    monkeypatch.setattr(kept, "_BLOCKS", range(first, first + 100, 10))


def run(folder: Path, **settings: Any) -> Emulator:
    return Emulator(folder=folder, keep=True, **settings)


def texts(folder: Path) -> dict[str, str]:
    return {name: (folder / name).read_text("utf-8") for name in FILES}


def test_a_restart_changes_nothing_that_clients_have(tmp_path):
    folder = tmp_path / "state"
    with run(folder) as first:
        before = texts(folder)
        first.write_env_file(folder / "emulator.env")
        variables = read_environment_file(folder / "emulator.env")
        addresses = [first.google_ads_endpoint, first.ga4_rest_endpoint, first.proxy_address, first.control.address]
        key = json.loads(before["service-account.json"])
    with run(folder) as second:
        assert texts(folder) == before
        assert [second.google_ads_endpoint, second.ga4_rest_endpoint, second.proxy_address, second.control.address] == (
            addresses
        )
        assert second.world.tokens.service_account() == key
        assert Control.from_environment(variables).health()["status"] == "running"
        path = f"{second.ga4_rest_endpoint}/v26/customers:listAccessibleCustomers"
        with requests.Session() as session:
            session.trust_env = False
            assert session.get(path, verify=variables["REQUESTS_CA_BUNDLE"], timeout=10).status_code == 401
    assert {(folder / name).stat().st_mode & 0o777 for name in FILES} == {0o600}


def test_the_world_is_not_kept(tmp_path):
    with run(tmp_path) as first:
        first.world.google_ads.customers.clear()
    with run(tmp_path) as second:
        assert second.world.google_ads.customers


def test_ports_are_chosen_once(tmp_path, monkeypatch):
    with run(tmp_path / "a") as one, run(tmp_path / "b") as other:
        ports = [int(each.google_ads_endpoint.partition(":")[2]) for each in (one, other)]
    assert ports[0] != ports[1]
    assert [port % 10 for port in ports] == [0, 0]
    assert int((tmp_path / "b" / "port").read_text("ascii")) == ports[1]
    with socket.socket() as somebody:
        somebody.bind(("127.0.0.1", ports[1]))
        somebody.listen()
        with pytest.raises(EmulatorError, match=f"cannot listen on 127.0.0.1:{ports[1]}"), run(tmp_path / "b"):
            pass
    monkeypatch.setattr(kept, "_BLOCKS", range(ports[0], ports[0] + 10, 10))
    with (
        run(tmp_path / "a"),
        pytest.raises(
            EmulatorError, match=f"no five ports are free from {ports[0]} to {ports[0]}: name one with --port"
        ),
        run(tmp_path / "c"),
    ):
        pass


def test_a_folder_is_one_emulators_at_a_time(tmp_path):
    """The second one, with ports of its own, would lead the first one's clients to itself."""
    with run(tmp_path) as first:
        before = texts(tmp_path)
        port = int(first.google_ads_endpoint.partition(":")[2])
        with pytest.raises(EmulatorError, match=r"^another emulator is running in .*: stop it, or use another folder$"):
            run(tmp_path, port=port + 10).start()
        assert texts(tmp_path) == before
    with run(tmp_path) as next_one:
        assert next_one.google_ads_endpoint == first_endpoint(before)


def first_endpoint(kept_texts: dict[str, str]) -> str:
    return f"localhost:{kept_texts['port'].strip()}"


def test_a_kept_folder_is_never_taken_for_a_temporary_one(tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    folder = tmp_path / "microconv-emulator-mine"
    with run(folder):
        pass
    remove_dead_folders()
    assert set(FILES) <= {one.name for one in folder.iterdir()}


def test_a_folder_that_cannot_be_used(tmp_path):
    (tmp_path / "file").write_text("", "utf-8")
    with pytest.raises(EmulatorError, match=r"file is a file, not a folder$"), run(tmp_path / "file"):
        pass
    (tmp_path / "state" / "ca.pem").mkdir(parents=True)
    with pytest.raises(EmulatorError, match=r"^cannot (read|write) .*ca\.pem"), run(tmp_path / "state"):
        pass


def test_a_port_that_is_named_is_the_new_one(tmp_path):
    with run(tmp_path) as first:
        port = int(first.google_ads_endpoint.partition(":")[2])
    with run(tmp_path, port=port + 10) as second:
        assert second.google_ads_endpoint == f"localhost:{port + 10}"
    assert (tmp_path / "port").read_text("ascii") == f"{port + 10}\n"


@pytest.mark.parametrize("made", [(CERTIFIED, timedelta(days=1)), (("localhost",), timedelta(days=300))])
def test_certificates_that_end_or_lack_a_name_are_made_anew(tmp_path, made):
    make_certificates(*made).write(tmp_path)
    old = (tmp_path / "ca.pem").read_bytes()
    renewed = kept.kept_in(tmp_path, 1, CERTIFIED).certificates
    assert renewed.authority != old
    files = renewed.write(tmp_path)
    assert kept.kept_in(tmp_path, 1, CERTIFIED).certificates == renewed
    assert isinstance(files.server_context(), ssl.SSLContext)


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("port", "eighty", "holds no port number: remove it to have one chosen"),
        ("service-account.json", "{}", "is no key file of an emulator: remove it to have a new one made"),
        ("service-account.json", '{"private_key": "x"}', "is no key file of an emulator: remove it"),
        ("server-key.pem", "nothing", "remove its .pem files to have new ones made"),
        ("server.pem", "nothing", "remove its .pem files to have new ones made"),
        ("control-token", "\xff", "cannot read"),
    ],
)
def test_a_file_that_is_not_what_it_was(tmp_path, name, text, said):
    with run(tmp_path):
        pass
    (tmp_path / name).write_bytes(text.encode("latin-1"))
    with pytest.raises(EmulatorError, match=said), run(tmp_path):
        pass
