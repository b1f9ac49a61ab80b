"""HTTP rules of methods, as ``google.api.http`` annotations state them."""

from __future__ import annotations

import re
from dataclasses import dataclass

_VARIABLE = re.compile(r"\{(?P<field>[a-z0-9_.]+)(?:=(?P<pattern>[^}]*))?\}")


@dataclass(frozen=True, slots=True)
class HttpRule:
    """One ``google.api.http`` binding: `verb` in upper case, `uri` the template, `body` a field, ``*`` or None."""

    verb: str
    uri: str
    body: str | None
    pattern: re.Pattern[str]
    variables: tuple[str, ...]

    @classmethod
    def parse(cls, verb: str, uri: str, body: str | None) -> HttpRule:
        """Compile a template such as ``/v1beta/{key_event.name=properties/*/keyEvents/*}``."""
        pattern, variables, end = "", [], 0
        for match in _VARIABLE.finditer(uri):
            pattern += re.escape(uri[end : match.start()]) + "(" + _segments(match["pattern"] or "*") + ")"
            variables.append(match["field"])
            end = match.end()
        pattern += re.escape(uri[end:])
        return cls(verb.upper(), uri, body, re.compile(pattern), tuple(variables))

    def match(self, path: str) -> dict[str, str] | None:
        """The path's variables by dotted field path, or None if this is another path."""
        match = self.pattern.fullmatch(path)
        return None if match is None else dict(zip(self.variables, match.groups(), strict=True))


def _segments(pattern: str) -> str:
    return "".join(
        {"*": "[^/:]+", "**": "[^:]+"}.get(part, re.escape(part)) for part in re.split(r"(\*\*|\*)", pattern)
    )
