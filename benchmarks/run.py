"""Measures microconv beside octoDNS, audits and imports alone, and a sync in API calls. See README.md in this folder.

python3 -m pip install '.[bench]' && python3 benchmarks/run.py
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from cases import ALLOWED, HERE, Case, Whole, cases, wholes
from measure import Sample, environment, floor, in_turn, median

COMPARED = ("plan", "plan-ga4", "plan-favoured", "start", "validate")
ALONE = (
    *(
        "audit",
        "import",
        "html",
        "audit-5000",
        "audit-5000-tidy",
        "import-5000",
        "plan-1000",
        "seed",
        "version",
        "help",
    ),
)
NAMES = (*COMPARED, *ALONE, "calls")

_VERSIONS = """
import importlib.metadata as m, json, platform, sys, yaml
print(json.dumps({"python": platform.python_version(), "system": platform.system(), "machine": platform.machine(),
    **{name: m.version(name) for name in ("microconv", "octodns", "PyYAML", "google-ads", "google-analytics-admin")},
    "libyaml": bool(yaml.__with_libyaml__)}))
"""


def main() -> int:
    """Run the chosen cases and print them; the figures are not judged. RuntimeError: a side did not do its work."""
    given = _arguments()
    report: dict[str, Any] = {"versions": _child([sys.executable, "-c", _VERSIONS]), "cores": os.cpu_count()}
    report["load_before"] = round(os.getloadavg()[0], 2)
    print(_heading(report), flush=True)
    names = given.only or NAMES
    with tempfile.TemporaryDirectory(prefix="microconv-bench-") as folder:
        output = Path(folder) / "output.txt"
        if set(names) & set(COMPARED):
            data = Path(folder) / "data"
            _child([sys.executable, str(HERE / "generate.py"), str(data)], parse=False)
            report["cases"] = {}
            for case in cases(data):
                if case.name in names:
                    figures = _figures(
                        case, *in_turn(case.ours, case.theirs, given.runs or case.runs, output, case.check)
                    )
                    report["cases"][case.name] = figures
                    print(_table(case, figures), flush=True)
        if set(names) & set(ALONE):
            report["alone"] = _alone(names, Path(folder) / "accounts", output, given)
        if set(names) - {"calls"}:
            report["memory_floor_mb"] = round(floor(), 1)
            print(f"\nThe smallest peak memory that could have been seen is {floor():.0f} MB, the runner's own.")
        if "calls" in names:
            runs = str(given.runs or 5)
            report["calls"] = _child([sys.executable, str(HERE / "calls.py"), "--runs", runs])
            print(_calls_table(report["calls"]))
    report["load_after"] = round(os.getloadavg()[0], 2)
    if given.json:
        given.json.write_text(json.dumps(report, indent=2) + "\n", encoding="utf-8")
    return 0


def _alone(names: Sequence[str], data: Path, output: Path, given: argparse.Namespace) -> dict[str, Any]:
    """The cases that are measured beside nothing but the parsing of their input, or beside another checkout."""
    _child([sys.executable, str(HERE / "accounts.py"), str(data)], parse=False)
    if "plan-1000" in names:
        thousand = ["--groups", "1000", "--configs-only"]
        _child([sys.executable, str(HERE / "generate.py"), str(data / "thousand"), *thousand], parse=False)
    found: dict[str, Any] = {}
    for case in wholes(data):
        if case.name in names:
            ours, other, check = case.ours, case.floor, case.check
            if given.before:
                known = tuple(one for one in ours.arguments if one not in ALLOWED)  # older ones may not know it
                other = replace(ours, arguments=known, code=given.before.resolve(), expect=(0, 1, 4))
                ours = replace(ours, code=HERE.parent)
                check = _nothing
            samples, others = in_turn(ours, other, given.runs or case.runs, output, check)
            beside = "before" if given.before else "least"
            found[case.name] = {"title": case.title, "microconv": _side(samples), beside: _side(others)}
            print(_whole_table(case, found[case.name], len(samples)), flush=True)
    return found


def _nothing(ours: str, other: str) -> None:
    """No check: another checkout may be unable to do the work."""


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Measure microconv beside octoDNS 1.22.")
    parser.add_argument("--only", action="append", choices=NAMES, help="this case only; may be given several times")
    parser.add_argument("--runs", type=int, help="counted runs of each side (default: 5 to 21, by case)")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write all figures to FILE")
    parser.add_argument(
        "--before", type=Path, metavar="CHECKOUT", help="measure this checkout of microconv beside, not what is least"
    )
    given = parser.parse_args()
    if given.runs is not None and given.runs < 1:
        parser.error("--runs must be at least 1")
    return given


def _child(arguments: list[str], *, parse: bool = True) -> Any:
    """The output of a helper process, as JSON. The work that needs memory runs there, not here (see measure.py)."""
    done = subprocess.run(arguments, stdout=subprocess.PIPE, env=environment(), check=False)
    if done.returncode:
        raise SystemExit(f"{' '.join(arguments[:2])} ended with {done.returncode}")
    return json.loads(done.stdout) if parse else None


def _figures(case: Case, ours: list[Sample], theirs: list[Sample]) -> dict[str, Any]:
    pairs = list(zip(ours, theirs, strict=True))
    walls, cpus = (
        [second / first if case.faster else first / second for first, second in found]
        for found in ([(a.wall, b.wall) for a, b in pairs], [(a.cpu, b.cpu) for a, b in pairs])
    )
    return {
        "title": case.title,
        "target": case.target,
        "runs": len(pairs),
        "ratio": "octodns / microconv" if case.faster else "microconv / octodns",
        "wall_ratio": round(median(walls), 3),
        "wall_ratio_range": [round(min(walls), 3), round(max(walls), 3)],
        "cpu_ratio": round(median(cpus), 3),
        "microconv": _side(ours),
        "octodns": _side(theirs),
    }


def _side(samples: list[Sample]) -> dict[str, Any]:
    return {
        "wall_s": round(median([item.wall for item in samples]), 4),
        "cpu_s": round(median([item.cpu for item in samples]), 4),
        "memory_mb": round(median([item.memory for item in samples]), 1),
        "all_wall_s": [round(item.wall, 4) for item in samples],
    }


def _heading(report: dict[str, Any]) -> str:
    told = report["versions"]
    return (
        f"microconv {told['microconv']}, octoDNS {told['octodns']}, Python {told['python']}, PyYAML {told['PyYAML']} "
        f"with{'' if told['libyaml'] else 'out'} libyaml, {told['system']} {told['machine']}, {report['cores']} cores, "
        f"load {report['load_before']}"
    )


def _table(case: Case, figures: dict[str, Any]) -> str:
    low, high = figures["wall_ratio_range"]
    lines = _head(case, figures["runs"])
    lines += [_row(side, figures[side]) for side in ("microconv", "octodns")]
    lines.append(
        f"  {figures['ratio']}: {figures['wall_ratio']:.2f} by wall clock ({low:.2f} to {high:.2f}), "
        f"{figures['cpu_ratio']:.2f} by processor time; target: {case.target}"
    )
    return "\n".join(lines)


def _whole_table(case: Whole, figures: dict[str, Any], runs: int) -> str:
    return "\n".join([*_head(case, runs), *(_row(side, figures[side]) for side in figures if side != "title")])


def _head(case: Case | Whole, runs: int) -> list[str]:
    columns = f"  {'':12}{'wall s':>9}{'cpu s':>9}{'peak MB':>9}   median of {runs}, after a warm-up"
    return ["", f"{case.name}: {case.title}", columns]


def _row(side: str, found: dict[str, Any]) -> str:
    return f"  {side:12}{found['wall_s']:9.3f}{found['cpu_s']:9.3f}{found['memory_mb']:9.1f}"


def _calls_table(rows: list[dict[str, Any]]) -> str:
    lines = [
        "",
        "calls: one client of 20 conversions, each with a key event, synced on the emulator (emulated)",
        f"  {'':34}{'Ads reads':>10}{'writes':>7}{'GA4 reads':>10}{'writes':>7}{'wall s':>8}   target",
    ]
    for row in rows:
        lines.append(
            f"  {row['what']:34}{row['google_ads_reads']:10}{row['google_ads_writes']:7}{row['ga4_reads']:10}"
            f"{row['ga4_writes']:7}{row['wall_s']:8.2f}   {row['target']}"
        )
    return "\n".join(lines)


if __name__ == "__main__":
    try:
        raise SystemExit(main())
    except RuntimeError as error:
        raise SystemExit(f"the benchmark is broken: {error}") from error
