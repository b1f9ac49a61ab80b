"""Client configuration: files in a folder, and the environment variables that name them to official clients.

``google-ads.yaml`` is read by every Google Ads client library; the endpoint is its own setting. The Google Analytics
clients have no such setting, so there are two ways for them. ``MICROCONV_EMULATOR`` carries their endpoints for
programs that know it. For programs that know nothing of an emulator there is the proxy: its variables lead every
connection to Google's API hosts to the emulator, and refuse every other host. That is what an env file is for, and
why it has them unless they are left out: a shell that sourced it cannot reach the real services by mistake, but nor
can it reach anything else through the proxy. In-process use has them only on demand.
"""

from __future__ import annotations

import json
import shlex
from typing import TYPE_CHECKING

from microconv.emulator.errors import EmulatorError
from microconv.emulator.machine.tls import write_private

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from microconv.emulator.tokens import User

#: Some clients want 22 signs, as real ones have.
_DEVELOPER_TOKEN = "EmulatedDeveloperToken"
_LOOPBACK = "localhost,127.0.0.1,::1"
#: Libraries disagree about upper and lower case; gRPC has names of its own that come first.
_PROXY = ("HTTPS_PROXY", "https_proxy", "grpc_proxy")
_NO_PROXY = ("NO_PROXY", "no_proxy", "no_grpc_proxy")
#: Further variables that name a file of trusted authorities: OpenSSL (also Go, Ruby, httpx), httplib2
#: (google-api-python-client), curl, Node.js.
_AUTHORITY = ("SSL_CERT_FILE", "HTTPLIB2_CA_CERTS", "CURL_CA_BUNDLE", "NODE_EXTRA_CA_CERTS")
#: Node.js 24 (or 22.21) and later lead fetch and https through HTTPS_PROXY if this is set; older ones ignore it.
_NODE = {"NODE_USE_ENV_PROXY": "1"}
_HEAD = "# Written by the microconv emulator; source it in the shell that starts a client.\n"
_WITH_PROXY = """\
# google-ads: google-ads.yaml. curl, requests and gRPC, of every language: HTTPS_PROXY.
# google-api-python-client (httplib2): HTTPS_PROXY too, if PySocks is installed beside it; microconv brings it.
# Node.js: gRPC and gaxios (googleapis) HTTPS_PROXY; fetch, and with it the REST fallback, from 24 or 22.21 on.
# A client that ignores the proxy goes to the real Google. `microconv emulator check` tells which ones get here.
"""
_WITHOUT_PROXY = """\
# google-ads finds the emulator by its google-ads.yaml. Without a proxy all other clients of Google's go to the real
# Google, unless they are given the endpoints in MICROCONV_EMULATOR. `microconv emulator check` tells which get here.
"""
_PROXIED_KEY = "service-account-googleapis.json"


def write_client_files(
    folder: Path,
    *,
    endpoint: str,
    service_account: Mapping[str, str],
    managers: Mapping[int, str],
    login: int | None,
    user: User | None,
) -> None:
    """Write ``service-account.json`` and ``google-ads.yaml`` into `folder`, readable by their owner only.

    endpoint: ``host:port`` of the gRPC server.
    service_account: the content of the key file.
    managers: the manager accounts that the service account was given directly, with their names.
    login: the one of them through which every account is reached, None if there is none.
    user: a person with a refresh token, None without one.
    """
    key_file = folder / "service-account.json"
    write_private(key_file, json.dumps(dict(service_account), indent=2).encode("utf-8"))
    lines = [
        "# Written by the microconv emulator, for the google-ads client libraries.",
        f"endpoint: {json.dumps(endpoint)}",
        "# Not asked for since September 2026; clients of before want one.",
        f"developer_token: {json.dumps(_DEVELOPER_TOKEN)}",
        *_login(managers, login),
        f"json_key_file_path: {json.dumps(str(key_file))}",
        "use_proto_plus: true",
        *_person(user),
        "",
    ]
    write_private(folder / "google-ads.yaml", "\n".join(lines).encode("utf-8"))


