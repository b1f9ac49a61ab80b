"""The token endpoint's answers: access tokens for a signed assertion (RFC 7523) or a refresh token (RFC 6749)."""

from __future__ import annotations

import json
import secrets
from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs

from microconv.emulator.http_messages import HttpRequest, HttpResponse
from microconv.emulator.tokens import SERVICE_ACCOUNT, Principal, Unauthenticated

if TYPE_CHECKING:
    from microconv.emulator.tokens import TokenAuthority

_JWT_GRANT = "urn:ietf:params:oauth:grant-type:jwt-bearer"


def answer_token_request(authority: TokenAuthority, request: HttpRequest) -> HttpResponse:
    """Answer ``POST /token`` (RFC 6749, RFC 7523)."""
    if request.path != "/token":
        return _oauth_error(404, "not_found", "The token endpoint is /token.")
    if request.method != "POST":
        return _oauth_error(405, "invalid_request", "The token endpoint takes POST.")
    try:
        form = {name: values[-1] for name, values in parse_qs(request.body.decode("ascii")).items()}
    except UnicodeDecodeError:
        return _oauth_error(400, "invalid_request", "The body is not a form.")
    grant_type = form.get("grant_type")
    if grant_type == _JWT_GRANT:
        return _grant_jwt(authority, form)
    if grant_type == "refresh_token":
        return _grant_refresh(authority, form)
    return _oauth_error(400, "unsupported_grant_type", f"Invalid grant_type: {grant_type or ''}")


def _grant_jwt(authority: TokenAuthority, form: Mapping[str, str]) -> HttpResponse:
    try:
        claims = authority.verify(form.get("assertion", ""))
    except Unauthenticated as error:
        text = {"unknown": "Invalid JWT Signature.", "expired": "Invalid JWT: Token must be short-lived."}
        return _oauth_error(400, "invalid_grant", text.get(error.reason, "Invalid JWT."))
    if claims.get("aud") not in (authority.token_uri, "https://oauth2.googleapis.com/token"):
        return _oauth_error(400, "invalid_grant", "Invalid JWT: the audience is not this token endpoint.")
    scope = claims.get("scope")
    if not isinstance(scope, str) or not scope.strip():
        return _oauth_error(400, "invalid_scope", "Invalid JWT: it asks for no scope.")
    subject = claims.get("sub", SERVICE_ACCOUNT)
    if subject != SERVICE_ACCOUNT and subject not in {user.email for user in authority.users}:
        return _oauth_error(401, "unauthorized_client", "Client is unauthorized to act for this subject.")
    return _token_answer(authority, Principal(str(subject)), scope.split())


def _grant_refresh(authority: TokenAuthority, form: Mapping[str, str]) -> HttpResponse:
    for user in authority.users:
        if secrets.compare_digest(user.refresh_token, form.get("refresh_token", "")):
            break
    else:
        return _oauth_error(400, "invalid_grant", "Bad Request")
    if (user.client_id, user.client_secret) != (form.get("client_id", ""), form.get("client_secret", "")):
        return _oauth_error(401, "invalid_client", "The OAuth client was not found.")
    asked = form.get("scope", "").split()
    if not set(asked) <= set(user.scopes):  # RFC 6749, section 6
        return _oauth_error(400, "invalid_scope", "Bad Request")
    return _token_answer(authority, Principal(user.email), asked or user.scopes)


def _token_answer(authority: TokenAuthority, principal: Principal, scopes: Collection[str]) -> HttpResponse:
    token = authority.issue(principal, scopes)
    body = {
        "access_token": token,
        "expires_in": int(authority.lifetime.total_seconds()),
        "token_type": "Bearer",
        "scope": " ".join(scopes),
    }
    return _json(200, body)


def _json(status: int, body: Mapping[str, Any]) -> HttpResponse:
    headers = {"Content-Type": "application/json; charset=utf-8", "Cache-Control": "no-store"}
    return HttpResponse(status, headers, json.dumps(body).encode("utf-8"))


def _oauth_error(status: int, error: str, description: str) -> HttpResponse:
    return _json(status, {"error": error, "error_description": description})
