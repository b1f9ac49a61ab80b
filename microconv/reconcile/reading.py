"""The accounts of a client, read side by side."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial

from microconv.core.capabilities import Loading
from microconv.core.ports import Reader
from microconv.core.resource import Reading
from microconv.helpers import Helpers, Work

_LOADING = threading.Lock()


@contextmanager
def begun(readers: Sequence[Reader], helpers: Helpers) -> Iterator[tuple[Work[Reading], ...]]:
    """Begin to read all of them, see `Helpers.begun`. Their answers raise ApiError, CredentialsError."""
    with helpers.begun([partial(_read, reader) for reader in readers]) as works:
        yield works


def _read(reader: Reader) -> Reading:
    """Read one, as soon as nobody imports: parts of the package `google` fail where two threads import them at once."""
    if isinstance(reader, Loading):
        with _LOADING:
            reader.load()
    return reader.read()
