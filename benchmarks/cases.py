"""The comparisons, and how each side's own output proves that it did the work."""

from __future__ import annotations

import re
import sys
import sysconfig
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from measure import Command

HERE = Path(__file__).resolve().parent

_OURS = re.compile(r"^100 clients: 100 with changes, (\d+) to create, (\d+) to update\.", re.M)
_THEIRS = re.compile(r"Summary: Creates=(\d+), Updates=(\d+), Deletes=0,")


@dataclass(frozen=True, slots=True)
class Case:
    """One comparison.

    name: its name for `--only`.
    title: the two commands in words.
    target: the ratio that is aimed at.
    faster: the ratio is theirs to ours, so that more is better; else ours to theirs.
    runs: the counted runs of each side.
    ours: microconv's command.
    theirs: octoDNS's command.
    check: takes the output of both, and raises where one of them did not do its work.
    """

    name: str
    title: str
    target: str
    faster: bool
    runs: int
    ours: Command
    theirs: Command
    check: Callable[[str, str], None]


ALLOWED = ("--allow", "fleet")
"""Lets a value change for every client, as in the generated accounts: otherwise the plans are refused together."""


def cases(data: Path) -> list[Case]:
    """Every case, on the input that generate.py wrote into `data`."""
    ours, theirs = script("microconv"), script("octodns-sync")
    plan = Command((ours, "plan", "configs", "--live", "snapshot.json", *ALLOWED), data / "microconv")
    plan_ga4 = Command(plan.arguments, data / "microconv-ga4")
    sync = Command((theirs, "--config-file", "config.yaml", "--quiet"), data / "octodns")
    favoured = Command(
        (sys.executable, str(HERE / "octodns_favoured.py"), "--config-file", "config-json.yaml", "--quiet"),
        data / "octodns",
    )
    one, zone = data / "microconv-one", data / "octodns-one"
    validate = script("octodns-validate")
    return [
        Case("plan", "offline plan, 100 clients x 50 conversions; 100 zones x 50 records",
             "none, octoDNS as it comes", True, 7, plan, sync, plans(250, 250)),
        Case("plan-ga4", "the same, and a GA4 key event for each conversion; the same zones", "none, for information",
             True, 5, plan_ga4, sync, plans(500, 500)),
        Case("plan-favoured", "as `plan`, like for like: octoDNS with libyaml and its live state from JSON",
             "at least 2", True, 7, plan, favoured, plans(250, 250)),
        Case("start", "microconv --version; octodns-sync --help", "at most 0.4", False, 21,
             Command((ours, "--version"), data), Command((theirs, "--help"), data), _starts),
        Case("validate", "validate a file of 50 conversions; a zone of 50 records", "at most 1.0", False, 15,
             Command((ours, "validate", "configs/client-000.yaml"), one),
             Command((validate, "--config-file", "config.yaml"), zone), _valid),
    ]  # fmt: skip


_LOAD = (
    "import json; from microconv.emulator.world import World; world = World.load(json.load(open('seed.json'))); "
    "print(len(world.google_ads.customers[1000000000].actions))"
)


@dataclass(frozen=True, slots=True)
class Whole:
    """One command on accounts of accounts.py, beside what cannot be saved: parsing the snapshot as JSON.

    name: its name for `--only`.
    title: the command in words.
    runs: the counted runs of each.
    ours: the command.
    floor: the parsing of its input.
    check: takes the output, and raises where the command did not do its work.
    """

    name: str
    title: str
    runs: int
    ours: Command
    floor: Command
    check: Callable[[str, str], None]


