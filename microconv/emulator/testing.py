"""An emulator for the tests of somebody else's program: one process, and a fresh world for each test.

`microconv.pytest_plugin` makes fixtures of it. A program under test needs no change: the variables in `environment`
lead it here, and nowhere else over HTTPS.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from microconv.emulator.errors import ControlError, EmulatorError
from microconv.emulator.machine.process import Process

if TYPE_CHECKING:
    import requests
    from google.ads.googleads.client import GoogleAdsClient
    from google.oauth2.service_account import Credentials

    from microconv.emulator.control import Control

#: A seed's path or content.
Seed = Path | Mapping[str, Any]

#: Names of the snapshots of whole sessions, which no test gives to its own.
_START = "microconv-pytest"
_GRPC_ROOTS = "GRPC_DEFAULT_SSL_ROOTS_FILE_PATH"
_SCOPES = (
    "https://www.googleapis.com/auth/adwords",
    "https://www.googleapis.com/auth/analytics.edit",
    "https://www.googleapis.com/auth/tagmanager.edit.containers",
    "https://www.googleapis.com/auth/tagmanager.publish",
)


class Session:
    """The emulator of a test session; it starts when it is first needed."""

    def __init__(self) -> None:
        self._process: Process | None = None
        self._seeds: set[str] = set()
        self._health: dict[str, Any] = {}
        self._credentials: Credentials | None = None

    def start(self) -> None:
        """Start it, if it does not run, and let gRPC in this process trust it, along with what it trusted before.

        gRPC reads its authorities once in the life of a process, at its first channel: this must come earlier.

        Raises EmulatorError if it does not start.
        """
        if self._process is not None:
            return
        self._process = Process().start()
        self.control.take_snapshot(_START)
        os.environ[_GRPC_ROOTS] = str(self._with_roots_of_before())

    def _with_roots_of_before(self) -> Path:
        import certifi

        before = Path(os.environ.get(_GRPC_ROOTS) or certifi.where())
        both = self.folder / "grpc-roots.pem"
        both.write_bytes(before.read_bytes() + b"\n" + (self.folder / "ca.pem").read_bytes())
        return both

    def stop(self) -> None:
        """Stop it, if it runs.

        Raises EmulatorError if it did not end well.
        """
        process, self._process = self._process, None
        if process is not None:
            process.stop()

    def begin(self, seed: Seed | None) -> None:
        """A fresh world for the next test: that of `seed`, or the packaged one. Snapshots of the test before are gone.

        Raises EmulatorError if there is no such seed, or it is refused.
        """
        self.start()
        for left in set(self.control.snapshots()) - {_START, *self._seeds}:
            self.control.drop_snapshot(left)
        name = _START if seed is None else self._loaded(seed)
        self.control.restore_snapshot(name)
        self._health = self.control.health()

    def _loaded(self, seed: Seed) -> str:
        """The snapshot of a seed; it is loaded once."""
        content = seed if isinstance(seed, Mapping) else _read(seed)
        place = "" if isinstance(seed, Mapping) else f"{seed.name}: "
        digest = hashlib.sha256(json.dumps(content, sort_keys=True, default=str).encode("utf-8")).hexdigest()
        name = f"{_START}-{digest}"
        if name not in self._seeds:
            try:
                self.control.load_seed(content)
            except ControlError as error:
                raise EmulatorError(f"{place}{error}") from None  # nothing more is known of it on this side
            self.control.take_snapshot(name)
            self._seeds.add(name)
        return name

    def access_token(self) -> str:
        """A new access token of the service account."""
        from google.auth.transport.requests import Request

        if self._credentials is None:
            self._credentials = _credentials(self.folder / "service-account-googleapis.json")
        self._credentials.refresh(Request())  # type: ignore[no-untyped-call]
        return str(self._credentials.token)

    # ---- what it is

    @property
    def process(self) -> Process:
        """The process.

        Raises EmulatorError if it does not run.
        """
        if self._process is None:
            raise EmulatorError("the emulator of the tests is not running")
        return self._process

    @property
    def control(self) -> Control:
        """The control plane: time, faults, policies, hits, the requests that were answered."""
        return self.process.control

    @property
    def folder(self) -> Path:
        """The folder of its certificates and keys."""
        return self.process.folder

    @property
    def health(self) -> Mapping[str, Any]:
        """The state of the world as the test began."""
        return self._health

    def environment(self) -> dict[str, str]:
        """The variables for the program under test, as the present world needs them."""
        variables = self.process.environment(proxy=True) | self.process.control_environment()
        variables[_GRPC_ROOTS] = os.environ[_GRPC_ROOTS]
        now = datetime.fromisoformat(self._health["now"])
        ahead = round((now - datetime.now(UTC)).total_seconds())
        variables["MICROCONV_EMULATOR"] = re.sub(r"ahead=-?\d+", f"ahead={ahead}", variables["MICROCONV_EMULATOR"])
        path = self.folder / f"google-ads-{self._health['google_ads_login'] or 'direct'}.yaml"
        if not path.exists():
            path.write_text(self._google_ads_yaml(), "utf-8")
        variables["GOOGLE_ADS_CONFIGURATION_FILE_PATH"] = str(path)
        return variables

    def _google_ads_yaml(self) -> str:
        lines = (self.folder / "google-ads.yaml").read_text("utf-8").splitlines()
        kept = [line for line in lines if not line.startswith(("#", "login_customer_id"))]
        login = self._health["google_ads_login"]
        return "\n".join([*kept, *([f"login_customer_id: {login}"] if login else []), ""])


def _credentials(path: Path) -> Credentials:
    from google.oauth2.service_account import Credentials

    read: Any = Credentials.from_service_account_file
    credentials: Credentials = read(path, scopes=_SCOPES)
    return credentials


def _read(path: Path) -> Mapping[str, Any]:
    from microconv.emulator.seed import read_seed

    return read_seed(path)


class Emulated:
    """One emulated API, for one test.

    environment: the variables, which are set while the test runs; for programs that it starts.
    control: the control plane: time, faults, policies, hits, and the requests that were answered.
    ca_file: the authority that clients must trust.
    rest_endpoint: ``https://localhost:PORT``.
    """

    def __init__(self, session: Session) -> None:
        self.environment = session.environment()
        self.control = session.control
        self.ca_file = session.folder / "ca.pem"
        self.rest_endpoint = str(session.health["ga4_rest"])
        self._new_token = session.access_token

    def access_token(self) -> str:
        """An access token of the emulated service account, good for every API."""
        return self._new_token()

    def session(self) -> requests.Session:
        """A session of `requests` with a token, which trusts the emulator; for requests to `rest_endpoint`."""
        import requests

        session = requests.Session()
        session.trust_env = False
        session.verify = str(self.ca_file)
        session.headers["Authorization"] = f"Bearer {self.access_token()}"
        return session


class GoogleAdsEmulator(Emulated):
    """The Google Ads API.

    endpoint: ``localhost:PORT`` of gRPC.
    login_customer_id: the manager account through which every account is reached, None if there is none.
    """

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.endpoint = str(session.health["google_ads"])
        login = session.health["google_ads_login"]
        self.login_customer_id = None if login is None else str(login)

    def client(self, version: str | None = None, **settings: Any) -> GoogleAdsClient:
        """An official client.

        version: of the API; None for the client's own default.
        settings: as in google-ads.yaml, instead of those of the emulator.
        """
        from google.ads.googleads.client import GoogleAdsClient

        given = {
            "endpoint": self.endpoint,
            "json_key_file_path": self.environment["GOOGLE_APPLICATION_CREDENTIALS"],
            "use_proto_plus": True,
            **({"login_customer_id": self.login_customer_id} if self.login_customer_id else {}),
            **settings,
        }
        client: GoogleAdsClient = GoogleAdsClient.load_from_dict(given, version=version)
        return client

    def session(self) -> requests.Session:
        """The same for Google Ads: it has the header ``login-customer-id``."""
        session = super().session()
        if self.login_customer_id is not None:
            session.headers["login-customer-id"] = self.login_customer_id
        return session


class Ga4Emulator(Emulated):
    """The GA4 Admin and Data APIs.

    endpoint: ``localhost:PORT`` of gRPC. Official clients need no endpoint: the environment leads them here.
    """

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.endpoint = str(session.health["ga4_grpc"])


class TagManagerEmulator(Emulated):
    """The Tag Manager API, v2, which is REST alone."""
