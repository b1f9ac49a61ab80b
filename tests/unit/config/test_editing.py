"""Edits of a config that somebody wrote: the number, the role, the review change, and no other byte."""

from __future__ import annotations

import datetime
import difflib
import os
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from microconv.config import Vocabulary, load
from microconv.config.editing import Edited, Edits, edit, plain, wanted
from microconv.config.replacing import replace_file
from microconv.core.conversion import Role
from microconv.core.errors import ConfigError, MicroconvError
from microconv.core.review_settings import Decision
from microconv.core.value import number
from tests.heavy import examples

DAY = datetime.date(2026, 11, 28)
DECISION = Decision(DAY, "mv_a", Role.SECONDARY, 400.0, "96 of 3,210: agreed # 5")
FLOW = 'date: 2026-11-28, conversion: mv_a, change: {role: secondary, value: 400}, reason: "96 of 3,210: agreed # 5"'
LINES = [
    "+     - date: 2026-11-28\n",
    "+       conversion: mv_a\n",
    "+       change: {role: secondary, value: 400}\n",
    '+       reason: "96 of 3,210: agreed # 5"\n',
]
HEAD = """\
version: 1
client: aoi
currency: JPY
google_ads: {customer_id: 123-456-7890}
defaults: {category: add_to_cart}
"""
BLOCK = """\
conversions: # all
  - name: mv_a # the first
    role: primary  # why
    value: 1000 # a guess
    # about a

  - {name: mv_b, role: "primary", value: {default: 5, from_event: true}} # b
  - name: mv_c
    role: 'secondary'
    value:
      from_event: true
      currency: USD # dollars
  - name: mv_d
    role: secondary
# end
"""


def edited(folder: Path, vocabulary: Vocabulary, text: str | bytes, edits: Edits) -> Edited:
    path = folder / "config.yaml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    made = edit(path, vocabulary, edits)
    loaded = load(path, vocabulary)
    assert loaded.client is not None
    assert plain(made.client) == plain(wanted(loaded.client, edits))
    return made


def changed(before: str, after: bytes) -> list[str]:
    """The lines that a diff shows."""
    lines = difflib.ndiff(before.splitlines(keepends=True), after.decode().splitlines(keepends=True))
    return [line for line in lines if not line.startswith(("  ", "? "))]


@pytest.mark.parametrize(
    ("edits", "lines"),
    [
        (Edits({"mv_a": 400}), ["-     value: 1000 # a guess\n", "+     value: 400 # a guess\n"]),
        (Edits({"mv_a": 12.5}), ["-     value: 1000 # a guess\n", "+     value: 12.5 # a guess\n"]),
        (Edits(roles={"mv_a": Role.SECONDARY}), ["-     role: primary  # why\n", "+     role: secondary  # why\n"]),
        (
            Edits({"mv_b": 7}, {"mv_b": Role.SECONDARY}),
            [
                '-   - {name: mv_b, role: "primary", value: {default: 5, from_event: true}} # b\n',
                '+   - {name: mv_b, role: "secondary", value: {default: 7, from_event: true}} # b\n',
            ],
        ),
        (Edits({"mv_c": 3}), ["+       default: 3\n"]),
        (Edits(roles={"mv_c": Role.PRIMARY}), ["-     role: 'secondary'\n", "+     role: 'primary'\n"]),
        (Edits({"mv_d": 100}), ["+     value: 100\n"]),
        (Edits(review_last=DAY), ["+ review: {last: 2026-11-28}\n"]),
        (
            Edits(review_last=DAY, decisions=(DECISION,)),
            ["+ review:\n", "+   last: 2026-11-28\n", "+   decisions:\n", *LINES],
        ),
        (Edits(), []),
    ],
)
def test_only_these_lines_change(tmp_path: Path, vocabulary: Vocabulary, edits: Edits, lines: list[str]) -> None:
    assert changed(HEAD + BLOCK, edited(tmp_path, vocabulary, HEAD + BLOCK, edits).content) == lines


