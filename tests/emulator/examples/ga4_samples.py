"""Google's samples of the GA4 APIs (googleanalytics/python-docs-samples), unmodified, against the emulator.

They ship with no package. Where the variable MICROCONV_GA4_SAMPLES names a checkout the tests run them all; run as a
program this writes the list of how each ends: ``MICROCONV_GA4_SAMPLES=FOLDER python -m
tests.emulator.examples.ga4_samples``.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from microconv.emulator import Emulator

LIST = Path(__file__).with_name("ga4-samples.md")
VARIABLE = "MICROCONV_GA4_SAMPLES"
ADMIN, DATA = "google-analytics-admin", "google-analytics-data"
RUNS = "runs"
_CHILD = Path(__file__).with_name("ga4_sample.py")
_ERROR = re.compile(r"google\.api_core\.exceptions\.\w+: \d+ (.+?)(?: \[|$)", re.MULTILINE)
_LACK = re.compile(r"The microconv emulator does not have (?P<what>.+?)(?:; it has |\. What it has)")
SEED: dict[str, Any] = {
    "version": 1,
    "now": "2026-11-23T09:00:00+09:00",
    "ga4": {
        "accounts": [
            {
                "id": 100,
                "display_name": "Aoi",
                "access_bindings": [{"id": 24, "user": "a@aoi.example", "roles": ["predefinedRoles/admin"]}],
                "properties": [
                    {
                        "id": 345678901,
                        "display_name": "Aoi store",
                        "time_zone": "Asia/Tokyo",
                        "traffic": "usual",
                        "data_streams": [{"id": 1, "type": "WEB_DATA_STREAM", "display_name": "Web"}],
                        "key_events": [{"id": 12, "event_name": "sign_up"}],
                        "google_ads_links": [{"id": 31, "customer_id": "1234567890"}],
                        "access_bindings": [{"id": 22, "user": "b@aoi.example", "roles": ["predefinedRoles/viewer"]}],
                    }
                ],
            }
        ]
    },
}
VALUES = {
    "property_id": "345678901",
    "account_id": "100",
    "stream_id": "1",
    "key_event_id": "12",
    "google_ads_link_id": "31",
    "google_ads_customer_id": "2222222222",
    "account_access_binding_id": "24",
    "property_access_binding_id": "22",
    "email_address": "c@aoi.example",
    "secret_id": "1",
    "firebase_project_id": "aoi",
    "firebase_link_id": "1",
    "redirect_uri": "https://aoi.example",
}
"""The arguments of samples, by name."""


@dataclass(frozen=True)
class Outcome:
    """The end of one sample.

    name: its folder and file.
    methods: the RPCs that it called.
    end: RUNS, or what keeps it from running.
    """

    name: str
    methods: tuple[str, ...]
    end: str


def checkout() -> Path | None:
    """The folder of the samples, if there is one."""
    named = os.environ.get(VARIABLE)
    return Path(named) if named else None


def samples(folder: Path) -> list[str]:
    """The samples of a checkout, as ``folder/file.py``."""
    paths = [path for part in (ADMIN, DATA) for path in sorted((folder / part).glob("*.py"))]
    return [
        f"{path.parent.name}/{path.name}" for path in paths if not re.search(r"_test$|^noxfile|^conftest$", path.stem)
    ]


def run(
    emulator: Emulator, folder: Path, name: str, transport: str, policies: Mapping[str, object] | None = None
) -> Outcome:
    """Run one sample in a world of its own. Samples that ask for no transport get it as their client's first choice."""
    emulator.world.reset({**SEED, "policies": policies or {}})
    environment = emulator.environment(proxy=True)
    values = {**VALUES, "transport": transport}
    values["credentials_json_path"] = environment["GOOGLE_APPLICATION_CREDENTIALS"]
    path = folder / name
    done = subprocess.run(
        [sys.executable, str(_CHILD), str(path.parent), path.stem, json.dumps(values)],
        env={"PATH": os.environ["PATH"], "HOME": str(emulator.folder), **environment},
        cwd=emulator.folder,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    asked = [entry.method.partition(".")[2] for entry in emulator.world.log.entries if entry.method]
    return Outcome(name, tuple(dict.fromkeys(asked)), RUNS if done.returncode == 0 else _end(done.stderr))


def _end(text: str) -> str:
    lack = _LACK.search(text)
    if lack is not None:
        return f"not emulated: {lack['what']}"
    error = _ERROR.search(text)
    return f"refused: {error[1]}" if error is not None else f"fails: {text.strip().splitlines()[-1]}"


def listed(outcomes: Sequence[Outcome]) -> str:
    """The list, in Markdown."""
    good = sum(one.end == RUNS for one in outcomes)
    lines = [
        "<!-- Written by python -m tests.emulator.examples.ga4_samples; do not edit. -->",
        "",
        "# Google's samples of the GA4 APIs on the emulator",
        "",
        f"Of the {len(outcomes)} samples of googleanalytics/python-docs-samples (0fc1aecd, 2026-06-29) {good} run "
        "unmodified, over gRPC and over REST. The one that is refused runs where the policy "
        "`counting_method_required` is false.",
        "",
        "| sample | calls | on the emulator |",
        "| --- | --- | --- |",
        *(f"| `{one.name}` | {', '.join(one.methods)} | {one.end} |" for one in outcomes),
        "",
    ]
    return "\n".join(lines)


def read(text: str) -> list[Outcome]:
    """The inverse of `listed`."""
    rows = re.findall(r"^\| `(.+?)` \| (.*?) \| (.+) \|$", text, re.MULTILINE)
    return [Outcome(name, tuple(calls.split(", ")) if calls else (), end) for name, calls, end in rows]


def main(folder: Path) -> None:
    """Run all of them and write the list."""
    with Emulator(SEED) as emulator:
        LIST.write_text(listed([run(emulator, folder, name, "grpc") for name in samples(folder)]), encoding="utf-8")


if __name__ == "__main__":
    main(Path(os.environ[VARIABLE]))
