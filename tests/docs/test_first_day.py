"""The pages on the first day with an account: their commands are run as they stand, one after the other."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from microconv.emulator.seed import packaged_seed, read_seed

PAGES = {"en": "first-day.md", "ja": "first-day.ja.md"}
FOLDER = Path(__file__).parents[2] / "docs"
EDITED = "value: 3000"


def commands(page: str) -> list[list[str]]:
    text = (FOLDER / page).read_text("utf-8")
    return [shlex.split(line)[1:] for line in re.findall(r"^    (microconv .*)$", text, re.MULTILINE)]


def test_both_pages_give_the_same_commands():
    english, japanese = ([" ".join(one) for one in commands(page)] for page in PAGES.values())
    assert [one.replace(" --language ja", "") for one in japanese] == [
        one.replace(" --language ja", "") for one in english
    ]
    assert [one.split()[0] for one in english] == [
        *("doctor", "snapshot", "audit", "audit", "import", "plan", "validate", "plan", "sync", "history"),
    ]  # fmt: skip


@pytest.mark.usefixtures("environment")
@pytest.mark.parametrize("language", PAGES)
def test_the_day_ends_in_sync(language, run, world, tmp_path, monkeypatch):
    world.reset(read_seed(packaged_seed()))
    monkeypatch.setenv("MICROCONV_STATE_DIR", str(tmp_path / "state"))
    monkeypatch.chdir(tmp_path)
    page = (FOLDER / PAGES[language]).read_text("utf-8")
    for folder in re.findall(r"^    mkdir (.*)$", page, re.MULTILINE):
        (tmp_path / folder).mkdir()
    for name, value in re.findall(r"^    export (\w+)=(.*)$", page, re.MULTILINE):
        monkeypatch.setenv(name, value)
    config = tmp_path / "configs" / "aoi-store.yaml"
    done = []
    for arguments in commands(PAGES[language]):
        if arguments[0] == "validate":
            text = config.read_text("utf-8")
            before, name, after = text.partition("name: お問い合わせ完了")
            assert "value:" not in after.partition("- name:")[0]
            for old, new in (("kind: undecided", "kind: macro"), ("role: primary", f"role: primary\n    {EDITED}")):
                after = after.replace(f"{old}\n", f"{new}\n", 1)
            config.write_text(before + name + after, "utf-8")
        done.append((arguments[0], run(*arguments, *(["--yes"] if arguments[0] == "sync" else []))))
        assert done[-1][1].code == 0, (arguments, done[-1][1])
    ends = dict.fromkeys(("snapshot", "audit"), "に保存しました")
    ends |= {"validate": "問題ありません", "sync": "設定と一致", "history": "設定と一致"}
    for arguments, one in zip(commands(PAGES[language]), (one for _, one in done), strict=True):
        spoken = "ja" if "--language" in arguments else language
        if arguments[0] in ends:
            assert (ends[arguments[0]] in one.out + one.err) == (spoken == "ja"), (arguments, one)
    plans = [one.out for name, one in done if name == "plan"]
    assert ("no changes" in plans[0], "変更なし" in plans[0]) == (language == "en", language == "ja")
    assert "3,000 JPY" in plans[1]
    actions = world.google_ads.customers[1234567890].actions.values()
    (value,) = [one.fields["value_settings.default_value"] for one in actions if one.name == "お問い合わせ完了"]
    assert value == 3000
