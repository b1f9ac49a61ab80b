"""Several files: finding them, bases among them, and what clients must not share."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from microconv.config import Vocabulary, find, load_all
from microconv.core.diagnostics import Diagnostic

Draw = Callable[[Iterable[Diagnostic]], str]


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def write(name: str, text: str = "") -> Path:
    path = Path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def client(label: str, customer: int = 1234567890, more: str = "") -> str:
    return f"version: 1\nclient: {label}\ngoogle_ads: {{customer_id: {customer}}}\nconversions: []\n{more}"


def test_a_folder_gives_its_visible_configs_in_order() -> None:
    for name in ("c/b.yaml", "c/a.yml", "c/.hidden.yaml", "c/notes.txt", "c/sub/deep.yaml", "c/C.YAML"):
        write(name)
    Path("c/folder.yaml").mkdir()
    files, problems = find([Path("c"), Path("c/../c/b.yaml"), Path("./c/../c/sub/deep.yaml")])
    assert [str(file) for file in files] == ["c/C.YAML", "c/a.yml", "c/b.yaml", "c/../c/sub/deep.yaml"]
    assert problems == []


def test_a_file_is_taken_whatever_its_name() -> None:
    assert find([write("config.txt"), write(".secret.yaml")]) == ([Path("config.txt"), Path(".secret.yaml")], [])


def test_what_cannot_be_found(drawn: Draw) -> None:
    write("empty/readme.md")
    write("good.yaml")
    files, problems = find([Path("gone"), Path("empty"), Path("good.yaml"), Path("good.yaml/x"), Path("a\x00")])
    assert files == [Path("good.yaml")]
    assert drawn(problems) == (
        "gone:1:1: error[no-such-path]: there is no such file or folder\n"
        "empty:1:1: error[no-configs]: the folder holds no config\n"
        "  configs are the *.yaml and *.yml files directly in it\n"
        "good.yaml/x:1:1: error[unreadable]: the path cannot be read: Not a directory\n"
        "a\x00:1:1: error[unreadable]: the path cannot be read: not a path\n"
    )


def test_a_base_among_clients_is_no_client(vocabulary: Vocabulary) -> None:
    base = write("base.yaml", "version: 1\ndefaults: {role: secondary}\nconversions: []\n")
    middle = write("middle.yaml", "version: 1\nextends: base.yaml\n")
    first = write("first.yaml", client("first", 1000000001, "extends: middle.yaml\n"))
    second = write("second.yaml", client("second", 1000000002, "extends: base.yaml\n"))
    found = load_all([base, first, middle, second], vocabulary)
    assert [(str(item.path), item.is_base, item.client and item.client.label) for item in found] == [
        ("base.yaml", True, None),
        ("first.yaml", False, "first"),
        ("middle.yaml", True, None),
        ("second.yaml", False, "second"),
    ]
    assert [item.problems for item in found] == [(), (), (), ()]


def test_a_file_without_client_that_nobody_extends_is_an_error(vocabulary: Vocabulary) -> None:
    lone = write("lone.yaml", "version: 1\ngoogle_ads: {customer_id: 1234567890}\nconversions: []\n")
    other = write("other.yaml", client("x", 1000000001))
    found = load_all([lone, other], vocabulary)
    assert [problem.summary for problem in found[0].problems] == ["client is missing"]
    assert (found[0].is_base, found[1].problems) == (False, ())


def test_a_file_with_client_can_be_extended_and_stays_a_client(vocabulary: Vocabulary) -> None:
    first = write("first.yaml", client("first"))
    second = write("second.yaml", client("second", 1000000002, "extends: first.yaml\n"))
    found = load_all([first, second], vocabulary)
    assert [(item.is_base, item.client and item.client.label) for item in found] == [
        (False, "first"),
        (False, "second"),
    ]


def test_the_mistakes_of_a_base_are_told_once_with_the_base(vocabulary: Vocabulary, drawn: Draw) -> None:
    first = write("a.yaml", client("a", 1000000001, "extends: base.yaml\n"))
    second = write("b.yaml", client("b", 1000000002, "extends: base.yaml\nowner: 5\n"))
    base = write("base.yaml", "version: 1\ncurency: JPY\n")
    found = load_all([first, second, base], vocabulary)
    assert [item.client for item in found] == [None, None, None]
    assert [drawn(item.problems) for item in found] == [
        "a.yaml:5:10: error[broken-base]: this file cannot be used, because what it extends has errors\n"
        "  see base.yaml\n",
        'b.yaml:6:8: error[wrong-type]: owner cannot be 5\n  allowed: text\n  hint: put it in quotes: "5"\n',
        "base.yaml:2:1: error[unknown-key]: unknown key 'curency'\n"
        "  allowed: version, extends, client, owner, approver, learning, review, report, pages, audit, currency, "
        "google_ads, ga4, tag_manager, naming, unlisted, demote, goals, limits, defaults, conversions\n"
        "  hint: did you mean 'currency'?\n",
    ]


def test_what_shows_in_a_base_only_when_merged_is_told_with_the_first(vocabulary: Vocabulary, drawn: Draw) -> None:
    base = write("base.yaml", "version: 1\nconversions:\n  - {name: mv_a, role: secondary}\n")
    more = "extends: base.yaml\n"
    first, second = (
        write(f"{name}.yaml", client(name, number, more).replace("conversions: []\n", ""))
        for name, number in (("a", 1000000001), ("b", 1000000002))
    )
    found = load_all([base, first, second], vocabulary)
    assert [drawn(item.problems) for item in found] == [
        "",
        "base.yaml:3:5: error[missing]: category is missing\n  in a base of a.yaml\n"
        "  hint: an action that is created needs one\n",
        "b.yaml:4:10: error[broken-base]: this file cannot be used, because what it extends has errors\n"
        "  see base.yaml\n",
    ]


def test_one_label_or_one_account_has_one_config(vocabulary: Vocabulary, drawn: Draw) -> None:
    found = load_all(
        [
            write("a.yaml", client("a", 1000000001)),
            write("b.yaml", client("a", 1000000002)),
            write("c.yaml", client("c", 1000000001)),
            write("d.yaml", client("a", 1000000001, "ga4: {property_id: 5}\n")),
        ],
        vocabulary,
    )
    assert [item.client is not None for item in found] == [True, False, False, False]
    assert [drawn(item.problems) for item in found] == [
        "",
        "b.yaml:2:9: error[same-client]: the client 'a' has two configs\n  the other is a.yaml:2:9\n",
        "c.yaml:2:9: error[same-account]: another config has the same accounts: Google Ads 100-000-0001\n"
        "  the other is a.yaml:2:9\n",
        "d.yaml:2:9: error[same-client]: the client 'a' has two configs\n  the other is a.yaml:2:9\n"
        "d.yaml:2:9: warning[shared-account]: Google Ads 100-000-0001 has another config as well\n"
        "  a.yaml: each treats what only the other lists as unlisted\n"
        "  hint: write `unlisted: keep` in both, or give each its own `naming: {prefix: …}`\n",
    ]


@pytest.mark.parametrize(
    ("first", "second", "codes"),
    [
        ("", "", ["shared-account"]),
        ("unlisted: keep\n", "", ["shared-account"]),
        ("unlisted: keep\n", "unlisted: keep\n", []),
        ("naming: {prefix: a_}\n", "naming: {prefix: b_}\n", []),
        ("naming: {prefix: a_}\n", "naming: {prefix: a_b_}\n", ["shared-account"]),
    ],
)
def test_an_account_in_two_configs_is_a_warning(
    first: str, second: str, codes: list[str], vocabulary: Vocabulary
) -> None:
    one = write("one.yaml", client("one", more=first + "ga4: {property_id: 1}\n"))
    two = write("two.yaml", client("two", more=second + "ga4: {property_id: 2}\n"))
    found = load_all([one, two], vocabulary)
    assert [problem.code for problem in found[1].problems] == codes
    assert all(item.client is not None for item in found)
