"""Lists in pages: page size 50 unless asked, 200 at most (of access bindings more); tokens that belong to one request.

Sizes as the list methods document them (google-analytics-admin 0.30.2, checked 2026-11-23). A token says where the
page before ended, by id, so that a deletion between two pages makes nothing be skipped.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import struct
from typing import TYPE_CHECKING, Protocol, TypeVar

from microconv.emulator.ga4.errors import invalid

if TYPE_CHECKING:
    from collections.abc import Iterable

    from google.protobuf.message import Message

    from microconv.emulator.ga4.call import Call

DEFAULT_PAGE_SIZE = 50
MAX_PAGE_SIZE = 200
_TOKEN = struct.Struct(">Q16s")


class Identified(Protocol):
    """Anything with a numeric id."""

    @property
    def id(self) -> int:
        """The number in the resource name."""


Item = TypeVar("Item", bound=Identified)


def page(
    call: Call,
    items: Iterable[Item],
    *,
    descending: bool = False,
    default: int = DEFAULT_PAGE_SIZE,
    maximum: int = MAX_PAGE_SIZE,
) -> tuple[list[Item], str]:
    """One page of `items`, in the order of their ids, and the token of the next one ("" at the end).

    call: a list call, its request with the fields ``page_size`` and ``page_token``.
    items: everything the request is about.
    descending: from the highest id to the lowest.
    default: the page size where the request names none.
    maximum: the largest page size; larger ones are taken for it.

    Raises ApiError (INVALID_ARGUMENT) for a negative page size, or a token that is not of this request (whether another
    page size makes it another request: see the policy `page_size_may_change`).
    """
    request = call.request
    if request.page_size < 0:
        raise invalid("The page size must not be negative.", "page_size")
    fingerprint = _fingerprint(request, with_size=not call.world.policies["page_size_may_change"])
    left = sorted(items, key=lambda item: item.id, reverse=descending)
    if request.page_token:
        last = _read_token(request.page_token, fingerprint)
        left = [item for item in left if (item.id < last if descending else item.id > last)]
    listed = left[: min(request.page_size or default, maximum)]
    if len(listed) == len(left):
        return listed, ""
    return listed, base64.urlsafe_b64encode(_TOKEN.pack(listed[-1].id, fingerprint)).decode("ascii")


def _fingerprint(request: Message, *, with_size: bool) -> bytes:
    bare = type(request)()
    bare.CopyFrom(request)
    bare.ClearField("page_token")
    if not with_size:
        bare.ClearField("page_size")
    content = request.DESCRIPTOR.name.encode() + bare.SerializeToString(deterministic=True)
    return hashlib.blake2b(content, digest_size=16).digest()


def _read_token(token: str, fingerprint: bytes) -> int:
    try:
        after, of_request = _TOKEN.unpack(base64.b64decode(token, altchars=b"-_", validate=True))
    except (binascii.Error, struct.error, ValueError) as error:
        raise invalid("The page token is invalid.", "page_token") from error
    if of_request != fingerprint:
        raise invalid("The page token does not belong to this request.", "page_token")
    return int(after)
