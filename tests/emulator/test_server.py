"""The running emulator: ports, files, environment, several at once, stopping."""

from __future__ import annotations

import os
import shlex
import socket
import ssl
import stat
import subprocess
import time
import urllib.request
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import yaml

from microconv.emulator import Emulator, EmulatorError
from microconv.emulator.http_messages import DropConnection, HttpRequest, HttpResponse
from microconv.emulator.machine.environment import environment_script
from microconv.emulator.machine.http_server import HttpServer

EMPTY = {"version": 1}


def test_environment_and_files(emulator):
    variables = emulator.environment()
    assert set(variables) == {
        "GOOGLE_ADS_CONFIGURATION_FILE_PATH",
        "GOOGLE_APPLICATION_CREDENTIALS",
        "GRPC_DEFAULT_SSL_ROOTS_FILE_PATH",
        "REQUESTS_CA_BUNDLE",
        "MICROCONV_EMULATOR",
    }
    place, _, ahead = variables["MICROCONV_EMULATOR"].rpartition(";")
    assert place == f"grpc={emulator.google_ads_endpoint};rest={emulator.ga4_rest_endpoint}"
    name, _, seconds = ahead.partition("=")
    real = datetime.now(UTC)
    assert name == "ahead"
    assert abs(real + timedelta(seconds=int(seconds)) - emulator.world.clock.now()) < timedelta(seconds=10)
    assert emulator.ga4_grpc_endpoint == emulator.google_ads_endpoint
    for path in emulator.folder.iterdir():
        assert stat.S_IMODE(path.stat().st_mode) == 0o600, path.name


def test_google_ads_yaml_where_no_login_customer_serves_for_all(emulator):
    """The caller was given accounts that are below no manager; the user is the first of the seed."""
    text = (emulator.folder / "google-ads.yaml").read_text("utf-8")
    assert yaml.safe_load(text) == {
        "endpoint": emulator.google_ads_endpoint,
        "developer_token": "EmulatedDeveloperToken",
        "json_key_file_path": str(emulator.folder / "service-account.json"),
        "use_proto_plus": True,
    }
    assert '# login_customer_id: 9998887777 # manager account "Agency"' in text.splitlines()
    assert '# refresh_token: "test-refresh"' in text.splitlines()


