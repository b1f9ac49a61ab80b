"""Parts that requests and answers of all APIs over REST have alike: system parameters, the token, JSON."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from microconv.emulator.http_messages import HttpResponse

if TYPE_CHECKING:
    from collections.abc import Mapping

    from microconv.emulator.http_messages import HttpRequest

_JSON = "application/json; charset=UTF-8"
_REALM = 'Bearer realm="https://accounts.google.com/"'
#: System parameters that would change the answer and that the emulator does not have.
_FIELDS_HEADER = "X-Goog-FieldMask"
_MISSING_PARAMETERS = ("fields", "$fields", "callback", "$callback")


def parameter(request: HttpRequest, name: str) -> str:
    """A system parameter, with or without its dollar sign; empty if it is not given."""
    values = request.query.get(f"${name}") or request.query.get(name) or [""]
    return values[-1]


def missing_parameter(request: HttpRequest) -> str:
    """The first parameter of a request that the emulator does not have, in the URL or a header; empty if it has all."""
    by_header = _FIELDS_HEADER if _FIELDS_HEADER.lower() in request.headers else ""
    return next((name for name in _MISSING_PARAMETERS if name in request.query), by_header)


def other_form(request: HttpRequest) -> str:
    """The form in which an answer is asked for, if it is not JSON; else empty."""
    form, _, encoding = parameter(request, "alt").partition(";")
    if form in ("", "json") and encoding in ("", "enum-encoding=int"):
        return ""
    return f"'{form};{encoding}'".replace(";'", "'")


def enums_as_numbers(request: HttpRequest) -> bool:
    """True if the answer is to have enums as numbers."""
    return parameter(request, "alt").partition(";")[2] == "enum-encoding=int"


def authorization(request: HttpRequest) -> str | None:
    """The value of the authorization header, or what stands for it in the query; None without either."""
    token = parameter(request, "access_token") or parameter(request, "oauth_token")
    return request.headers.get("authorization") or (f"Bearer {token}" if token else None)


def challenge(code: str, *, missing: bool, scope: bool) -> dict[str, str]:
    """The header that says what is wrong with the token; none for another code than UNAUTHENTICATED.

    missing: there is no token.
    scope: the token lacks the scope, whatever the code.
    """
    if scope:
        return {"WWW-Authenticate": f'{_REALM}, error="insufficient_scope"'}
    if code != "UNAUTHENTICATED":
        return {}
    return {"WWW-Authenticate": _REALM if missing else f'{_REALM}, error="invalid_token"'}


def json_response(
    request: HttpRequest, status: int, content: Any, headers: Mapping[str, str] | None = None
) -> HttpResponse:
    """An answer in JSON, indented unless the request has ``prettyPrint=false``."""
    pretty = parameter(request, "prettyPrint") not in ("false", "0")
    text = json.dumps(content, ensure_ascii=False, indent=2 if pretty else None) + "\n"
    return HttpResponse(status, {"Content-Type": _JSON, **(headers or {})}, text.encode("utf-8"))
