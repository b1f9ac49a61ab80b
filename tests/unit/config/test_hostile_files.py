"""Files that are no text, too large, or made to cost much."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from microconv.config import Loaded, Vocabulary, faults, load
from microconv.core.diagnostics import Diagnostic
from tests.growth import calls_of

Load = Callable[[str | bytes], Loaded]
Draw = Callable[[Iterable[Diagnostic]], str]

GOOD = "version: 1\nclient: アオイ\nga4: {property_id: 345678901}\nconversions: []\n"
AT = "config.yaml:1:1: error"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        pytest.param(
            GOOD.encode("cp932"),
            "config.yaml:2:9: error[not-utf-8]: the file is not UTF-8: byte 0x83 cannot stand here\n"
            "  hint: it may be Shift_JIS; save the file as UTF-8\n",
            id="Shift_JIS",
        ),
        pytest.param(
            b"version: 1\nclient: a\x81\n",
            "config.yaml:2:10: error[not-utf-8]: the file is not UTF-8: byte 0x81 cannot stand here\n"
            "  hint: save the file as UTF-8\n",
            id="neither",
        ),
        pytest.param(
            GOOD.encode("utf-16"),
            f"{AT}[not-utf-8]: the file is UTF-16, not UTF-8\n  hint: save the file as UTF-8\n",
            id="UTF-16",
        ),
        pytest.param(
            b"version: 1\r\nclient: a\x00b\r\n",
            "config.yaml:2:10: error[control-character]: the file holds the control character U+0000\n"
            "  a config is plain text\n  hint: take it out; an editor that shows invisible characters helps\n",
            id="NUL",
        ),
        pytest.param(
            b"client: \x1b[2Jx\n",
            "config.yaml:1:9: error[control-character]: the file holds the control character U+001B\n"
            "  a config is plain text\n  hint: take it out; an editor that shows invisible characters helps\n",
            id="escape",
        ),
        pytest.param(
            b"[" * 5_000_000,
            f"{AT}[too-large]: the file is larger than 4 MiB\n  a config has 4,194,304 bytes at most\n",
            id="5 MB of brackets",
        ),
        pytest.param(
            b"[" * 1_000_000,
            "config.yaml:1:33: error[too-deep]: maps and lists are nested more than 32 deep\n",
            id="1 MB of brackets",
        ),
        pytest.param(
            b"{a: " * 250_000,
            "config.yaml:1:129: error[too-deep]: maps and lists are nested more than 32 deep\n",
            id="1 MB of braces",
        ),
        pytest.param(
            b"- " * 500_000,
            "config.yaml:1:65: error[too-deep]: maps and lists are nested more than 32 deep\n",
            id="1 MB of dashes",
        ),
        pytest.param(
            b"- a\n" * 250_000,
            "config.yaml:200000:3: error[too-many-nodes]: the file holds more than 200,000 values\n"
            "  what aliases repeat counts each time\n",
            id="a long list",
        ),
    ],
)
def test_content(content: bytes, message: str, loaded: Load, drawn: Draw) -> None:
    found = loaded(content)
    assert drawn(found.problems) == message
    assert found.client is None


@pytest.mark.parametrize(
    ("content", "place"),
    [
        ("a:\n  - x\n  - " + "[" * 2000, "3:35"),
        ("a: " + "[b, " * 1500, "1:128"),
        ("[\n" * 2000, "33:1"),
        ("a: " + "[" * 31 + "]" * 31 + "\nb: " + "[" * 2000, "2:35"),
    ],
)
def test_the_place_is_that_of_the_bracket_whatever_the_parser_gives_up_at(
    loaded: Load, content: str, place: str
) -> None:
    assert [(item.code, str(item.span)) for item in loaded(content).problems] == [("too-deep", f"config.yaml:{place}")]


@pytest.mark.parametrize("content", ["a: [b", "x: '" + "[" * 60 + "\ny: [", "a: " + "[" * 20 + "]" * 20 + " b"])
def test_other_mistakes_behind_brackets_are_told_as_what_they_are(loaded: Load, content: str) -> None:
    assert [item.code for item in loaded(content).problems] == ["syntax"]


def test_aliases_cannot_multiply(loaded: Load, drawn: Draw) -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 9)]
    found = loaded("\n".join(lines))
    assert drawn(found.problems) == (
        "config.yaml:6:10: error[too-many-nodes]: the file holds more than 200,000 values\n"
        "  what aliases repeat counts each time\n"
    )


def test_many_unknown_keys_are_refused_without_a_guess_for_each(loaded: Load, monkeypatch: pytest.MonkeyPatch) -> None:
    few, many = ("".join(f"prefx{number}: a\n" for number in range(size)) for size in (200, 600))
    monkeypatch.setattr(faults, "MAX_GUESSES", 20)
    assert [item.code for item in loaded(many).problems].count("unknown-key") > 90
    assert calls_of(lambda: loaded(many)) < 1.5 * calls_of(lambda: loaded(few))


def test_a_byte_order_mark_and_windows_line_ends_are_fine(loaded: Load) -> None:
    found = loaded(b"\xef\xbb\xbf" + GOOD.replace("\n", "\r\n").encode())
    assert found.problems == ()
    assert found.client is not None
    assert found.client.label == "アオイ"


def test_positions_after_a_byte_order_mark(loaded: Load, drawn: Draw) -> None:
    found = loaded(b"\xef\xbb\xbfvarsion: 1\n")
    assert drawn(found.problems).startswith("config.yaml:1:1: error[")


def test_only_the_first_hundred_mistakes_are_told(loaded: Load) -> None:
    items = "".join(f"  - {{name: mv_{n}x, role: wrong{n}}}\n" for n in range(250))
    found = loaded(f"version: 1\nclient: x\nga4: {{property_id: 1}}\nconversions:\n{items}")
    wrong = [problem for problem in found.problems if problem.code == "wrong-word"]
    assert len(wrong) == 100
    rest = [problem for problem in found.problems if problem.code == "too-many-problems"]
    assert [(problem.summary, str(problem.span)) for problem in rest] == [
        ("150 more problems of this kind are not shown", "config.yaml:105:27")
    ]


def _one(path: Path, vocabulary: Vocabulary, drawn: Draw) -> str:
    found = load(path, vocabulary)
    assert found.client is None
    return drawn(found.problems)


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return Path()


def test_no_such_file(here: Path, vocabulary: Vocabulary, drawn: Draw) -> None:
    expected = "gone.yaml:1:1: error[no-such-path]: there is no such file\n"
    assert _one(here / "gone.yaml", vocabulary, drawn) == expected


def test_a_folder(here: Path, vocabulary: Vocabulary, drawn: Draw) -> None:
    Path("folder.yaml").mkdir()
    expected = "folder.yaml:1:1: error[not-a-file]: this is a folder, not a file\n"
    assert _one(here / "folder.yaml", vocabulary, drawn) == expected


def test_a_pipe_is_not_waited_for(here: Path, vocabulary: Vocabulary, drawn: Draw) -> None:
    os.mkfifo("pipe.yaml")
    expected = "pipe.yaml:1:1: error[not-a-file]: this is not a regular file\n  pipes and devices are not read\n"
    assert _one(here / "pipe.yaml", vocabulary, drawn) == expected


def test_a_link_to_itself(here: Path, vocabulary: Vocabulary, drawn: Draw) -> None:
    Path("loop.yaml").symlink_to("loop.yaml")
    reason = os.strerror(errno.ELOOP)
    expected = f"loop.yaml:1:1: error[unreadable]: the file cannot be read: {reason}\n"
    assert _one(here / "loop.yaml", vocabulary, drawn) == expected


def test_an_unreadable_file(here: Path, vocabulary: Vocabulary, drawn: Draw, monkeypatch: pytest.MonkeyPatch) -> None:
    Path("locked.yaml").write_text(GOOD)

    def refuse(self: Path, *_: object) -> object:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    expected = "locked.yaml:1:1: error[unreadable]: the file cannot be read: Permission denied\n"
    assert _one(here / "locked.yaml", vocabulary, drawn) == expected


def test_a_path_that_is_none(here: Path, vocabulary: Vocabulary, drawn: Draw) -> None:
    expected = "a\x00b:1:1: error[unreadable]: the file cannot be read: not a path\n"
    assert _one(here / "a\x00b", vocabulary, drawn) == expected
