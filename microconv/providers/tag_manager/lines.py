"""Names with values as lines."""

from __future__ import annotations

import json

from microconv.core.json_text import json_line

_SIGN = " = "


def pair_line(name: str, value: str) -> str:
    """A name and its value as one line; the name in quotation marks where it could be taken for more."""
    odd = _SIGN in name or name.startswith('"') or name.endswith(" =") or not name
    return f"{json_line(name) if odd else name}{_SIGN}{value}"


def parse_pair(line: str) -> tuple[str, str]:
    """The pair that `pair_line` wrote. Raises ValueError."""
    if line.startswith('"'):
        name, end = json.JSONDecoder().raw_decode(line)
        rest = line[end:]
        if isinstance(name, str) and rest.startswith(_SIGN):
            return name, rest[len(_SIGN) :]
        raise ValueError(f"{line!r} is not a name with a value")
    head, sign, tail = line.partition(_SIGN)
    if not sign:
        raise ValueError(f"{line!r} is not a name with a value")
    return head, tail