def _login(managers: Mapping[int, str], login: int | None) -> Iterator[str]:
    """The login customer, if one serves for every account; otherwise what it can be, as comments."""
    if login is None and managers:
        yield "# Take the # away where an account is below one of these; it is then the way to all accounts."
    for number, name in managers.items():
        if login in (None, number):
            # the name is somebody's: in JSON it has no line break
            yield f"{'' if login else '# '}login_customer_id: {number} # manager account {json.dumps(name)}"


def _person(user: User | None) -> Iterator[str]:
    if user is None:
        return
    yield f"# To be {json.dumps(user.email)} instead of the service account, take away the # before these three lines."
    yield "# The token is asked for at accounts.google.com, so it needs the proxy (see the env file)."
    for name in ("client_id", "client_secret", "refresh_token"):
        yield f"# {name}: {json.dumps(getattr(user, name))}"


def client_environment(folder: Path, *, grpc_endpoint: str, rest_endpoint: str, ahead: int = 0) -> dict[str, str]:
    """The variables that make official clients, unmodified, talk to the emulator.

    folder: where `write_client_files` and the certificate authority wrote.
    grpc_endpoint: ``host:port``.
    rest_endpoint: ``https://host:port``.
    ahead: by how many seconds the emulator's clock is ahead of the real one, for programs that ask for days.
    """
    authority = str(folder / "ca.pem")
    return {
        "GOOGLE_ADS_CONFIGURATION_FILE_PATH": str(folder / "google-ads.yaml"),
        "GOOGLE_APPLICATION_CREDENTIALS": str(folder / "service-account.json"),
        "GRPC_DEFAULT_SSL_ROOTS_FILE_PATH": authority,
        "REQUESTS_CA_BUNDLE": authority,
        "MICROCONV_EMULATOR": f"grpc={grpc_endpoint};rest={rest_endpoint};ahead={ahead}",
    }


def write_proxied_key(folder: Path, service_account: Mapping[str, str]) -> None:
    """Write the key file that clients behind the proxy get: it belongs to the universe googleapis.com, as theirs do.

    google-api-python-client and clients in other languages compare the two and refuse any other.
    """
    write_private(folder / _PROXIED_KEY, json.dumps(dict(service_account), indent=2).encode("utf-8"))


def proxy_environment(folder: Path, port: int) -> dict[str, str]:
    """The variables that lead clients without an endpoint setting through the proxy; they go with `client_environment`.

    folder: where `write_proxied_key` and the certificate authority wrote.
    port: the proxy's.
    """
    authority = str(folder / "ca.pem")
    return {
        "GOOGLE_APPLICATION_CREDENTIALS": str(folder / _PROXIED_KEY),
        **dict.fromkeys(_PROXY, f"http://127.0.0.1:{port}"),
        **dict.fromkeys(_NO_PROXY, _LOOPBACK),
        **dict.fromkeys(_AUTHORITY, authority),
        **_NODE,
    }


def environment_script(variables: Mapping[str, str]) -> str:
    """POSIX shell lines that export the variables, each value quoted whatever it holds, below a few comments."""
    needs = _WITH_PROXY if _PROXY[0] in variables else _WITHOUT_PROXY
    return _HEAD + needs + "".join(f"export {name}={_quoted(value)}\n" for name, value in variables.items())


def _quoted(value: str) -> str:
    quoted = shlex.quote(value)
    return quoted if quoted.startswith("'") else f"'{quoted}'"


def write_environment_file(path: Path, variables: Mapping[str, str]) -> None:
    """Write `environment_script` to a file that only its owner can read.

    Raises EmulatorError if it cannot be written.
    """
    write_private(path, environment_script(variables).encode("utf-8"))


def read_environment_file(path: Path) -> dict[str, str]:
    """The variables of a file that an emulator wrote.

    Raises EmulatorError if it cannot be read, or is no such file.
    """
    try:
        return dict(_exported(path.read_text("utf-8")))
    except OSError as error:
        raise EmulatorError(f"cannot read {path}: {error.strerror}") from error
    except ValueError as error:
        raise EmulatorError(f"{path} is not an env file of an emulator") from error


def _exported(text: str) -> Iterator[tuple[str, str]]:
    """The variables of `environment_script`."""
    for words in (shlex.split(line, comments=True) for line in text.splitlines()):
        if words:
            export, assignment = words
            name, equals, value = assignment.partition("=")
            if export != "export" or not equals:
                raise ValueError(assignment)
            yield name, value
