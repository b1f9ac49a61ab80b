"""gRPC calls in vcrpy's own cassettes: an interceptor next to the wire, streams included, and what is left out.

vcrpy records HTTP only. `CassetteInterceptor` turns a call into the request and response that vcrpy stores: a POST of
the message as JSON to the method's path, answered with JSON, one entry a message of the stream. It sits below the
official client's own interceptors, so a replayed failure becomes a GoogleAdsException the way a received one does.

Strict: what was not recorded raises vcrpy's CannotOverwriteExistingCassetteException, and a recording that was not
played to its end fails (`use_strictly`).
"""

from __future__ import annotations

import contextlib
import importlib
import json
import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import grpc
import vcr
from google.protobuf.json_format import MessageToDict, ParseDict
from vcr.cassette import Cassette
from vcr.errors import CannotOverwriteExistingCassetteException
from vcr.persisters.filesystem import FilesystemPersister
from vcr.request import Request
from vcr.serialize import serialize

HOSTS = {"google.ads.googleads": "googleads.googleapis.com"}
#: Nothing else is recorded; a token endpoint's answers least of all.
RECORDED = frozenset({*HOSTS.values(), "analyticsadmin.googleapis.com", "analyticsdata.googleapis.com"})
REQUEST_HEADERS = frozenset({"content-type", "accept"})
RESPONSE_HEADERS = frozenset({"content-type"})
_FAILURE_KEY = re.compile(r"google\.ads\.googleads\.(v\d+)\.errors\.googleadsfailure-bin")
_STATUS_KEY = "grpc-status-details-bin"
_CODES = {code.value[0]: code for code in grpc.StatusCode}


# ---- what is left out


class Redaction:
    """Replaces what must not be in a cassette, in every text that is written.

    known: texts of the recorded account -> what the replay uses, such as customer ids and names' suffixes.

    Customer ids that `known` does not have are numbered from 1000000001 on in the order in which they come; e-mail
    addresses become ``someone@example.com``; tokens and keys lose their content; request ids become ``recorded`` and
    times of day midnight, so that the same answers make the same file; headers that are not listed are not written.
    """

    _EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
    _CUSTOMER = re.compile(r"(customers/)(\d{10})\b|\b()(\d{3}-\d{3}-\d{4})\b")
    _CUSTOMER_FIELD = re.compile(r"(\"(?:customerId|loginCustomerId|clientCustomer)\"\s*:\s*\")(\d{10})(?=\")")
    _TIME = re.compile(r"(\d{4}-\d\d-\d\dT)\d\d:\d\d:\d\d(?:\.\d+)?Z")
    _REQUEST_ID = re.compile(r"(\"request-?[iI]d\"\s*:\s*\")[^\"]+")
    _SECRET = re.compile(
        r"ya29\.[\w-]+|eyJ[\w-]+\.[\w-]+\.[\w-]+|AIza[\w-]{20,}|-----BEGIN[^-]+-----[\s\S]*?-----END[^-]+-----"
    )

    def __init__(self, known: Mapping[str, str]) -> None:
        self._known = {old: new for old, new in known.items() if old}
        self._ids: dict[str, str] = {}

    def __call__(self, text: str) -> str:
        """The text without what must not be written."""
        for old in sorted(self._known, key=len, reverse=True):
            text = text.replace(old, self._known[old])
        text = self._SECRET.sub("redacted", text)
        text = self._EMAIL.sub("someone@example.com", text)
        text = self._REQUEST_ID.sub(r"\g<1>recorded", text)
        text = self._TIME.sub(r"\g<1>00:00:00Z", text)
        for pattern in (self._CUSTOMER, self._CUSTOMER_FIELD):
            text = pattern.sub(lambda match: self._customer(match), text)
        return text

    def _customer(self, match: re.Match[str]) -> str:
        groups = [group for group in match.groups() if group is not None]
        start, written = groups[0], groups[1]
        number = written.replace("-", "")
        if number in self._known.values() or number in self._ids.values():
            return match[0]
        new = self._ids.setdefault(number, str(1_000_000_001 + len(self._ids)))
        return start + (f"{new[:3]}-{new[3:6]}-{new[6:]}" if "-" in written else new)


class Headed:
    """vcrpy's persister, with a comment at the top of the file."""

    def __init__(self, header: str) -> None:
        self._header = "".join(f"# {line}\n" for line in header.splitlines())

    def load_cassette(self, path: str, serializer: Any) -> Any:
        """As vcrpy does it."""
        return FilesystemPersister.load_cassette(path, serializer)

    def save_cassette(self, path: str, content: Any, serializer: Any) -> None:
        """As vcrpy does it, but for the comment."""
        place = Path(path)
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(self._header + serialize(content, serializer), encoding="utf-8")


