"""Access tokens: a service account of the emulator's own, the tokens it gives out, and the check of each request's.

Accepted as ``Authorization: Bearer``: an access token that the token endpoint gave out, and a self-signed JWT of the
service account (RFC 7519, RS256), which Google's clients send instead when they need no token endpoint (AIP-4111).
A token's life is measured on the emulator's clock from the moment the emulator first saw it, so that a test can let
it expire by advancing the clock; the ``iat`` and ``exp`` of a JWT are compared with the real time its maker had.
"""

from __future__ import annotations

import hashlib
import secrets
import threading
import time
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from microconv.emulator.errors import EmulatorError
from microconv.emulator.jwt import InvalidJwt, verify_jwt

if TYPE_CHECKING:
    from microconv.emulator.clock import Clock

#: The account whose key the emulator writes.
SERVICE_ACCOUNT = "microconv-emulator@microconv-emulator.iam.gserviceaccount.com"
PROJECT = "microconv-emulator"
#: What a google-auth client asks the real service about must never be asked because of an emulated account: with a
#: universe other than googleapis.com google-auth 2.62 does not look up iamcredentials' allowedLocations (checked
#: 2026-11-23 in google/auth/credentials.py, _is_regional_access_boundary_lookup_required).
UNIVERSE = "emulator.invalid"

#: The scopes of the emulated APIs: those of a refresh token of which the seed names none.
SCOPES = tuple(f"https://www.googleapis.com/auth/{one}" for one in ("adwords", "analytics.edit", "analytics.readonly"))


