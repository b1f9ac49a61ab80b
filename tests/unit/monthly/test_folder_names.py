"""A folder for each label: no two labels meet, whatever the file system makes of letters."""

from __future__ import annotations

import unicodedata
from pathlib import PurePosixPath, PureWindowsPath
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from microconv.monthly.folder_names import LONGEST, folder_name

LABELS = (
    "..", ".", "/etc/passwd", "../other", "a/b", "a\\b", "C:", "con", "nul.txt", "com1", "Aoi Store", "aoi ", "aoi.",
    ".aoi", "x" * 300, "青" * 300, "a\0b", "a\nb", "%41", "~", "\ud800", "a:b", "a|b?*<>\"", "\u202eoia",
)  # fmt: skip


@pytest.mark.parametrize("label", LABELS)
def test_a_hostile_label_is_one_plain_folder(label):
    name = folder_name(label)
    assert PurePosixPath("reports", name).parts == ("reports", name)
    assert PureWindowsPath("reports", name).parts == ("reports", name)
    assert not PureWindowsPath(name).is_reserved()
    assert name not in {"", ".", ".."}
    assert not name.startswith(".")
    assert not name.endswith((".", " "))
    assert name.isprintable()
    assert len(name.encode()) <= LONGEST


@pytest.mark.parametrize("label", ["aoi-store", "b2b_materials", "青い商店", "example.com", "カート"])
def test_a_usual_label_is_its_folder(label):
    assert folder_name(label) == label


def as_seen(name: str) -> set[str]:
    """The name as file systems may take it: without case, composed and decomposed."""
    return {unicodedata.normalize(form, name).casefold() for form in ("NFC", "NFD", "NFKC", "NFKD")}


@given(st.text(min_size=1), st.text(min_size=1))
def test_two_labels_never_meet(one, other):
    if one != other:
        assert not as_seen(folder_name(one)) & as_seen(folder_name(other))


@pytest.mark.parametrize(
    ("one", "other"),
    [("Aoi", "aoi"), ("が", "か\u3099"), ("ｱ", "ア"), ("x" * 300, "x" * 301), ("a b", "a%20b"), ("con", "%63on")],
)
def test_labels_that_look_alike_have_two_folders(one, other):
    assert not as_seen(folder_name(one)) & as_seen(folder_name(other))


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), min_size=1, max_size=20))
def test_a_name_says_its_label(label):
    assert unquote(folder_name(label)) == label
