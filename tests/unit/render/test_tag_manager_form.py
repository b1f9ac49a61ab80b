"""Fields to enter in Tag Manager by hand: triggers as its interface names them, values that only a page knows."""

from __future__ import annotations

import re

import pytest
from hostile import NAMES, harmful

from microconv.core.product import Product
from microconv.core.tag_condition import COMPARISONS, TagCondition
from microconv.core.tag_manager import Adopted, ConversionTag, TagParameter
from microconv.core.tag_trigger import TagTrigger, TriggerKind
from microconv.core.tags.snippet import Moment, Parameter, Snippet, Snippets, Standing
from microconv.core.text import Language, Text
from microconv.core.trigger_words import condition_text, trigger_text
from microconv.render.tag_manager_form import form_files, form_text, rows

WORTH = (Parameter("value", 500.0), Parameter("currency", "JPY"), Parameter("transaction_id", "", Text("a", "b")))


def tag(**said: object) -> Snippet:
    fields = {"product": Product.GOOGLE_ADS, "target": "AW-1/x", "event": "conversion", "parameters": WORTH, **said}
    return Snippet("mv_x", standing=Standing.READY, **fields)  # type: ignore[arg-type]


def of(*items: Snippet, client: str = "aoi", **said: object) -> Snippets:
    return Snippets(client, (("ga4", "1"),), False, ("AW-1", "G-A1"), items, 1, "G-A1", **said)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("trigger", "english", "japanese"),
    [
        (TagTrigger(TriggerKind.PAGE, "/form/step1"), r"Page View, Page Path matches RegEx ^/form/step1/?$",
         "ページビュー、Page Path が正規表現「^/form/step1/?$」に一致"),
        (TagTrigger(TriggerKind.CLICK, "#cta"), "Click - All Elements, Click Element matches CSS selector #cta, #cta *",
         "クリック - すべての要素、Click Element が CSS セレクタ「#cta, #cta *」に一致"),
        (TagTrigger(TriggerKind.LINK, "", (TagCondition("{{Click URL}}", "equals", "tel:1", ignore_case=True),)),
         "Click - Just Links, Click URL equals tel:1 (ignore case)",
         "クリック - リンクのみ、Click URL が「tel:1」と等しい（大文字と小文字を区別しない）"),
        (TagTrigger(TriggerKind.FORM, "#f"), "Form Submission, Form Element matches CSS selector #f",
         "フォームの送信、Form Element が CSS セレクタ「#f」に一致"),
        (TagTrigger(TriggerKind.SCROLL, "90"), "Scroll Depth, Vertical Scroll Depths, percentages 90",
         "スクロール距離、縦方向スクロール距離、割合 90"),
        (TagTrigger(TriggerKind.VISIBLE, "#p"), "Element Visibility, CSS Selector #p, once per page",
         "要素の表示、CSS セレクタ #p、1 ページにつき 1 度"),
        (TagTrigger(TriggerKind.TIMER, "30"), "Timer, interval 30000 milliseconds, limit 1, on every page",
         "タイマー、間隔 30000 ミリ秒、制限 1、すべてのページ"),
        (TagTrigger(TriggerKind.VIDEO, "50"), "YouTube Video, progress, percentages 50",
         "YouTube 動画、進捗状況、割合 50"),
        (TagTrigger(TriggerKind.VIDEO, "complete"), "YouTube Video, complete", "YouTube 動画、完了"),
        (TagTrigger(TriggerKind.EVENT, "sent", (TagCondition("{{plan}}", "equals", "a", negated=True),)),
         "Custom Event, event name sent, plan does not equal a",
         "カスタム イベント、イベント名 sent、plan が「a」と等しくない"),
    ],
    ids=lambda value: value.kind.value if isinstance(value, TagTrigger) else "",
)  # fmt: skip
def test_triggers(trigger: TagTrigger, english: str, japanese: str) -> None:
    assert (trigger_text(trigger).en, trigger_text(trigger).ja) == (english, japanese)


def test_every_comparison_has_words_in_both_languages() -> None:
    for word in COMPARISONS:
        for negated in (False, True):
            text = condition_text(TagCondition("{{a}}", word, "b", negated=negated))
            assert re.search("[ぁ-んァ-ヶ一-龠]", text.ja), word
            assert "_" not in text.en + text.ja
            assert "{" not in text.en + text.ja


def test_the_trigger_of_the_config_and_values_of_the_data_layer() -> None:
    own = ConversionTag(
        TagTrigger(TriggerKind.EVENT, "bought"), value="shop.value", transaction_id="shop.order",
        parameters=(TagParameter("plan", "pro"), TagParameter("step", "shop.step", data_layer=True)),
    )  # fmt: skip
    fields = {name.en: value.en for name, value in rows(tag(tag=own), "G-A1")}
    assert fields["Trigger"] == "Custom Event, event name bought"
    variable = "a variable of the type Data Layer Variable, Data Layer Variable Name "
    assert (fields["Conversion Value"], fields["Transaction ID"]) == (f"{variable}shop.value", f"{variable}shop.order")
    fields = {name.en: value.en for name, value in rows(tag(product=Product.GA4, event="e", tag=own), "G-A1")}
    assert (fields["Event Parameter plan"], fields["Event Parameter step"]) == ("pro", f"{variable}shop.step")
    assert fields["Event Parameter transaction_id"] == f"{variable}shop.order"


def test_triggers_that_are_there() -> None:
    fields = dict(rows(tag(tag=ConversionTag(adopted=Adopted(triggers=("form 1", "form 2")))), ""))
    assert [value.en for name, value in fields.items() if name.en == "Trigger"] == [
        "the trigger form 1, form 2, which is there"
    ]


@pytest.mark.parametrize("name", NAMES)
def test_no_name_controls_the_terminal(name: str) -> None:
    own = ConversionTag(
        TagTrigger(TriggerKind.EVENT, name, (TagCondition(f"{{{{{name}}}}}", name, name),)), Adopted(), name, name,
        (TagParameter(name, name, True), TagParameter(name, name)),
    )  # fmt: skip
    items = [
        tag(product=product, target=f"AW-1/{name}", event=name, moment=moment, why=Text(name, name), tag=own)
        for product in Product
        for moment in Moment
    ]
    snippets = of(*items, client=name)
    for language in Language:
        assert harmful(form_text(snippets, language=language)) == []
        ((path, text),) = form_files([snippets], language).items()
        assert harmful(text) == []
        assert not set("/\\\n") & set(path[0])


@pytest.mark.parametrize("product", list(Product))
def test_a_value_that_is_left_to_the_tag_is_not_entered(product: Product) -> None:
    page = TagTrigger(TriggerKind.PAGE, "/a")
    names = {name.en for name, _ in rows(tag(product=product, tag=ConversionTag(page)), "G-A1")}
    left = {name.en for name, _ in rows(tag(product=product, tag=ConversionTag(page, leaves_value=True)), "G-A1")}
    assert {name.rpartition(" ")[2].lower() for name in names - left} == {
        Product.GA4: {"value", "currency"},
        Product.GOOGLE_ADS: {"value", "code"},
    }[product]


def test_a_tag_that_is_taken_over_is_compared_and_not_entered_again() -> None:
    item = tag(tag=ConversionTag(None, Adopted(("Ads - form",), ("form 1",))))
    (name, value), *_ = rows(item, "G-A1")
    assert (name.en, value.en, value.ja) == (
        "Tag",
        "there already (Ads - form): compare it",
        "既存のタグ（Ads - form）と照合してください",
    )