def recorder(mode: str, redact: Callable[[str], str], header: str = "") -> vcr.VCR:
    """A VCR that writes nothing secret and compares method, path, query and body.

    mode: ``all`` to record, ``none`` to replay.
    redact: applied to addresses and bodies.
    header: the comment at the top of what is written.
    """

    def request(found: Any) -> Any:
        found.uri = redact(re.sub(r"^https://localhost:\d+", "https://analyticsadmin.googleapis.com", found.uri))
        if found.host not in RECORDED:
            return None
        found.headers = {key: value for key, value in found.headers.items() if key.lower() in REQUEST_HEADERS}
        if found.body:
            found.body = redact(found.body.decode("utf-8"))
        return found

    def response(found: Any) -> Any:
        kept = {key: value for key, value in found["headers"].items() if key.lower() in RESPONSE_HEADERS}
        body = found["body"]["string"]
        text = redact(body.decode("utf-8") if isinstance(body, bytes) else body)
        return {**found, "headers": kept, "body": {"string": text.encode("utf-8")}}

    made = vcr.VCR(
        record_mode=mode,
        match_on=["method", "scheme", "host", "path", "query", "body"],
        before_record_request=request,
        before_record_response=response,
        decode_compressed_response=True,
    )
    made.register_persister(Headed(header))
    return made


@contextlib.contextmanager
def use_strictly(recorder: vcr.VCR, path: Path, *, replay: bool) -> Iterator[Cassette]:
    """Use a cassette; a replay must play every entry once.

    Raises:
        AssertionError: entries were left over.
    """
    with recorder.use_cassette(str(path)) as cassette:
        yield cassette
    if replay:
        left = [f"{one.method} {one.uri}" for at, one in enumerate(cassette.requests) if not cassette.play_counts[at]]
        assert not left, f"recorded in {path.name} and never asked for: {', '.join(left)}"


# ---- messages as JSON


def plain(message: Any) -> Any:
    """The protobuf message in a proto-plus one; a protobuf message as it is."""
    return type(message).pb(message) if hasattr(type(message), "pb") else message


def as_json(message: Any) -> dict[str, Any]:
    """A message as a mapping with the proto's JSON names."""
    content: dict[str, Any] = MessageToDict(plain(message))
    return content


def from_json(full_name: str, content: Mapping[str, Any]) -> Any:
    """The proto-plus message of that full name: a package of a Google client, and a message."""
    package, _, name = full_name.rpartition(".")
    cls = getattr(importlib.import_module(f"{package}.types"), name)
    return cls.wrap(ParseDict(dict(content), cls.pb()()))


def _trailers_as_json(trailers: Any) -> dict[str, Any]:
    """Trailing metadata with its binary messages readable; without what gRPC itself adds."""
    from google.rpc.status_pb2 import Status

    content: dict[str, Any] = {}
    for key, value in trailers or ():
        failure = _FAILURE_KEY.fullmatch(key)
        if failure:
            cls = importlib.import_module(f"google.ads.googleads.{failure[1]}.errors.types").GoogleAdsFailure
            content[key] = as_json(cls.deserialize(value))
        elif key == _STATUS_KEY:
            content[key] = as_json(Status.FromString(value))
        elif key == "request-id":
            content[key] = value
    return content


def _trailers_from_json(content: Mapping[str, Any]) -> tuple[tuple[str, str | bytes], ...]:
    from google.rpc.status_pb2 import Status

    trailers: list[tuple[str, str | bytes]] = []
    for key, value in content.items():
        failure = _FAILURE_KEY.fullmatch(key)
        if failure:
            name = f"google.ads.googleads.{failure[1]}.errors.GoogleAdsFailure"
            trailers.append((key, plain(from_json(name, value)).SerializeToString()))
        elif key == _STATUS_KEY:
            trailers.append((key, ParseDict(value, Status()).SerializeToString()))
        else:
            trailers.append((key, value))
    return tuple(trailers)


# ---- calls