@pytest.mark.parametrize(
    ("review", "lines"),
    [
        (
            "review: {every: month, last: 2026-08-01} # r\n",
            [
                "- review: {every: month, last: 2026-08-01} # r\n",
                "+ review: {every: month, last: 2026-11-28, decisions: [\n",
                f"+     {{{FLOW}}},\n",
                "+   ]} # r\n",
            ],
        ),
        ("review:\n  every: month\n  # c\n", ["+   last: 2026-11-28\n", "+   decisions:\n", *LINES]),
        (
            "review:\n  decisions: [] # none\n",
            ["-   decisions: [] # none\n", "+   decisions: # none\n", *LINES, "+   last: 2026-11-28\n"],
        ),
        (
            "review:\n  last: '2026-08-01'\n  decisions:\n"
            "  - {date: 2026-01-01, conversion: a, change: none, reason: b}\n",
            [
                "-   last: '2026-08-01'\n",
                "+   last: '2026-11-28'\n",
                *(line.replace("+  ", "+", 1) for line in LINES),
            ],
        ),
        (
            "review:\n  last: 2026-11-28\n  decisions: [\n"
            "    {date: 2026-01-01, conversion: a, change: none, reason: b},\n  ]\n",
            [f"+     {{{FLOW}}},\n"],
        ),
        (
            "review: {last: 2026-11-28, decisions: [{date: 2026-01-01, conversion: a, change: none, reason: b}]}\n",
            [
                "- review: {last: 2026-11-28, decisions: [{date: 2026-01-01, conversion: a, change: none, "
                "reason: b}]}\n",
                "+ review: {last: 2026-11-28, decisions: [{date: 2026-01-01, conversion: a, change: none, reason: b}, "
                f"{{{FLOW}}}]}}\n",
            ],
        ),
        (
            "review: {decisions: [], last: 2026-11-28}\n",
            [
                "- review: {decisions: [], last: 2026-11-28}\n",
                f"+ review: {{decisions: [{{{FLOW}}}], last: 2026-11-28}}\n",
            ],
        ),
    ],
)
def test_reviews_however_they_are_written(
    tmp_path: Path, vocabulary: Vocabulary, review: str, lines: list[str]
) -> None:
    text = HEAD + review + BLOCK
    made = edited(tmp_path, vocabulary, text, Edits(review_last=DAY, decisions=(DECISION,)))
    assert changed(text, made.content) == lines


def test_a_file_in_brackets(tmp_path: Path, vocabulary: Vocabulary) -> None:
    text = (
        '{"version": 1, "client": "aoi", "currency": "JPY", "google_ads": {"customer_id": 1234567890},\n'
        ' "conversions": [{"name": "mv_a", "category": "page_view", "role": "primary"}]}'
    )
    made = edited(tmp_path, vocabulary, text, Edits({"mv_a": 4}, {"mv_a": Role.SECONDARY}, DAY, (DECISION,)))
    added = made.content.decode().replace('"secondary", value: 4', '"primary"')
    assert added.replace(f", review: {{last: 2026-11-28, decisions: [{{{FLOW}}}]}}", "") == text


BASE = """\
version: 1
defaults: {role: primary, value: {default: 9, from_event: true}}
conversions:
  - {name: mv_a, category: add_to_cart}
  - {name: mv_b, category: add_to_cart, value: 70}
  - {name: mv_c, category: add_to_cart, value: {default: 3, currency: USD}}
"""
OWN = "version: 1\nextends: base.yaml\nclient: aoi\ncurrency: JPY\ngoogle_ads: {customer_id: 123-456-7890}\n"


