"""Texts about tokens that every API of Google's answers alike, as people quote them (read in copies, 2026-11-29)."""

from __future__ import annotations

MISSING = (
    "Request is missing required authentication credential. Expected OAuth 2 access token, login cookie or other valid "
    "authentication credential. See https://developers.google.com/identity/sign-in/web/devconsole-project."
)
BAD = (
    "Request had invalid authentication credentials. Expected OAuth 2 access token, login cookie or other valid "
    "authentication credential. See https://developers.google.com/identity/sign-in/web/devconsole-project."
)
NO_SCOPE = "Request had insufficient authentication scopes."
#: Who quotes the first two.
SOURCE = "answers to requests without a token and with a bad one, of many of Google's APIs, recorded in public tests"
