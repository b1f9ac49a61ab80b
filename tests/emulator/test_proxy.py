"""The proxy: official clients that know nothing of an emulator, in a process of their own, and what it refuses."""

from __future__ import annotations

import json
import os
import socket
import ssl
import subprocess
import sys
import time
from collections.abc import Iterator

import pytest

from microconv.emulator import EmulatorError
from microconv.emulator.machine.client_hello import NotTls, offered_protocols
from microconv.emulator.machine.hosts import HOSTS
from microconv.emulator.machine.proxy import Proxy

EVENTS = ("mv_v1alpha_grpc", "mv_v1alpha_rest", "mv_v1beta_grpc", "mv_v1beta_rest")
#: What a user of Google's libraries writes: no endpoint, no credentials, nothing of the emulator.
CLIENT_CODE = """
import json, sys

from google.ads.googleads.client import GoogleAdsClient
from google.analytics import admin_v1alpha, admin_v1beta
from googleapiclient.discovery import build
import requests

PARENT = "properties/345678901"
seen = {}
for package in (admin_v1alpha, admin_v1beta):
    for transport in ("grpc", "rest"):
        client = package.AnalyticsAdminServiceClient(transport=transport)
        event = f"mv_{package.__name__.rpartition('_')[2]}_{transport}"
        client.create_key_event(parent=PARENT, key_event={"event_name": event, "counting_method": 1})
        seen[event] = sum(one.event_name == event for one in client.list_key_events(parent=PARENT))

analytics = build("analyticsadmin", "v1beta")
body = {"eventName": "mv_discovery", "countingMethod": "ONCE_PER_EVENT"}
seen["mv_discovery"] = analytics.properties().keyEvents().create(parent=PARENT, body=body).execute()["eventName"]

QUERY = "SELECT customer.descriptive_name FROM customer"
for name, path in (("key", sys.argv[1]), ("refresh token", sys.argv[2])):
    ads = GoogleAdsClient.load_from_storage(path).get_service("GoogleAdsService")
    seen[name] = [row.customer.descriptive_name for row in ads.search(customer_id="1234567890", query=QUERY)]

try:
    requests.get("https://youtube.googleapis.com/", timeout=10)
except requests.exceptions.ProxyError as error:
    seen["refused"] = str(error)
print(json.dumps(seen))
"""


@pytest.fixture
def linked_world(emulator, seed):
    one = {"id": 345678901, "display_name": "Aoi GA4", "currency_code": "JPY", "time_zone": "Asia/Tokyo"}
    emulator.world.reset({**seed, "ga4": {"accounts": [{"id": 100, "display_name": "Aoi", "properties": [one]}]}})
    return emulator.world


def test_clients_without_an_endpoint_setting(emulator, linked_world, tmp_path):
    pytest.importorskip("googleapiclient")
    pytest.importorskip("socks", reason="httplib2 knows proxies only with PySocks")
    variables = emulator.environment(proxy=True)
    key = tmp_path / "key.yaml"
    key.write_text(
        f"json_key_file_path: {json.dumps(variables['GOOGLE_APPLICATION_CREDENTIALS'])}\nuse_proto_plus: true\n"
    )
    user = tmp_path / "user.yaml"
    user.write_text(
        "client_id: test-client\nclient_secret: test-secret\nrefresh_token: test-refresh\nuse_proto_plus: true\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", CLIENT_CODE, str(key), str(user)],
        env={**os.environ, **variables, "HOME": str(tmp_path)},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    seen = json.loads(done.stdout)
    assert "403 Refused by the microconv emulator" in seen.pop("refused")
    assert seen == {
        **dict.fromkeys(EVENTS, 1),
        "mv_discovery": "mv_discovery",
        "key": ["Aoi Store"],
        "refresh token": ["Aoi Store"],
    }
    held = {one.event_name for one in linked_world.ga4.property(345678901).key_events.values()}
    assert {*EVENTS, "mv_discovery"} <= held
    assert "youtube.googleapis.com:443" in emulator.refused_hosts
    assert {host.partition(":")[0] for host in emulator.refused_hosts} <= {
        "youtube.googleapis.com",
        "iamcredentials.googleapis.com",  # google-auth's look-up in the background
    }
    assert {(one.api, one.status) for one in linked_world.log.entries} == {
        ("ga4", "OK"),
        ("google_ads", "OK"),
        ("oauth", "OK"),
    }


