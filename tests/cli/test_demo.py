"""`microconv demo`: the main job in one command, as a newcomer runs it."""

from __future__ import annotations

import os
import re

from tests.heavy import heavy


def test_it_tells_the_whole_story_and_leaves_nothing_behind(program, microconv, tmp_path):
    place, temporary = tmp_path / "work", tmp_path / "tmp"
    place.mkdir()
    temporary.mkdir()
    home = {"HOME": str(tmp_path / "own"), "MICROCONV_STATE_DIR": ""}
    done = program("demo", command=microconv, cwd=place, env={"TMPDIR": str(temporary), **home})
    assert (done.code, re.sub(r"^(reading|working on) .* …\n", "", done.err, flags=re.MULTILINE)) == (
        0,
        "saved to first.plan.json; apply it with: microconv sync aoi-store.yaml --plan first.plan.json\n",
    )
    steps = [line for line in done.out.splitlines() if line.startswith("$ ")]
    assert steps == [
        "$ microconv plan aoi-store.yaml --out first.plan.json --allow publish",
        "$ microconv sync aoi-store.yaml --plan first.plan.json --yes --allow publish",
        "$ microconv sync aoi-store.yaml --yes",
        "$ microconv tags test mv_begin_checkout aoi-store.yaml --page /checkout --published",
        "$ microconv audit aoi-store.yaml --fail-on never",
        "$ microconv doctor",
    ]
    plan, first, second, tags, audit, _ = done.out.split("\n$ ")[1:]
    assert [len(re.findall(r"^Plan [0-9a-f]{8}: ", one, re.MULTILINE)) for one in (plan, first)] == [1, 1]
    assert '  ~ conversion "mv_view_item"  role primary → secondary' in plan
    assert " → " not in first.partition("In sync")[0]
    errors = re.search(r"^Audit: (\d+) errors", audit, re.MULTILINE)
    assert errors is not None
    assert int(errors[1]) > 0
    assert "the errors and warnings in the last line are no failure of the demo" in audit.replace("\n# ", " ")
    assert "to create" in plan
    assert "In sync (emulated): aoi-store: " in first
    assert "changes applied" in first
    assert "In sync (emulated): aoi-store: nothing to do, nothing written. 13 API calls in all.\n" in second
    assert "Nothing was changed." in audit
    assert '  + trigger "mv_begin_checkout"  create' in plan
    assert "  ~ live version of GTM-AOISTR1  publish" in plan
    assert len(re.findall(r"fires once, with the right (?:label|event)", tags)) == 2
    assert "\x1b" not in done.out
    assert (os.listdir(place), os.listdir(temporary)) == ([], [])
    assert not (tmp_path / "own").exists()


@heavy
def test_it_speaks_japanese(program, microconv, tmp_path):
    done = program("demo", "--language", "ja", command=microconv, cwd=tmp_path)
    assert done.code == 0, done.err
    assert "# 3. もう一度実行: 残りの変更はありません\n" in done.out
    assert "\n設定と一致 (エミュレーター): aoi-store: 20 件中 20 件の変更を適用。API" in done.out
    assert "\n監査結果: エラー " in done.out


def test_it_leaves_this_process_as_it_was(run, tmp_path, monkeypatch):
    """Also where the user has credentials of their own: the demo neither uses nor changes them."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GOOGLE_ADS_DEVELOPER_TOKEN", "SECRET")
    monkeypatch.setenv("GOOGLE_ADS_REFRESH_TOKEN", "SECRET")
    before = dict(os.environ)
    done = run("demo")
    assert done.code == 0, done.err
    assert "SECRET" not in done.out + done.err
    assert (dict(os.environ), os.getcwd()) == (before, str(tmp_path))
