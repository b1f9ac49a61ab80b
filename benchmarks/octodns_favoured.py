"""octoDNS in the best light we could find, as a second opinion on the comparison of plans.

As shipped, octoDNS 1.22 reads YAML with PyYAML's pure Python loader, and its only provider without a network reads the
live state from YAML as well, where microconv reads JSON. This script takes both away: it runs `octodns-sync` with
libyaml's loader in place of the pure one, and offers a provider whose live state is one JSON file. Nothing else of
octoDNS is changed. Only benchmarks use it.

    python3 benchmarks/octodns_favoured.py --config-file config-json.yaml --quiet
"""

from __future__ import annotations

import json
import logging
import sys
from pathlib import Path
from typing import Any

import yaml

if __name__ == "__main__":
    # octoDNS derives its loaders from yaml.SafeLoader, so this has to come first. Fails where libyaml is missing.
    yaml.SafeLoader = yaml.CSafeLoader  # type: ignore[misc,assignment]
    sys.modules["octodns_favoured"] = sys.modules["__main__"]

from octodns.provider.base import BaseProvider
from octodns.record import Record


class JsonLive(BaseProvider):  # type: ignore[misc]
    """Zones from one JSON file: a map from zone to a list of [name, record]."""

    SUPPORTS_GEO = False
    SUPPORTS_DYNAMIC = False
    SUPPORTS_ROOT_NS = True
    SUPPORTS_MULTIVALUE_PTR = True
    SUPPORTS = frozenset({"A", "AAAA", "CNAME", "MX", "NS", "TXT"})

    def __init__(self, name: str, file: str, *args: Any, **kwargs: Any) -> None:
        self.log = logging.getLogger(f"JsonLive[{name}]")
        super().__init__(name, *args, **kwargs)
        self._zones = json.loads(Path(file).read_text(encoding="utf-8"))

    def populate(self, zone: Any, target: bool = False, lenient: bool = False) -> bool:
        """Add a zone's records; says whether the zone is there."""
        for name, data in self._zones[zone.name]:
            zone.add_record(Record.new(zone, name, data, source=self, lenient=lenient), lenient=lenient)
        return True


def main() -> None:
    """Run `octodns-sync`."""
    from octodns.cmds.sync import main as sync

    sync()


if __name__ == "__main__":
    main()
