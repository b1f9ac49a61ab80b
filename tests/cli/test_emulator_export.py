"""`microconv emulator export-events`."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import yaml

SEED = {
    "version": 1,
    "now": "2026-11-23T09:00:00+09:00",
    "ga4": {
        "accounts": [
            {
                "id": 100,
                "display_name": "Aoi",
                "properties": [
                    {
                        "id": 345678901,
                        "display_name": "Aoi",
                        "time_zone": "Asia/Tokyo",
                        "traffic": {"sessions_per_day": 20, "events": {"mv_form": {"counts": {"2026-11-21": 3}}}},
                    }
                ],
            }
        ]
    },
}
DAYS = ("--from", "2026-11-21", "--to", "2026-11-30")


def export(run, folder: Path, *arguments: str):
    seed = folder / "seed.yaml"
    seed.write_text(yaml.safe_dump(SEED), encoding="utf-8")
    return run("emulator", "export-events", "--seed", seed, *arguments)


def test_a_file_for_each_day_that_has_begun(run, tmp_path):
    out = tmp_path / "events"
    done = export(run, tmp_path, "--property", "345678901", *DAYS, "-o", out)
    assert (done.code, done.err) == (0, "")
    names = [f"events_202611{day}.json" for day in (21, 22, 23)]
    assert sorted(path.name for path in out.iterdir()) == names
    rows = [json.loads(line) for line in (out / names[0]).read_text("utf-8").splitlines()]
    assert done.out.splitlines()[0] == f"{out / names[0]}: {len(rows)} events (emulated)"
    counts = Counter(row["event_name"] for row in rows)
    assert counts["mv_form"] == 3
    assert counts["session_start"] > 10
    assert {row["event_date"] for row in rows} == {"20261121"}
    one = rows[0]
    assert {one["key"] for one in one["event_params"]} >= {"ga_session_id", "page_location", "session_engaged"}
    assert (one["platform"], set(one["geo"])) == ("WEB", {"continent", "country", "region", "city"})


def test_errors_say_what_is_wrong(run, tmp_path):
    done = export(run, tmp_path, "--property", "5", *DAYS, "-o", tmp_path / "a")
    assert (done.code, done.out) == (1, "")
    assert "the events were not exported: the world has no property 5" in done.err
    to_come = ("--from", "2026-11-24", "--to", "2026-11-30")
    done = export(run, tmp_path, "--property", "345678901", *to_come, "-o", tmp_path / "a")
    assert (done.code, done.out) == (1, "")
    assert "2026-11-24 has not begun: in the property's time zone the emulated day is 2026-11-23" in done.err
    assert not (tmp_path / "a").exists()
    (tmp_path / "file").write_text("", "utf-8")
    done = export(run, tmp_path, "--property", "345678901", *DAYS, "-o", tmp_path / "file")
    assert (done.code, done.out) == (1, "")
    assert f"the events were not exported: cannot write {tmp_path / 'file'}: File exists" in done.err
    done = export(run, tmp_path, "--property", "5", "--from", "2026-11-02", "--to", "2026-11-01", "-o", tmp_path / "a")
    assert done.code == 64
    assert "the last day is before the first" in done.err
    (tmp_path / "file").write_text("", encoding="utf-8")
    done = export(run, tmp_path, "--property", "345678901", *DAYS, "-o", tmp_path / "file")
    assert (done.code, "the events were not exported" in done.err) == (1, True)
