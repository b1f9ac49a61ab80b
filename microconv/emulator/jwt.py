"""JSON Web Tokens (RFC 7519) signed with RS256, as Google's clients make them: the check, nothing else."""

from __future__ import annotations

import base64
import binascii
import json
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa

_SKEW_SECONDS = 300
_MAX_SECONDS = 3600 + _SKEW_SECONDS


class InvalidJwt(Exception):  # noqa: N818 - named after what it is about
    """A JWT that is not accepted. `reason`: ``malformed``, ``unknown`` (another's signature) or ``expired``."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def verify_jwt(token: str, key: rsa.RSAPublicKey, *, issuer: str, now: float) -> dict[str, Any]:
    """The claims of a token that is signed with `key` by `issuer` and valid at `now`.

    now: seconds since 1970. ``iat`` may be five minutes ahead; a life of more than an hour is not accepted.

    Raises InvalidJwt if it is not.
    """
    try:
        signed, _, signature = token.rpartition(".")
        header, claims = (json.loads(_decode(part)) for part in signed.split("."))
        mark = _decode(signature)
        key.verify(mark, signed.encode("ascii"), padding.PKCS1v15(), hashes.SHA256())
    except InvalidSignature as error:
        raise InvalidJwt("unknown") from error
    except (ValueError, binascii.Error, RecursionError) as error:
        raise InvalidJwt("malformed") from error
    if not isinstance(header, dict) or not isinstance(claims, dict) or header.get("alg") != "RS256":
        raise InvalidJwt("malformed")
    if claims.get("iss") != issuer or not _is_number(claims.get("iat")) or not _is_number(claims.get("exp")):
        raise InvalidJwt("malformed")
    issued, expires = float(claims["iat"]), float(claims["exp"])
    if issued > now + _SKEW_SECONDS or expires - issued > _MAX_SECONDS:
        raise InvalidJwt("malformed")
    if expires < now:
        raise InvalidJwt("expired")
    return claims


def _decode(part: str) -> bytes:
    return base64.b64decode(part + "=" * (-len(part) % 4), altchars=b"-_", validate=True)


def _is_number(value: object) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)
