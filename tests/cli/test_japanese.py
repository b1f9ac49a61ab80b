"""Commands in Japanese: what an account manager reads who must not break bidding. JSON stays as it is."""

from __future__ import annotations

import pytest

from microconv.cli import exit_codes
from tests.conftest import CART, PURCHASE

pytestmark = pytest.mark.usefixtures("environment")


def english_only(text: str) -> list[str]:
    """The lines that say something without a Japanese letter."""
    return [line for line in text.splitlines() if any(map(str.isalpha, line)) and line.isascii()]


@pytest.mark.parametrize("how", ["option", "environment"])
def test_a_refused_sync(run, write_config, holds, how, monkeypatch, world):
    config = write_config(PURCHASE, {**CART, "protect": True})
    before = holds.everything()
    said = ["--language", "ja"] if how == "option" else []
    if how == "environment":
        monkeypatch.setenv("MICROCONV_LANGUAGE", "ja")
    done = run("sync", config, "--yes", *said)
    assert done.code == 4
    assert done.err.startswith(
        "aoi: エラー: 何も変更していません\n"
        "中止: コンバージョン「mv_add_to_cart」は保護されていますが（`protect: true`）、次の項目が変わります: "
        "役割、値 [protected]\n"
        "    → それでも変更する場合は、`--allow protected` を付けて再実行してください\n"
    )
    assert holds.everything() == before


def test_the_question_is_asked_in_japanese_and_only_yes_is_accepted(run, config, holds, world):
    before = holds.everything()
    done = run("sync", config, "--language", "ja", answer="はい\n")
    assert done.code == 4
    assert "の変更を適用しますか？（適用するには yes と入力）" in done.err
    assert "中止: yes と入力されませんでした [unconfirmed]\n" in done.err
    assert holds.everything() == before
    assert run("sync", config, "--language", "ja", answer="yes\n").code == 0


def test_a_rollback(run, config, holds, newest, world):
    before = holds.actions()
    assert run("sync", config, "--yes").code == 0
    number = newest()
    refused = run("rollback", number, "--language", "ja")
    assert refused.code == 4
    assert "プランが承認されていません" in refused.err
    done = run("rollback", number, "--yes", "--language", "ja")
    assert (done.code, done.err, english_only(done.out)) == (0, "", [])
    assert f"{number} による変更を元に戻します" in done.out
    assert holds.actions()["mv_add_to_cart"]["primary_for_goal"] is before["mv_add_to_cart"]["primary_for_goal"]


def test_tags(run, config, world, tmp_path):
    done = run("snippets", config, "--language", "ja")
    assert done.code == 0
    told = [
        line
        for line in done.out.splitlines()
        if line.startswith(("  設置場所: ", "  理由: ", "  補足: ", "グローバル タグ"))
    ]
    assert told[0].startswith("グローバル タグ: すべてのページの <head> 内")
    assert len(told) > 2
    assert "Where:" not in done.out
    assert run("snippets", config, "--language", "ja", "--format", "json").out == (
        run("snippets", config, "--format", "json").out
    )
    assert run("snippets", config, "--language", "ja", "--out", tmp_path / "tags").code == 0
    assert "ウェブサイトに設置するタグ" in (tmp_path / "tags" / "index.txt").read_text("utf-8")


def test_explain_of_what_no_config_declares(run, config, world):
    named = run("explain", "purchase", "--customer-id", "123-456-7890", "--language", "ja")
    assert named.code == 0
    assert named.out.startswith("「purchase」は入札に使われています: アカウントの目標により使用\n")
    assert "設定ファイルの指定なし" in named.out
    managers = run("explain", "Shared purchase", "--customer-id", "345-678-9012", "--login-customer-id", "9998887777",
                   "--language", "ja")  # fmt: skip
    assert "別のアカウントが所有" in managers.out
    assert run("explain", "purchase", config, "--language", "ja", "--format", "json").out == (
        run("explain", "purchase", config, "--format", "json").out
    )


def test_the_language_of_one_command_line_is_not_that_of_the_next(run, tmp_path):
    missing = tmp_path / "missing.yaml"
    assert "設定ファイルにエラーがあります" in run("plan", missing, "--language", "ja").err
    again = run("snapshot", missing, "-o", tmp_path / "live.json").err
    assert again.endswith("error: the config has errors; nothing was read or written\n")


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        (
            ("plan", "--language", "ja"),
            "設定ファイル、または設定ファイルのあるフォルダを指定してください（例: `configs/`）",
        ),
        (("plan", "--nope", "--language", "ja"), "オプション --nope はありません"),
        (
            ("plan", "--langage", "ja", "--language=ja"),
            "オプション --langage はありません（候補: --label、--language",
        ),
        (("sync", "x.yaml", "--max-actions", "x", "--language", "ja"), "オプション --max-actions はありません"),
        (("snapshot", "--language", "ja", "--format", "x"), "オプション --format はありません"),
        (("audit", "x.yaml", "--language", "ja", "--format", "x"), "'--format' の値が正しくありません: 次のいずれか"),
        (("plan", "x.yaml", "--language", "ja", "--jobs", "0"), "1 以上 64 以下の整数を指定してください"),
        (("sync", "x.yaml", "--language", "ja", "--max-value-factor", "nan"), "1 以上の数値を指定してください"),
        (("explain", "--language", "ja"), "を指定してください"),
    ],
)
def test_a_mistake_in_the_command_line(run, arguments, error):
    done = run(*arguments)
    assert done.code == exit_codes.USAGE
    assert done.err.startswith(f"使い方: microconv {arguments[0]} ")
    assert f"\n詳しくは `microconv {arguments[0]} --help` をご覧ください。\n" in done.err
    assert error in done.err.splitlines()[-1]


def test_a_mistake_in_the_command_line_where_the_environment_says_japanese(run, monkeypatch):
    monkeypatch.setenv("MICROCONV_LANGUAGE", "ja")
    assert "エラー: オプション --nope はありません" in run("plan", "--nope").err
    assert "Error: No such option" in run("plan", "--nope", "--language", "en").err


def test_a_command_line_without_a_command_is_answered_with_help(run, monkeypatch):
    monkeypatch.setenv("MICROCONV_LANGUAGE", "ja")
    done = run()
    assert done.code == exit_codes.USAGE
    assert "Start here:" in done.err
    assert "エラー" not in done.err