# ---- the wire


@pytest.fixture
def proxy(emulator) -> Iterator[Proxy]:
    grpc_port = int(emulator.google_ads_endpoint.rpartition(":")[2])
    rest_port = int(emulator.ga4_rest_endpoint.rpartition(":")[2])
    proxy = Proxy(grpc_port=grpc_port, rest_port=rest_port)
    yield proxy
    proxy.stop()


def ask(proxy: Proxy, request: str) -> tuple[socket.socket, str]:
    """Send a request's head; the connection, and the answer up to the end of its head or of the connection."""
    connection = socket.create_connection(("127.0.0.1", proxy.port), timeout=10)
    connection.sendall(request.encode("latin-1"))
    answer = b""
    while not answer.endswith(b"\r\n\r\n") and (more := connection.recv(1)):
        answer += more
    return connection, answer.decode("latin-1")


def rest_of(connection: socket.socket) -> str:
    text = b""
    while more := connection.recv(4096):
        text += more
    connection.close()
    return text.decode("latin-1")


@pytest.mark.parametrize(
    ("request_line", "asked"),
    [
        ("CONNECT example.com:443", "example.com:443"),
        ("CONNECT iamcredentials.googleapis.com:443", "iamcredentials.googleapis.com:443"),
        ("CONNECT googleads.googleapis.com:80", "googleads.googleapis.com:80"),
        ("CONNECT googleads.googleapis.com.evil.example:443", "googleads.googleapis.com.evil.example:443"),
        ("CONNECT googleads.googleapis.com", "googleads.googleapis.com"),
        ("CONNECT localhost:1", "localhost:1"),
        ("CONNECT 127.0.0.1:\xb2", "127.0.0.1:\xb2"),
        ("GET http://googleads.googleapis.com:443/", "http://googleads.googleapis.com:443/"),
        ("GET http://127.0.0.1/", "http://127.0.0.1/"),
    ],
)
def test_every_other_host_is_refused(proxy, request_line, asked):
    connection, head = ask(proxy, f"{request_line} HTTP/1.1\r\nHost: x\r\n\r\n")
    assert head.startswith("HTTP/1.1 403 Refused by the microconv emulator\r\n")
    assert rest_of(connection).startswith("The microconv emulator's proxy does not lead to ")
    assert proxy.refused == (asked,)


@pytest.mark.parametrize("request_line", ["hello", "CONNECT googleads.googleapis.com:443", "GET / HTTP/2"])
def test_what_is_no_http(proxy, request_line):
    connection, head = ask(proxy, f"{request_line}\r\n\r\n")
    assert head.startswith("HTTP/1.1 400 Bad Request\r\n")
    connection.close()


def test_a_head_without_end(proxy):
    connection, head = ask(proxy, f"CONNECT x:443 HTTP/1.1\r\nA: {'a' * 70_000}")
    assert head.startswith("HTTP/1.1 431 ")
    connection.close()


@pytest.mark.parametrize("host", HOSTS)
@pytest.mark.parametrize(
    ("offered", "chosen"), [(["h2"], "h2"), (["h2", "http/1.1"], "http/1.1"), (["http/1.1"], "http/1.1"), ([], None)]
)
def test_the_protocol_decides_where_to(emulator, proxy, host, offered, chosen):
    connection, head = ask(proxy, f"CONNECT {host}:443 HTTP/1.1\r\nHost: {host}:443\r\n\r\n")
    assert head == "HTTP/1.1 200 Connection established\r\n\r\n"
    context = ssl.create_default_context(cafile=str(emulator.folder / "ca.pem"))
    if offered:
        context.set_alpn_protocols(offered)
    with context.wrap_socket(connection, server_hostname=host) as wrapped:
        assert wrapped.selected_alpn_protocol() == chosen
        if chosen != "h2":
            wrapped.sendall(f"GET /token HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n".encode())
            answer = rest_of(wrapped)
            expected = "405" if host == "oauth2.googleapis.com" else "404"
            assert answer.partition("\r\n")[0].split()[1] == expected


