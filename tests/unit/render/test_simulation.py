"""Simulated visits as text and JSON: each says that it is simulated, in both languages, whatever the names are."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from hostile import NAMES, harmful

from microconv.core.feed import Feed, FeedingTag, Published, Sends
from microconv.core.product import Product
from microconv.core.tags.hit import Hit, Receipt
from microconv.core.tags.judged import judged
from microconv.core.tags.simulation import Firing, Proof, SimulatedTag, Simulation, Verdict
from microconv.core.tags.visit import Visit
from microconv.core.text import Language, Text
from microconv.emulator.tag_manager import runtime
from microconv.render.simulation import simulation_text, simulations_json
from microconv.render.simulation_words import reason, visit_texts

RUNTIME = Path(runtime.__file__).parent
FEED = Feed(Product.GOOGLE_ADS, "GTM-A", "AW-1", "x", ())
RIGHT = Hit(Product.GOOGLE_ADS, "AW-1", "x")
WRONG = RIGHT._replace(name="y")


def fired(name: str, *hits: Hit, remarks: tuple[str, ...] = (), clear: bool = True) -> SimulatedTag:
    return SimulatedTag(name, Verdict.FIRES, "", (Firing("gtm.js", ("t",), hits, remarks, clear),))


def feeding(name: str) -> FeedingTag:
    return FeedingTag(name, "tags/1", Sends.RIGHT, "AW-1/x", ("t",), False, Published.LIVE)


def of(*tags: SimulatedTag, feed: Feed = FEED, **said: object) -> Simulation:
    fields = {"conversion": "mv_x", "client": "aoi", "container": "GTM-A", "visit": Visit("https://a.example/"), **said}
    return Simulation(
        accounts=(("tag_manager", "GTM-A"),),
        emulated=False,
        content=Text("w", "w"),
        results=judged([feed], tags),
        others=(),
        sent=False,
        reads=1,
        **fields,  # type: ignore[arg-type]
    )


# ---- the judgement

OWN = FEED._replace(tags=(feeding("a"),))
SILENT = SimulatedTag("a", Verdict.DOES_NOT_FIRE, "it is paused")
UNCLEAR = SimulatedTag("a", Verdict.NOT_MODELLED, "the operator x")


@pytest.mark.parametrize(
    ("feed", "tags", "proof"),
    [
        (FEED, [fired("a", RIGHT)], Proof.ONCE),
        (FEED, [fired("other", WRONG)], Proof.NO_TAG),
        (FEED, [fired("a", RIGHT._replace(product=Product.GA4))], Proof.NO_TAG),
        (FEED, [fired("a", RIGHT._replace(target="AW-2"))], Proof.NO_TAG),
        (FEED, [fired("a", RIGHT), fired("b", RIGHT)], Proof.MORE),
        (FEED, [fired("a", RIGHT, RIGHT)], Proof.MORE),
        (OWN, [fired("a", WRONG)], Proof.WRONG),
        (OWN, [fired("a", RIGHT, WRONG)], Proof.WRONG),
        (OWN, [fired("a", WRONG), fired("b", RIGHT)], Proof.WRONG),
        (OWN, [fired("a", remarks=("it is empty",))], Proof.WRONG),
        (OWN, [fired("a", remarks=("x is not modelled",), clear=False)], Proof.NOT_MODELLED),
        (OWN, [SILENT], Proof.SILENT),
        (OWN, [SILENT, fired("b", RIGHT)], Proof.ONCE),
        (OWN, [UNCLEAR], Proof.NOT_MODELLED),
        (OWN, [UNCLEAR, fired("b", RIGHT)], Proof.NOT_MODELLED),
        (OWN, [], Proof.SILENT),
        (OWN._replace(name="", target=""), [fired("a", RIGHT)], Proof.UNKNOWN),
        (OWN, [fired("a", RIGHT._replace(receipt=Receipt(True, "yes")))], Proof.ONCE),
        (OWN, [fired("a", RIGHT._replace(receipt=Receipt(False, "no")))], Proof.NOT_COUNTED),
    ],
)
def test_the_proof(feed: Feed, tags: list[SimulatedTag], proof: Proof) -> None:
    item = of(*tags, feed=feed)
    assert [result.proof for result in item.results] == [proof]
    assert item.proven is (proof is Proof.ONCE)
    for language in Language:
        assert simulation_text(item, language=language)


def test_a_tag_that_the_version_does_not_have() -> None:
    (result,) = of(feed=OWN).results
    assert result.tags == (SimulatedTag("a", Verdict.DOES_NOT_FIRE, "it is not in this version"),)


def test_nothing_to_test_is_not_proven() -> None:
    item = of()._replace(results=(), nothing=Text("no tag", "タグなし"))
    assert not item.proven
    assert "no tag" in simulation_text(item)


# ---- words


def test_every_line_with_a_result_says_that_it_is_simulated() -> None:
    tags = (fired("a", RIGHT), SimulatedTag("b", Verdict.DOES_NOT_FIRE, "it is paused"))
    item = of(*tags, feed=FEED._replace(tags=(feeding("a"), feeding("b"))))._replace(others=("c",))
    for language, word in ((Language.EN, "simulated"), (Language.JA, "シミュレーション")):
        lines = simulation_text(item, language=language).splitlines()
        said = [line for line in lines if re.search("fire|発火", line)]
        assert len(said) == 4
        assert [line for line in said if word not in line] == []
        assert word in lines[0]
        assert word in lines[-1]
    assert json.loads(simulations_json([item]))["simulated"] is True


@pytest.mark.parametrize("name", NAMES)
def test_no_name_controls_the_terminal(name: str) -> None:
    hit = Hit(Product.GOOGLE_ADS, name, name, 1.0, name, name, ((name, name),), Receipt(False, name))
    tag = SimulatedTag(name, Verdict.FIRES, name, (Firing(name, (name,), (hit,), (name,)),))
    feed = Feed(Product.GOOGLE_ADS, name, name, name, (feeding(name)._replace(sent=name, sends=Sends.OTHER),))
    visit = Visit(
        f"https://a.example/{name}",
        name,
        ((name, json.dumps(name)),),
        name,
        1.0,
        1.0,
        1.0,
        name,
        name,
        name,
        name,
        (name,),
    )
    item = of(tag, feed=feed, conversion=name, client=name, container=name, visit=visit)._replace(others=(name,))
    for language in Language:
        assert harmful(simulation_text(item, language=language)) == []
    (document,) = json.loads(simulations_json([item]))["simulations"]
    assert document["products"][0]["tags"][0]["firings"][0]["hits"][0]["receipt"] == {"counted": False, "reason": name}


def test_what_is_done_in_its_order() -> None:
    visit = Visit(
        "https://a.example/", data=(("a", "1"),), see="#s", scroll=90.0, wait=1.5, watch=50.0, click="#c", text="T",
        form="#f", denied=("ad_storage", "analytics_storage"),
    )  # fmt: skip
    assert [text.en for text in visit_texts(visit)] == [
        "data layer: a=1",
        "#s comes into sight",
        "scroll to 90 per cent",
        "wait 1.5 s",
        "watch a video to 50 per cent",
        'click #c "T"',
        "send the form #f",
        "consent denied: ad_storage, analytics_storage",
    ]
    assert [text.ja for text in visit_texts(Visit("/", data=(("a", "1"),), event="e"))] == ["イベント e (a=1)"]


def _texts() -> Iterator[str]:
    """Every reason in the source of the simulation, with "7" in the place of what is put in."""
    for path in sorted(RUNTIME.glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call):
                called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
                if called in {"Unmodelled", "append", "setdefault"}:
                    yield from (_plain(one) for one in node.args[-1:] if isinstance(one, ast.Constant | ast.JoinedStr))
                if called == "Sent":
                    yield from (_plain(one) for key in node.keywords if isinstance(key.value, ast.Tuple)
                                for one in key.value.elts if isinstance(one, ast.JoinedStr))  # fmt: skip
            if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "why":
                yield _plain(node.value)
            if isinstance(node, ast.Return) and path.name == "visit.py" and isinstance(node.value, ast.Constant):
                yield from [node.value.value] if node.value.value else []


def _plain(node: ast.expr) -> str:
    if isinstance(node, ast.Constant):
        return str(node.value)
    assert isinstance(node, ast.JoinedStr)
    return "".join(str(one.value) if isinstance(one, ast.Constant) else "7" for one in node.values)


def test_every_reason_of_the_simulation_has_japanese_words() -> None:
    texts = [text for text in _texts() if " " in text and not text.startswith("7: ")]
    assert len(texts) >= 25
    for text in (*texts, "it is not in this version", "none of its triggers fired: a", "consent to a was denied"):
        both = reason(text)
        assert both.en == text
        assert re.search("[ぁ-んァ-ヶ一-龠]", both.ja), text
        assert not re.search("[a-z]{3,} [a-z]{3,}", both.ja), both.ja


@pytest.mark.parametrize(
    ("english", "japanese"),
    [
        ("the value: 'free' is no number", "コンバージョン値: 'free' は数値ではありません"),
        (
            "the parameter step: the operator x is not modelled",
            "パラメータ step: 演算子 x はシミュレーション対象外です",
        ),
        ("consent to ad_storage, ad_user_data was denied", "同意（ad_storage, ad_user_data）が拒否されています"),
        ("something new", "something new"),
    ],
)
def test_reasons(english: str, japanese: str) -> None:
    assert (reason(english).en, reason(english).ja) == (english, japanese)