def test_env_file_survives_a_shell(emulator, tmp_path):
    path = tmp_path / "it's an env file"
    emulator.write_env_file(path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    for name, value in emulator.environment().items():
        assert f"export {name}='{value}'" in path.read_text("utf-8").splitlines()
        shown = subprocess.run(
            ["sh", "-c", f'. {shlex.quote(str(path))}; printf %s "${name}"'], capture_output=True, text=True, check=True
        )
        assert shown.stdout == value
    with pytest.raises(EmulatorError, match="cannot write"):
        emulator.write_env_file(tmp_path / "no" / "such" / "folder")


def test_env_values_are_quoted():
    script = environment_script({"A": 'it\'s $HOME `x` \\ "q"\nsecond'})
    shown = subprocess.run(["sh", "-c", script + 'printf %s "$A"'], capture_output=True, text=True, check=True)
    assert shown.stdout == 'it\'s $HOME `x` \\ "q"\nsecond'


def test_starts_fast_and_leaves_nothing_behind():
    before = time.monotonic()
    with Emulator(EMPTY) as emulator:
        assert time.monotonic() - before < 2
        folder = emulator.folder
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
        endpoint = emulator.google_ads_endpoint
    assert not folder.exists()
    with pytest.raises(OSError, match="refused"):
        socket.create_connection(("127.0.0.1", int(endpoint.rpartition(":")[2])), timeout=2)
    with pytest.raises(EmulatorError, match="not running"):
        emulator.environment()
    emulator.stop()


def test_a_given_folder_is_kept(tmp_path):
    folder = tmp_path / "new" / "folder"
    with Emulator(EMPTY, folder) as emulator:
        assert emulator.folder == folder.resolve()
    assert (folder / "google-ads.yaml").exists()
    with Emulator(EMPTY, folder):
        pass


def five_free_ports() -> int:
    """The first of five ports in a row that nobody listens on, below those that systems give to whoever asks for any.

    Where a test begins to look depends on its process, so that two of them seldom try the same.
    """
    for first in range(20000 + os.getpid() % 1000 * 10, 32000, 5):
        with ExitStack() as taken:
            try:
                for port in range(first, first + 5):
                    taken.enter_context(socket.socket()).bind(("127.0.0.1", port))
            except OSError:
                continue
        return first
    raise AssertionError("no five ports in a row are free")


@pytest.mark.parametrize("place", range(5))
def test_each_port_in_use_is_told_alike(place, capfd):
    free = five_free_ports()
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", free + place))
        taken.listen()
        with pytest.raises(EmulatorError) as caught:
            Emulator(EMPTY, port=free).start()
    assert (
        str(caught.value) == f"cannot listen on 127.0.0.1:{free + place}: Address already in use; choose another port"
    )
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("port", [-1, 65532])
def test_a_port_that_others_cannot_come_after(port):
    with pytest.raises(EmulatorError, match=f"^the port {port} is not from 0 to 65531; the 4 after it are taken too$"):
        Emulator(EMPTY, port=port)


def test_given_ports_and_ports_in_use(tmp_path):
    with Emulator(EMPTY) as emulator:
        taken = int(emulator.google_ads_endpoint.rpartition(":")[2])
        with pytest.raises(EmulatorError, match=f"^cannot listen on 127.0.0.1:{taken}: .*; choose another port$"):
            Emulator(EMPTY, tmp_path, port=taken).start()
    free = five_free_ports()
    with Emulator(EMPTY, port=free) as emulator:
        assert emulator.google_ads_endpoint == f"localhost:{free}"
        assert emulator.ga4_rest_endpoint == f"https://localhost:{free + 1}"
        assert emulator.world.tokens.token_uri == f"http://127.0.0.1:{free + 2}/token"


def test_started_twice():
    with Emulator(EMPTY) as emulator, pytest.raises(EmulatorError, match="running already"):
        emulator.start()


def test_unreadable_seeds(tmp_path):
    with pytest.raises(EmulatorError, match="cannot read the seed"):
        Emulator(tmp_path / "nothing.yaml")


def test_several_at_once_are_apart(emulator, world, ads_clients):
    """Two emulators in one process, the same official client library, two worlds."""
    from google.ads.googleads.client import GoogleAdsClient

    other_seed = {"version": 1, "google_ads": {"customers": [{"id": 1234567890, "descriptive_name": "The other"}]}}
    with Emulator(other_seed) as other:
        settings = {
            "endpoint": other.google_ads_endpoint,
            "json_key_file_path": str(other.folder / "service-account.json"),
            "use_proto_plus": True,
        }
        names = []
        for client in (ads_clients("v26"), GoogleAdsClient.load_from_dict(settings, version="v26")):
            service = client.get_service("GoogleAdsService")
            rows = service.search(customer_id="1234567890", query="SELECT customer.descriptive_name FROM customer")
            names.append([row.customer.descriptive_name for row in rows])
        assert names == [["Aoi Store"], ["The other"]]
        assert len(world.log.entries) == len(other.world.log.entries) == 1


@pytest.mark.skipif(not os.path.exists("/proc/net/tcp"), reason="reads Linux's list of sockets")
def test_loopback_only(emulator):
    port = int(emulator.google_ads_endpoint.rpartition(":")[2])
    found = 0
    for path in ("/proc/net/tcp", "/proc/net/tcp6"):
        if os.path.exists(path):
            for line in Path(path).read_text("ascii").splitlines()[1:]:
                address, number = line.split()[1].split(":")
                state = line.split()[3]
                if state == "0A" and int(number, 16) == port:
                    assert address in ("0100007F", "0000000000000000FFFF00000100007F")
                    found += 1
    assert found == 1


def test_certificate_is_for_loopback_names_and_the_emulated_hosts(emulator):
    context = ssl.create_default_context(cafile=str(emulator.folder / "ca.pem"))
    port = int(emulator.ga4_rest_endpoint.rpartition(":")[2])
    for name in ("localhost", "127.0.0.1", "::1", "googleads.googleapis.com"):
        with (
            socket.create_connection(("127.0.0.1", port), timeout=5) as raw,
            context.wrap_socket(raw, server_hostname=name) as wrapped,
        ):
            assert wrapped.version() in ("TLSv1.2", "TLSv1.3")
    with (
        pytest.raises(ssl.SSLCertVerificationError),
        socket.create_connection(("127.0.0.1", port), timeout=5) as raw,
        context.wrap_socket(raw, server_hostname="iamcredentials.googleapis.com"),
    ):
        pass


class TestHttpServer:
    def test_a_request_and_its_answer(self):
        seen = []

        def answer(request: HttpRequest) -> HttpResponse:
            seen.append(request)
            return HttpResponse(201, {"X-Answer": "yes"}, b"body")

        server = HttpServer(answer)
        try:
            url = f"http://127.0.0.1:{server.port}/a%20b/c?x=1&x=2&y="
            request = urllib.request.Request(url, b"sent", {"X-Asked": "1"}, method="PATCH")
            with urllib.request.urlopen(request, timeout=5) as response:
                assert (response.status, response.headers["X-Answer"], response.read()) == (201, "yes", b"body")
        finally:
            server.stop()
        assert (seen[0].method, seen[0].path, seen[0].query) == ("PATCH", "/a b/c", {"x": ["1", "2"], "y": [""]})
        assert (seen[0].headers["x-asked"], seen[0].body) == ("1", b"sent")

    def test_keeps_connections_alive_and_closes_them_at_the_end(self):
        import http.client

        server = HttpServer(lambda request: HttpResponse(200, {}, request.path.encode()))
        connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=5)
        for path in ("/1", "/2"):
            connection.request("GET", path)
            assert connection.getresponse().read() == path.encode()
        before = time.monotonic()
        server.stop()
        assert time.monotonic() - before < 2

        def ask_again() -> None:
            connection.request("GET", "/3")
            connection.getresponse()

        with pytest.raises((ConnectionError, http.client.HTTPException)):
            ask_again()
        connection.close()

    def test_drop_connection(self):
        import http.client

        def drop(request: HttpRequest) -> HttpResponse:
            raise DropConnection

        server = HttpServer(drop)
        connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=5)
        try:
            connection.request("GET", "/")
            with pytest.raises(http.client.RemoteDisconnected):
                connection.getresponse()
        finally:
            connection.close()
            server.stop()

    def test_port_in_use(self):
        server = HttpServer(lambda request: HttpResponse(200))
        try:
            with pytest.raises(EmulatorError, match=f"cannot listen on 127.0.0.1:{server.port}"):
                HttpServer(lambda request: HttpResponse(200), port=server.port)
        finally:
            server.stop()