class Unauthenticated(Exception):  # noqa: N818 - named after the status
    """No token, or one that is not valid. `reason`: ``missing``, ``malformed``, ``unknown`` or ``expired``."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"the access token is {reason}")
        self.reason = reason


class InsufficientScope(Exception):  # noqa: N818 - named after the reason
    """A valid token without any of the scopes the method needs."""

    def __init__(self, needed: Collection[str]) -> None:
        super().__init__(f"the token has none of the scopes {', '.join(sorted(needed))}")
        self.needed = tuple(needed)


@dataclass(frozen=True, slots=True)
class Principal:
    """The identity a token stands for."""

    email: str


@dataclass(frozen=True, slots=True)
class User:
    """A person with a refresh token, from the seed (``principals.users``). `scopes`: what it was given for."""

    email: str
    refresh_token: str
    client_id: str = ""
    client_secret: str = ""
    scopes: tuple[str, ...] = SCOPES


#: The person of seeds that name none. `environment.write_client_files` writes down how to be them.
USER = User(
    email="person@microconv-emulator.example",
    refresh_token="1//emulated-refresh-token",
    client_id="100000000000-emulated.apps.googleusercontent.com",
    client_secret="emulated-client-secret",
)


@dataclass(slots=True)
class _Grant:
    """A token known to the emulator. `scopes` None: every scope (a JWT for an audience)."""

    principal: Principal
    scopes: frozenset[str] | None
    expires: datetime
    revoked: bool = False


class TokenAuthority:
    """The emulator's OAuth authority.

    clock: the emulator's.
    lifetime: of access tokens given out from now on; may be changed at any time.
    """

    def __init__(self, clock: Clock, lifetime: timedelta = timedelta(hours=1)) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._key: rsa.RSAPrivateKey | None = None
        self._grants: dict[str, _Grant] = {}
        self._users: tuple[User, ...] = ()
        self.lifetime = lifetime
        self.token_uri = ""

    @property
    def key(self) -> rsa.RSAPrivateKey:
        """The service account's private key, made at first use and kept for the life of the emulator."""
        with self._lock:
            if self._key is None:
                self._key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
            return self._key

    def use_key(self, pem: bytes) -> None:
        """Take a private key of before instead of a new one.

        Raises EmulatorError if it is no RSA key.
        """
        try:
            key = serialization.load_pem_private_key(pem, password=None)
        except (ValueError, TypeError) as error:
            raise EmulatorError(f"the service account's key cannot be read: {error}") from error
        if not isinstance(key, rsa.RSAPrivateKey):
            raise EmulatorError("the service account's key is no RSA key")
        with self._lock:
            self._key = key

    def service_account(self, universe_domain: str = UNIVERSE) -> dict[str, str]:
        """The content of the service-account key file. `token_uri` must have been set."""
        private = self.key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        return {
            "type": "service_account",
            "project_id": PROJECT,
            "private_key_id": self._key_id(),
            "private_key": private.decode("ascii"),
            "client_email": SERVICE_ACCOUNT,
            "client_id": "100000000000000000001",
            "token_uri": self.token_uri,
            "universe_domain": universe_domain,
        }

    def _key_id(self) -> str:
        public = self.key.public_key().public_bytes(
            serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
        )
        return hashlib.sha256(public).hexdigest()[:40]

    def set_users(self, users: Collection[User]) -> None:
        """Replace the people who have refresh tokens."""
        self._users = tuple(users)

    @property
    def users(self) -> tuple[User, ...]:
        """The people who have refresh tokens."""
        return self._users

    def expire_all(self) -> None:
        """Let every token seen so far be expired.

        A self-signed JWT is the same text again when its maker signs the same claims within the same second.
        """
        with self._lock:
            for grant in self._grants.values():
                grant.revoked = True

    def issue(self, principal: Principal, scopes: Collection[str]) -> str:
        """Make an access token, valid for `lifetime`."""
        token = "ya29.emulated-" + secrets.token_urlsafe(32)
        with self._lock:
            self._forget_old()
            self._grants[_digest(token)] = _Grant(principal, frozenset(scopes), self._clock.now() + self.lifetime)
        return token

    def _forget_old(self) -> None:
        if len(self._grants) > 10_000:
            now = self._clock.now()
            self._grants = {key: one for key, one in self._grants.items() if not one.revoked and one.expires > now}

    # ---- the check of a request

    def check(self, authorization: str | None, scopes: Collection[str]) -> Principal:
        """The identity the ``Authorization`` header stands for.

        authorization: the header's value, None if there is none.
        scopes: the scopes any one of which is enough.

        Raises Unauthenticated if there is no valid token. Raises InsufficientScope for a valid token with none of
        `scopes`.
        """
        if not authorization:
            raise Unauthenticated("missing")
        scheme, _, token = authorization.partition(" ")
        token = token.strip()
        if scheme.lower() != "bearer" or not token:
            raise Unauthenticated("malformed")
        with self._lock:
            grant = self._grants.get(_digest(token))
        if grant is None:
            grant = self._first_sight(token)
        if grant.revoked or grant.expires <= self._clock.now():
            raise Unauthenticated("expired")
        if grant.scopes is not None and grant.scopes.isdisjoint(scopes):
            raise InsufficientScope(scopes)
        return grant.principal

    def _first_sight(self, token: str) -> _Grant:
        """Remember a self-signed JWT that is seen for the first time."""
        if token.count(".") != 2 or token.startswith("ya29."):
            raise Unauthenticated("unknown")
        claims = self.verify(token)
        scope = claims.get("scope")
        audience = claims.get("aud")
        if claims.get("sub", SERVICE_ACCOUNT) != SERVICE_ACCOUNT:
            raise Unauthenticated("unknown")
        if isinstance(scope, str) and scope:
            scopes: frozenset[str] | None = frozenset(scope.split())
        elif isinstance(audience, str) and audience.startswith("https://"):
            scopes = None
        else:
            raise Unauthenticated("malformed")
        left = timedelta(seconds=float(claims["exp"]) - time.time())
        grant = _Grant(Principal(SERVICE_ACCOUNT), scopes, self._clock.now() + left)
        with self._lock:
            self._forget_old()
            return self._grants.setdefault(_digest(token), grant)

    def verify(self, token: str) -> dict[str, Any]:
        """The claims of a JWT signed with the service account's key and valid at the real time.

        Raises Unauthenticated as ``malformed``, ``unknown`` (another's signature) or ``expired``.
        """
        try:
            return verify_jwt(token, self.key.public_key(), issuer=SERVICE_ACCOUNT, now=time.time())
        except InvalidJwt as refusal:
            raise Unauthenticated(refusal.reason) from refusal


def _digest(token: str) -> str:
    """Tokens are kept as digests only, so that no dump or debugger shows one."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