@pytest.mark.parametrize(
    ("own", "edits", "lines"),
    [
        (
            "conversions: []\n",
            Edits({"mv_a": 5}),
            ["- conversions: []\n", "+ conversions:\n", "+   - name: mv_a\n", "+     value: {default: 5}\n"],
        ),
        (
            "",
            Edits({"mv_b": 5, "mv_c": 6}, {"mv_b": Role.SECONDARY}),
            [
                "+ \n", "+ conversions:\n",
                "+   - name: mv_b\n", "+     role: secondary\n", "+     value: 5\n",
                "+   - name: mv_c\n", "+     value: {default: 6}\n",
            ],
        ),
        (
            "conversions:\n  - name: mv_a\n    label: カート # c\n",
            Edits({"mv_a": 5}, {"mv_a": Role.SECONDARY}),
            ["+     role: secondary\n", "+     value: {default: 5}\n"],
        ),
    ],
)  # fmt: skip
def test_what_a_base_gives_is_written_here(
    tmp_path: Path, vocabulary: Vocabulary, own: str, edits: Edits, lines: list[str]
) -> None:
    base = tmp_path / "base.yaml"
    base.write_text(BASE, encoding="utf-8")
    made = edited(tmp_path, vocabulary, OWN + own, edits)
    assert sorted(changed(OWN + own, made.content)) == sorted(lines)
    assert base.read_text(encoding="utf-8") == BASE


def test_decisions_of_a_base_are_not_replaced(tmp_path: Path, vocabulary: Vocabulary) -> None:
    decision = "review: {decisions: [{date: 2026-01-01, conversion: mv_a, change: none, reason: b}]}\n"
    (tmp_path / "base.yaml").write_text(BASE + decision, encoding="utf-8")
    with pytest.raises(ConfigError, match=r"the decisions stand in a base .*base.yaml:7:10") as caught:
        edited(tmp_path, vocabulary, f"{OWN}conversions: []\n", Edits(decisions=(DECISION,)))
    assert caught.value.hint == "move `review.decisions` from the base into this file"
    assert (tmp_path / "config.yaml").read_text(encoding="utf-8") == f"{OWN}conversions: []\n"


@pytest.mark.parametrize(
    ("old", "new", "edits", "message"),
    [
        ("value: 1000", "value: &v 1000", Edits({"mv_a": 4}), "config.yaml:9: the anchor '&v' stands here"),
        ("value: 1000", "value: &v 1000", Edits({"mv_b": 4}), ""),
        ("default: 5", "default: &v 5", Edits({"mv_b": 4}), "config.yaml:12: the anchor '&v' stands here"),
        ("- name: mv_a", "- &a\n    name: mv_a", Edits({"mv_a": 4}), "config.yaml:7: the anchor '&a' stands here"),
        ("conversions:", "conversions: &c", Edits({"mv_a": 4}), "config.yaml:6: the anchor '&c' stands here"),
        ("version: 1", "--- &r\nversion: 1", Edits({"mv_a": 4}), "the anchor '&r' stands here"),
        ("value: 1000 # a guess", "value: >-\n      none", Edits({"mv_a": 4}), "this is not written on one line"),
        ("value: 1000", "value: 1000", Edits({"mv_x": 4}), "there is no conversion 'mv_x'"),
        ("value: 1000", "value: true", Edits({"mv_a": 4}), "the config has errors"),
        ("value: 1000", "<<: {value: 1}", Edits({"mv_a": 4}), "the config has errors"),
        ("currency: JPY", "limits: {}", Edits({"mv_d": 4}), "the config has errors"),
    ],
)
def test_what_cannot_be_edited_is_said(
    tmp_path: Path, vocabulary: Vocabulary, old: str, new: str, edits: Edits, message: str
) -> None:
    text = (HEAD + BLOCK).replace(old, new, 1)
    if not message:
        edited(tmp_path, vocabulary, text, edits)
        return
    with pytest.raises(ConfigError) as caught:
        edited(tmp_path, vocabulary, text, edits)
    assert message in str(caught.value)
    assert str(caught.value).endswith("; nothing was written")
    assert (tmp_path / "config.yaml").read_text(encoding="utf-8") == text