def wholes(data: Path) -> list[Whole]:
    """Audits and imports, on what accounts.py wrote into `data`, many plans, and the emulator's start."""
    ours, one, many, big = script("microconv"), data / "one", data / "many", data / "big"
    parse = (sys.executable, "-c", "import json; json.load(open('snapshot.json', encoding='utf-8'))")
    accounts = ("--customer-id", "100-000-0001", "--property-id", "300000001", "--live", "snapshot.json")
    audit = Command((ours, "audit", *accounts, "--fail-on", "never"), one)
    pages = (
        ours,
        "audit",
        "configs",
        "--live",
        "snapshot.json",
        "--format",
        "html",
        "-o",
        "page.html",
        "--fail-on",
        "never",
    )
    return [
        Whole("audit", "every rule, 1,000 actions, 300 key events, 100 campaigns", 9, audit, Command(parse, one),
              _says(r"^Audit: [1-9]\d* errors, .* 2 unknown\. 0 API calls\. Nothing was changed\.$")),
        Whole("import", "the same account as a config, written and proven by an empty plan", 9,
              Command((ours, "import", *accounts, "-o", "-"), one), Command(parse, one),
              _says(r"^imported 1000 conversions, .*the plan of .* is empty")),
        Whole("html", "100 clients of 50 actions, 15 key events, 5 campaigns, audited into one page", 5,
              Command(pages, many), Command(parse, many), _draws(many / "page.html", 100)),
        Whole("audit-5000", "every rule, 5,000 actions, 300 key events, 500 campaigns", 5,
              Command(audit.arguments, big), Command(parse, big),
              _says(r"^Audit: [1-9]\d* errors, .*Nothing was changed\.$")),
        Whole("audit-5000-tidy", "every rule, 5,000 actions with names of their own, 500 campaigns, few findings", 5,
              Command((ours, "audit", *accounts[:2], *accounts[4:], "--fail-on", "never"), data / "tidy"),
              Command(parse, data / "tidy"), _says(r"^Audit: 0 errors, 2 warnings, 50 notes\. ")),
        Whole("import-5000", "the same account as a config, written and proven by an empty plan", 5,
              Command((ours, "import", *accounts, "-o", "-"), big), Command(parse, big),
              _says(r"^imported 5000 conversions, .*the plan of .* is empty")),
        Whole("plan-1000", "offline plan, 1,000 clients x 50 conversions", 5,
              Command((ours, "plan", "configs", "--live", "snapshot.json", *ALLOWED), data / "thousand" / "microconv"),
              Command(parse, data / "thousand" / "microconv"), _says(r"^1000 clients: ")),
        Whole("seed", "the emulator reads a seed of 10,000 actions in one account", 5,
              Command((sys.executable, "-c", _LOAD), data / "seed"),
              Command((sys.executable, "-c", "import json; json.load(open('seed.json'))"), data / "seed"),
              _says(r"^10000$")),
        Whole("version", "microconv --version; Python itself", 21, Command((ours, "--version"), data),
              Command((sys.executable, "-c", "pass"), data), _says(r"^microconv \d")),
        Whole("help", "microconv --help; Python itself", 21, Command((ours, "--help"), data),
              Command((sys.executable, "-c", "pass"), data), _says(r"^Usage: microconv")),
    ]  # fmt: skip


def _draws(page: Path, clients: int) -> Callable[[str, str], None]:
    """A check that the page has so many clients. It is read by lines: a runner that held it would be fat."""

    def check(ours: str, floor: str) -> None:
        with page.open(encoding="utf-8") as lines:
            found = sum('<section class="client" id="c' in line for line in lines)
        if found != clients or floor:
            raise RuntimeError(f"the page has {found} clients, not {clients}:\n{ours[-2000:]}{floor[-2000:]}")

    return check


def _says(pattern: str) -> Callable[[str, str], None]:
    """A check that microconv's output has this in it."""

    def check(ours: str, floor: str) -> None:
        if not re.search(pattern, ours, re.MULTILINE) or floor:
            raise RuntimeError(f"not what was asked for ({pattern}):\n{ours[-2000:]}{floor[-2000:]}")

    return check


def script(name: str) -> str:
    """An installed command of the Python that runs this. Raises SystemExit where it is missing."""
    path = Path(sysconfig.get_path("scripts")) / name
    if not path.exists():
        raise SystemExit(f"{name} is not installed for {sys.executable}: python3 -m pip install '.[bench]'")
    return str(path)


def plans(creates: int, updates: int) -> Callable[[str, str], None]:
    """A check that microconv's plans add up to these numbers, and octoDNS's to 250 each."""

    def check(ours: str, theirs: str) -> None:
        _added("microconv", _OURS, ours, 1, (creates, updates))
        _added("octoDNS", _THEIRS, theirs, 100, (250, 250))

    return check


def _added(who: str, pattern: re.Pattern[str], text: str, lines: int, wanted: tuple[int, int]) -> None:
    found = [(int(item[1]), int(item[2])) for item in pattern.finditer(text)]
    added = (sum(create for create, _ in found), sum(update for _, update in found))
    if len(found) != lines or added != wanted:
        raise RuntimeError(
            f"{who} counts {added[0]} creates and {added[1]} updates in {len(found)} lines, "
            f"not {wanted[0]} and {wanted[1]} in {lines}:\n{text[-2000:]}"
        )


def _starts(ours: str, theirs: str) -> None:
    if not ours.startswith("microconv ") or "--config-file" not in theirs:
        raise RuntimeError(f"not what --version and --help print:\n{ours}\n{theirs}")


def _valid(ours: str, theirs: str) -> None:
    if "50 conversions: valid (0 errors, 0 warnings)" not in ours:
        raise RuntimeError(f"microconv does not call the file valid:\n{ours}")
    if theirs.strip():
        raise RuntimeError(f"octoDNS has something to say about the zone:\n{theirs}")
