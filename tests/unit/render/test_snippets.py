"""Code for websites: nothing in it that a name could break out of."""

from __future__ import annotations

import ast
import json
import re

import pytest
from hostile import MARKDOWN_NAMES, NAMES, harmful
from hypothesis import given
from hypothesis import strategies as st

from microconv.core.product import Product
from microconv.core.tags.snippet import Moment, Parameter, Snippet, Snippets, Standing
from microconv.core.text import untranslated
from microconv.render.snippets import code, comment, function, js, snippet_files, snippets_json, snippets_text

ODD = (*NAMES, *MARKDOWN_NAMES, "--> <!--", "</ScRiPt>", "'; alert(1); '", '"', "\\", "`${1}`", "資料請求", "--!>", "")


def tag(name: str, moment: Moment = Moment.CLICK) -> Snippet:
    parameters = (Parameter("send_to", name), Parameter("value", 0.1), Parameter("currency", name))
    return Snippet(name, Product.GA4, Standing.READY, untranslated(name), moment, False, name, name, parameters)


def of(*names: str) -> Snippets:
    return Snippets("aoi", (("ga4", "1"),), False, ("G-A1",), tuple(tag(name) for name in names), 1)


@given(st.text())
def test_a_string_is_one_literal_with_the_same_text(text: str) -> None:
    literal = js(text)
    assert literal.isascii()
    assert not set("<>&`\n\r") & set(literal)
    body = literal[1:-1]
    assert "'" not in body
    assert json.loads(f'"{body}"') == text


@pytest.mark.parametrize(("value", "drawn"), [(500.0, "500"), (0.1, "0.1"), (1e22, "1e+22"), (0.0, "0")])
def test_numbers(value: float, drawn: str) -> None:
    assert js(value) == drawn
    assert ast.literal_eval(drawn) == value


@given(st.text())
def test_a_comment_never_ends_early(text: str) -> None:
    shown = comment(text)
    assert not {"--", "<", ">"} & {shown[place : place + size] for place in range(len(shown)) for size in (1, 2)}
    assert harmful(shown) == []
    assert "\n" not in shown


@pytest.mark.parametrize("moment", list(Moment))
@pytest.mark.parametrize("name", ODD)
def test_no_name_breaks_out(name: str, moment: Moment) -> None:
    text = code(tag(name, moment))
    assert len(re.findall(r"</?script", text, re.IGNORECASE)) == 2
    assert text.count("<!--") == text.count("-->") == 1
    assert harmful(text) == []


@pytest.mark.parametrize("name", ODD)
def test_no_name_controls_the_terminal(name: str) -> None:
    assert harmful(snippets_text(of(name))) == []
    assert json.loads(snippets_json([of(name)]))["snippets"][0]["conversions"][0]["conversion"] == name


def test_functions_are_identifiers_of_their_own() -> None:
    found = [function(tag(name)) for name in (*ODD, "mv_a", "mv a", "mv-a")]
    assert all(re.fullmatch(r"ga4_[A-Za-z0-9_]*", name) for name in found)
    assert len(set(found)) == len(found)


def test_every_conversion_has_a_file_of_its_own_with_a_safe_name() -> None:
    names = [*ODD, "mv_a", "MV_A", "mv_a.", "global-tag", "con", "../../etc/passwd", "x" * 300, "あ" * 100]
    files = snippet_files([of(*names), of(*names), of(*names)])
    assert len(files) == 3 * (len(names) + 1) + 1
    assert len({tuple(part.casefold() for part in path) for path in files}) == len(files)
    for path in files:
        assert len(path) <= 2
        for part in path:
            assert re.fullmatch(r"[\w-]+(\.txt)?", part), part
            assert len(part.encode()) <= 255
            assert part.casefold() not in {"con.txt", "nul.txt"}
    assert {path[0] for path in files} == {"index.txt", "aoi", "aoi-2", "aoi-3"}


def test_nothing_to_place() -> None:
    waiting = Snippet("x", Product.GOOGLE_ADS, Standing.WAITING, untranslated("not yet"))
    files = snippet_files([Snippets("aoi", (), False, (), (waiting,), 0)])
    assert files == {
        ("index.txt",): "Tags to place on the websites\n\naoi  \n\nx  Google Ads: waiting\n  Why: not yet.\n"
    }