def test_an_alias_that_may_be_the_conversion_is_refused(tmp_path: Path, vocabulary: Vocabulary) -> None:
    text = (
        HEAD + "conversions:\n  - {name: mv_a, role: primary, funnel: {next: &n mv_b}}\n  - {name: *n, role: primary}\n"
    )
    with pytest.raises(ConfigError, match=r"config.yaml:8: the alias '\*n' stands here"):
        edited(tmp_path, vocabulary, text, Edits({"mv_b": 4}))
    edited(tmp_path, vocabulary, text, Edits({"mv_a": 4}))


def test_a_value_without_a_currency_is_refused_with_the_loaders_words(tmp_path: Path, vocabulary: Vocabulary) -> None:
    text = HEAD.replace("currency: JPY\n", "") + "conversions:\n  - {name: mv_a, role: primary}\n"
    with pytest.raises(ConfigError, match="would have errors") as caught:
        edited(tmp_path, vocabulary, text, Edits({"mv_a": 4}))
    assert [problem.summary for problem in caught.value.problems] == ["currency is missing"]


def test_a_decision_of_a_day_to_come_is_not_written(tmp_path: Path, vocabulary: Vocabulary) -> None:
    path = tmp_path / "config.yaml"
    path.write_text(HEAD + BLOCK, encoding="utf-8")
    with pytest.raises(ConfigError, match="would have errors"):
        edit(path, vocabulary, Edits(decisions=(DECISION,)), today=DAY - datetime.timedelta(days=5))


ALL = Edits({"mv_a": 400, "mv_d": 7}, {"mv_b": Role.SECONDARY}, DAY, (DECISION,))


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("end", [True, False])
def test_line_ends_and_the_byte_order_mark_stay(
    tmp_path: Path, vocabulary: Vocabulary, newline: str, mark: bytes, end: bool
) -> None:
    text = HEAD + BLOCK.replace("# end\n", "")
    text = text if end else text.removesuffix("\n")
    made = edited(tmp_path, vocabulary, mark + text.replace("\n", newline).encode(), ALL)
    alike = edited(tmp_path, vocabulary, text, ALL)
    assert made.content == mark + alike.content.replace(b"\n", newline.encode())
    assert made.content.count(b"\xef\xbb\xbf") == len(mark) // 3


def test_a_file_is_written_whole_with_its_mode_and_behind_its_link(tmp_path: Path, vocabulary: Vocabulary) -> None:
    real, link = tmp_path / "sub" / "real.yaml", tmp_path / "config.yaml"
    real.parent.mkdir()
    real.write_text(HEAD + BLOCK, encoding="utf-8")
    real.chmod(0o640)
    link.symlink_to(real)
    made = edit(link, vocabulary, ALL)
    assert real.read_text(encoding="utf-8") == HEAD + BLOCK
    replace_file(made)
    assert link.is_symlink()
    assert real.read_bytes() == made.content
    assert real.stat().st_mode & 0o777 == 0o640
    assert os.listdir(real.parent) == ["real.yaml"]
    replace_file(edit(link, vocabulary, Edits()))


def test_a_read_only_file_is_not_written(tmp_path: Path, vocabulary: Vocabulary) -> None:
    path = tmp_path / "config.yaml"
    made = edited(tmp_path, vocabulary, HEAD + BLOCK, ALL)
    path.chmod(0o440)
    with pytest.raises(MicroconvError, match="cannot be written: it is read-only"):
        replace_file(made)
    assert path.read_text(encoding="utf-8") == HEAD + BLOCK
    assert os.listdir(tmp_path) == ["config.yaml"]


@pytest.mark.parametrize(("gone", "why"), [(False, "it was changed in the meantime"), (True, "No such file")])
def test_a_file_that_moved_meanwhile_is_left_alone(
    tmp_path: Path, vocabulary: Vocabulary, gone: bool, why: str
) -> None:
    path = tmp_path / "config.yaml"
    made = edited(tmp_path, vocabulary, HEAD + BLOCK, ALL)
    if gone:
        path.unlink()
    else:
        path.write_text("other", encoding="utf-8")
    with pytest.raises(MicroconvError, match=why):
        replace_file(made)
    assert [one.read_text(encoding="utf-8") for one in tmp_path.iterdir()] == ([] if gone else ["other"])


