"""A service as the installed Google Analytics package describes it: its methods, messages and HTTP rules.

Nothing is copied by hand: method names come from the package's ``gapic_metadata.json``, request and response classes
from the annotations of its abstract transport, HTTP rules from its REST transport. For google-analytics-admin 0.30.2
that gives 54 methods of v1beta and 156 of v1alpha (checked 2026-11-23 against the gRPC transport of the same package).
"""

from __future__ import annotations

import importlib
import json
import re
import typing
from dataclasses import dataclass, field
from functools import cached_property
from importlib import resources
from typing import TYPE_CHECKING, Any

from microconv.emulator.http_rule import HttpRule

if TYPE_CHECKING:
    from google.protobuf.message import Message

_WORD_START = re.compile(r"(?<!^)(?=[A-Z])")


@dataclass(frozen=True, slots=True)
class Rpc:
    """One method of a service. `path` is its gRPC path, `request` and `response` are plain protobuf classes."""

    name: str
    service: str
    request: type[Message]
    response: type[Message]
    rules: tuple[HttpRule, ...]

    @property
    def path(self) -> str:
        """The gRPC path, such as ``/google.analytics.admin.v1beta.AnalyticsAdminService/GetKeyEvent``."""
        return f"/{self.service}/{self.name}"

    @property
    def full_name(self) -> str:
        """The dotted name that Google's error details use."""
        return f"{self.service}.{self.name}"


@dataclass(frozen=True)
class Wire:
    """One service of one version: `package` is the Python package, `service` the full name of the proto service."""

    package: str
    service: str
    rpcs: dict[str, Rpc] = field(repr=False)

    @cached_property
    def by_verb(self) -> dict[str, list[tuple[HttpRule, Rpc]]]:
        """Every HTTP rule with its method, by HTTP verb."""
        table: dict[str, list[tuple[HttpRule, Rpc]]] = {}
        for rpc in self.rpcs.values():
            for rule in rpc.rules:
                table.setdefault(rule.verb, []).append((rule, rpc))
        return table

    def route(self, verb: str, path: str) -> tuple[Rpc, HttpRule, dict[str, str]] | None:
        """The method that answers `verb` on `path`, the rule that matched, and the path's variables."""
        for rule, rpc in self.by_verb.get(verb.upper(), ()):
            variables = rule.match(path)
            if variables is not None:
                return rpc, rule, variables
        return None


def load_wire(package: str, service: str) -> Wire:
    """Read a service out of an installed package. It imports the package, which takes most of a second.

    package: the Python package, such as ``google.analytics.admin_v1beta``.
    service: the short name of the service, such as ``AnalyticsAdminService``.

    Raises ImportError if the package is not installed. Raises KeyError if the package has no such service.
    """
    metadata = json.loads(resources.files(package).joinpath("gapic_metadata.json").read_text(encoding="utf-8"))
    methods: dict[str, Any] = metadata["services"][service]["clients"]["rest"]["rpcs"]
    folder = f"{package}.services.{_WORD_START.sub('_', service).lower()}.transports"
    transport = getattr(importlib.import_module(f"{folder}.base"), f"{service}Transport")
    rest = getattr(importlib.import_module(f"{folder}.rest_base"), f"_Base{service}RestTransport")
    full_name = f"{metadata['protoPackage']}.{service}"
    rpcs = {}
    for name, entry in methods.items():
        request, response = _messages(getattr(transport, entry["methods"][0]))
        options = getattr(rest, f"_Base{name}")._get_http_options()
        rules = tuple(HttpRule.parse(o["method"], o["uri"], o.get("body")) for o in options)
        rpcs[name] = Rpc(name, full_name, request, response, rules)
    return Wire(package, full_name, rpcs)


def _messages(method: property) -> tuple[type[Message], type[Message]]:
    """Request and response class of an abstract transport's property: ``Callable[[Req], Resp | Awaitable[Resp]]``."""
    arguments, result = typing.get_args(typing.get_type_hints(method.fget)["return"])
    return _plain(arguments[0]), _plain(typing.get_args(result)[0])


def _plain(cls: Any) -> type[Message]:
    """The protobuf class behind a proto-plus class; a protobuf class as it is."""
    plain: type[Message] = cls.pb() if hasattr(cls, "pb") else cls
    return plain
