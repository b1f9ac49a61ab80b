"""Logins that fail: the API that they are for is written on the error."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from microconv.core.errors import CredentialsError


@contextmanager
def login_for(api: str) -> Iterator[None]:
    """Name an API on the CredentialsError of a block, unless one is named already."""
    try:
        yield
    except CredentialsError as error:
        error.api = error.api or api
        raise