class Played(grpc.RpcError, grpc.Call, grpc.Future):  # type: ignore[misc]
    """A call that is over: an answer, the messages of a stream, or a failure; what a client asks of any of them."""

    def __init__(self, messages: list[Any], code: grpc.StatusCode, details: str, trailers: Any) -> None:
        super().__init__()
        self._messages = messages
        self._code = code
        self._details = details
        self._trailers = trailers
        self._rest = iter(messages)

    def result(self, timeout: float | None = None) -> Any:
        """The answer, or the failure raised."""
        if self._code is not grpc.StatusCode.OK:
            raise self
        return self._messages[0]

    def exception(self, timeout: float | None = None) -> Any:
        """The failure, None for an answer."""
        return None if self._code is grpc.StatusCode.OK else self

    def __iter__(self) -> Iterator[Any]:
        return self

    def __next__(self) -> Any:
        for message in self._rest:
            return message
        if self._code is not grpc.StatusCode.OK:
            raise self
        raise StopIteration

    def code(self) -> grpc.StatusCode:
        """The status."""
        return self._code

    def details(self) -> str:
        """The status's message."""
        return self._details

    def debug_error_string(self) -> str:
        """The status's message."""
        return self._details

    def initial_metadata(self) -> Any:
        """The request id is all that was kept."""
        return tuple((key, value) for key, value in self._trailers if key == "request-id")

    def trailing_metadata(self) -> Any:
        """As recorded."""
        return self._trailers

    def done(self) -> bool:
        """Always."""
        return True

    def running(self) -> bool:
        """Never."""
        return False

    def is_active(self) -> bool:
        """Never."""
        return False

    def cancel(self) -> bool:
        """It is over."""
        return False

    def cancelled(self) -> bool:
        """Never."""
        return False

    def time_remaining(self) -> None:
        """It is over."""

    def traceback(self, timeout: float | None = None) -> None:
        """None was kept."""

    def add_done_callback(self, fn: Callable[[Any], Any]) -> None:
        """Called at once, as the call is over."""
        fn(self)

    def add_callback(self, callback: Callable[[], Any]) -> bool:
        """Not taken: the call is over."""
        return False


class CassetteInterceptor(grpc.UnaryUnaryClientInterceptor, grpc.UnaryStreamClientInterceptor):  # type: ignore[misc]
    """Plays calls from a cassette, or makes them and records what came.

    cassette: returns the cassette in use.
    """

    def __init__(self, cassette: Callable[[], Cassette]) -> None:
        self._cassette = cassette

    def intercept_unary_unary(self, continuation: Any, client_call_details: Any, request: Any) -> Any:
        """One answer."""
        return self._call(continuation, client_call_details, request, stream=False)

    def intercept_unary_stream(self, continuation: Any, client_call_details: Any, request: Any) -> Any:
        """A stream, recorded to its end before the client sees its beginning."""
        return self._call(continuation, client_call_details, request, stream=True)

    def _call(self, continuation: Any, details: Any, request: Any, *, stream: bool) -> Any:
        cassette = self._cassette()
        sent = self._request(details.method, request)
        if cassette.can_play_response_for(sent):
            return self._play(cassette.play_response(sent))
        if cassette.write_protected:
            raise CannotOverwriteExistingCassetteException(cassette=cassette, failed_request=sent)
        call = continuation(details, request)
        messages: list[Any] = []
        try:
            messages.extend(call) if stream else messages.append(call.result())
        except grpc.RpcError:
            if call.code() is grpc.StatusCode.OK:
                raise
        played = Played(messages, call.code(), call.details() or "", tuple(call.trailing_metadata() or ()))
        cassette.append(sent, self._response(played, messages))
        return played

    @staticmethod
    def _request(method: str, request: Any) -> Request:
        host = next(host for prefix, host in HOSTS.items() if method.startswith(f"/{prefix}."))
        body = json.dumps(as_json(request), ensure_ascii=False, indent=1)
        return Request("POST", f"https://{host}{method}", body, {"Content-Type": "application/json"})

    @staticmethod
    def _response(call: Played, messages: list[Any]) -> dict[str, Any]:
        content = {
            "type": plain(messages[0]).DESCRIPTOR.full_name if messages else "",
            "messages": [as_json(one) for one in messages],
            "trailers": _trailers_as_json(call.trailing_metadata()),
        }
        return {
            "status": {"code": call.code().value[0], "message": call.details()},
            "headers": {"Content-Type": ["application/json"]},
            "body": {"string": json.dumps(content, ensure_ascii=False, indent=1).encode("utf-8")},
        }

    @staticmethod
    def _play(response: Mapping[str, Any]) -> Played:
        content = json.loads(response["body"]["string"])
        messages = [from_json(content["type"], one) for one in content["messages"]]
        status = response["status"]
        return Played(messages, _CODES[status["code"]], status["message"], _trailers_from_json(content["trailers"]))