def test_the_emulators_own_ports_by_a_loopback_name(emulator, proxy):
    port = emulator.ga4_rest_endpoint.rpartition(":")[2]
    connection, head = ask(proxy, f"CONNECT localhost:{port} HTTP/1.1\r\n\r\n")
    assert head.startswith("HTTP/1.1 200 ")
    context = ssl.create_default_context(cafile=str(emulator.folder / "ca.pem"))
    with context.wrap_socket(connection, server_hostname="localhost") as wrapped:
        assert wrapped.version() is not None


def test_what_is_no_tls_is_closed(proxy):
    connection, head = ask(proxy, "CONNECT googleads.googleapis.com:443 HTTP/1.1\r\n\r\n")
    assert head.startswith("HTTP/1.1 200 ")
    connection.sendall(b"GET / HTTP/1.1\r\n\r\n")
    assert rest_of(connection) == ""


def test_stopping_ends_open_connections():
    proxy = Proxy(grpc_port=1, rest_port=2)
    connection, head = ask(proxy, "CONNECT googleads.googleapis.com:443 HTTP/1.1\r\n\r\n")
    assert head.startswith("HTTP/1.1 200 ")
    before = time.monotonic()
    proxy.stop()
    assert rest_of(connection) == ""
    assert time.monotonic() - before < 2
    with pytest.raises(OSError, match="refused"):
        socket.create_connection(("127.0.0.1", proxy.port), timeout=2)


def test_a_port_that_is_taken(proxy):
    with pytest.raises(EmulatorError, match=f"^cannot listen on 127.0.0.1:{proxy.port}: "):
        Proxy(grpc_port=1, rest_port=2, port=proxy.port)


# ---- what the environment says


def test_the_proxys_variables(emulator):
    plain, proxied = emulator.environment(), emulator.environment(proxy=True)
    assert plain.items() - proxied.items() == {
        ("GOOGLE_APPLICATION_CREDENTIALS", str(emulator.folder / "service-account.json"))
    }
    for name in ("HTTPS_PROXY", "https_proxy", "grpc_proxy"):
        assert proxied[name] == emulator.proxy_address
    for name in ("NO_PROXY", "no_proxy", "no_grpc_proxy"):
        assert proxied[name] == "localhost,127.0.0.1,::1"
    for name in ("SSL_CERT_FILE", "HTTPLIB2_CA_CERTS", "REQUESTS_CA_BUNDLE", "GRPC_DEFAULT_SSL_ROOTS_FILE_PATH"):
        assert proxied[name] == str(emulator.folder / "ca.pem")
    key = json.loads((emulator.folder / "service-account-googleapis.json").read_text("utf-8"))
    assert key["universe_domain"] == "googleapis.com"
    assert key["token_uri"] == emulator.world.tokens.token_uri


# ---- the ClientHello


def hello(*protocols: str) -> bytes:
    """The first bytes of a TLS client of Python's."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    if protocols:
        context.set_alpn_protocols(list(protocols))
    incoming, outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
    client = context.wrap_bio(incoming, outgoing, server_hostname="googleads.googleapis.com")
    with pytest.raises(ssl.SSLWantReadError):
        client.do_handshake()
    return outgoing.read()


@pytest.mark.parametrize("protocols", [(), ("h2",), ("http/1.1",), ("h2", "http/1.1"), ("grpc-exp", "h2")])
def test_offered_protocols(protocols):
    assert offered_protocols(hello(*protocols)) == protocols


def test_a_client_hello_that_comes_in_parts():
    data = hello("h2")
    assert all(offered_protocols(data[:length]) is None for length in range(len(data)))
    body = data[5:]
    records = b"".join(data[:3] + len(part).to_bytes(2, "big") + part for part in (body[:3], body[3:50], body[50:]))
    assert offered_protocols(records) == ("h2",)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"GET / HTTP/1.1\r\n", "does not begin with a ClientHello"),
        (b"\x16\x03\x01\x00\x05\x02\x00\x00\x01\x00", "does not begin with a ClientHello"),
        (b"\x16\x03\x01\x00\x05\x01\x00\x00\x01\x00", "the ClientHello ends too early"),
        (b"\x16\x03\x01\x00\x00" * 20_000, "the ClientHello is too long"),
    ],
)
def test_what_is_no_client_hello(data, message):
    with pytest.raises(NotTls, match=message):
        offered_protocols(data)