COMMENT = st.sampled_from(["", " # c", "  # value: 1, role: primary", " # 値 {"])
AMOUNT = st.sampled_from([0.5, 1.0, 400.0, 12345.25, 1e6])
ROLES = st.sampled_from(list(Role))


@st.composite
def written(draw: st.DrawFn) -> tuple[str, list[str]]:
    """A config as people write it, in a mixture of styles, and the names of its conversions."""
    lines = draw(st.permutations(HEAD.splitlines()))
    review = draw(
        st.sampled_from(
            [
                [],
                ["review: {every: month}"],
                ["review:", "  every: month", "  last: 2026-01-01"],
                ["review:", "    last: '2026-01-01' # l", "    decisions:", "    - date: 2026-01-01",
                 "      conversion: x", "      change: none", "      reason: r"],
                ["review: {", "  last: 2026-01-01,", "  decisions: [],", "  }"],
            ]
        )
    )  # fmt: skip
    names = [f"mv_x{number}" for number in range(draw(st.integers(1, 4)))]
    items: list[str] = []
    pad = draw(st.sampled_from(["", "  ", "    "]))
    for name in names:
        amount = number(draw(AMOUNT))
        form = draw(st.sampled_from(["", "{0}", "none", "{{default: {0}}}", "{{from_event: true}}",
                                     "{{currency: USD, default: {0}}}"]))  # fmt: skip
        quoted = draw(st.sampled_from(["{}", '"{}"', "'{}'"]))
        parts = [f"name: {quoted.format(name)}", f"role: {quoted.format(draw(ROLES))}"]
        parts += [f"value: {form.format(amount)}"] if form else []
        parts += draw(st.sampled_from([[], ["label: カート"], ["purpose: 'a # b'"]]))
        if draw(st.booleans()):
            items.append(f"{pad}- {{{', '.join(parts)}}}{draw(COMMENT)}")
        else:
            items += [f"{pad}{'  ' if number else '- '}{part}{draw(COMMENT)}" for number, part in enumerate(parts)]
        items += draw(st.sampled_from([[], [""], [f"{pad}  # of it", ""], ["# at the margin"]]))
    whole = [*lines, *review, f"conversions:{draw(COMMENT)}", *items]
    return draw(st.sampled_from(["\n", "\r\n"])).join([*whole, *draw(st.sampled_from([[], [""]]))]), names


@settings(max_examples=examples(300), deadline=None)
@given(written(), st.data())
def test_any_edit_of_any_config_changes_its_own_lines(
    tmp_path_factory: pytest.TempPathFactory, vocabulary: Vocabulary, config: tuple[str, list[str]], data: st.DataObject
) -> None:
    text, names = config
    edits = Edits(
        data.draw(st.dictionaries(st.sampled_from(names), AMOUNT, max_size=2)),
        data.draw(st.dictionaries(st.sampled_from(names), ROLES, max_size=2)),
        data.draw(st.sampled_from([None, DAY])),
        data.draw(st.sampled_from([(), (DECISION,), (DECISION, DECISION)])),
    )
    content = edited(tmp_path_factory.getbasetemp(), vocabulary, text, edits).content
    assert content.count(b"\r") == (content.count(b"\n") if "\r" in text else 0)
    gone = [line for line in changed(text, content) if line.startswith("- ")]
    about = ("name: ", "role: ", "value: ", "review: {", "last: ", "decisions: []", "}")
    assert all(any(word in line for word in about) for line in gone if line.strip("- \r\n")), gone
    assert len(gone) <= 1 + len({*edits.values, *edits.roles}) * 2 + (3 if edits.review_last or edits.decisions else 0)
    before, after = ([line.rstrip() for line in part.splitlines()] for part in (text, content.decode()))
    touched = {line[2:].rstrip() for line in gone}
    rest = iter(after)
    assert all(line in rest for line in before if line not in touched)
    comments = [line.partition("#")[2] for line in before if "#" in line and "purpose" not in line]
    assert all(any(comment in line for line in after) for comment in comments)
