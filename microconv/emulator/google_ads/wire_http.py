"""The HTTP rules of the Google Ads API, and the method behind a URL.

The rules are `http_rules.txt`, which says where they come from: the same in every version, below its name; a version
has the methods whose messages its package has.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from microconv.emulator.google_ads.methods import METHODS
from microconv.emulator.google_ads.rest_paths import PATHS
from microconv.emulator.http_rule import HttpRule

if TYPE_CHECKING:
    from collections.abc import Mapping

    from microconv.emulator.google_ads.wire import Version, Versions

_FILE = Path(__file__).with_name("http_rules.txt")


@dataclass(frozen=True, slots=True)
class Rule:
    """One method's rule: the template is below the version."""

    service: str
    method: str
    http: HttpRule

    @property
    def request(self) -> str:
        """The short name of the request message."""
        known = METHODS.get((self.service, self.method))
        return f"{self.method}Request" if known is None else known.request


@lru_cache(maxsize=1)
def rules() -> tuple[Rule, ...]:
    """Every rule, by the names of service and method."""
    table = []
    for line in _FILE.read_text("utf-8").splitlines():
        if line.startswith("#"):
            continue
        name, verb, template = line.split(" ")
        service, _, method = name.partition(".")
        table.append(Rule(service, method, HttpRule.parse(verb, template, "*" if verb == "POST" else None)))
    return tuple(table)


@dataclass(frozen=True, slots=True)
class Route:
    """A method of a version, as a URL names it.

    path: the method's gRPC path.
    version: None for one that is newer than the installed package's.
    rule: None without a version.
    variables: of the URL, by field path.
    """

    path: str
    version: Version | None
    rule: Rule | None
    variables: Mapping[str, str]


def route(versions: Versions, verb: str, path: str) -> Route | None:
    """The method behind a URL, None where Google has none.

    A version older than all of the package's has ended; of a newer one it is not known what it has.
    """
    match = PATHS.fullmatch(path)
    if match is None:
        return None
    name, below = match[1], match[2]
    version = versions.get(name)
    if version is None:
        newer = int(name[1:]) > max(int(one[1:]) for one in versions.names)
        return Route(_grpc_path(name, "UnknownService", "Unknown"), None, None, {}) if newer else None
    for rule in rules():
        variables = rule.http.match(below) if rule.http.verb == verb else None
        if variables is not None and version.has(rule.request):
            return Route(
                f"/google.ads.googleads.{name}.services.{rule.service}/{rule.method}", version, rule, variables
            )
    return None


def _grpc_path(version: str, service: str, method: str) -> str:
    return f"/google.ads.googleads.{version}.services.{service}/{method}"
