"""Triggers, tags and what goes live, in the words of Tag Manager's interface."""

from __future__ import annotations

import pytest

from microconv.core.container_words import container_word, repeats
from microconv.core.kinds import ADS_TAG, KEY_EVENT, TRIGGER
from microconv.core.object_name import grouped, object_name
from microconv.core.plan import AttributeChange
from microconv.core.publication import words_of
from microconv.core.resource import Address
from microconv.core.tag_manager import label_to_come
from microconv.core.value import Scalar


@pytest.mark.parametrize(
    ("name", "value", "en", "ja"),
    [
        ("kind", "linkClick", "Click - Just Links", "クリック - リンクのみ"),
        ("event", ("{{_event}} equals: order_sent",), "order_sent", "order_sent"),
        ("event", ("{{_event}} matches: ^order",), "_event matches RegEx ^order", "_event が正規表現「^order」に一致"),
        (
            "conditions",
            ("{{Click Element}} fits_selector: #cta, #cta *", "{{Page Path}} not starts_with: /a"),
            "Click Element matches CSS selector #cta, #cta * and Page Path does not start with /a",
            "Click Element が CSS セレクタ「#cta, #cta *」に一致、かつ Page Path の先頭が「/a」に一致しない",
        ),
        ("element", "selector #price", "CSS selector #price", "CSS セレクタ #price"),
        ("frequency", "ONCE", "once per page", "1 ページにつき 1 度"),
        ("conditions", ("of a kind without words",), "of a kind without words", "of a kind without words"),
    ],
)
def test_a_trigger_is_said_as_tag_manager_says_it(name: str, value: Scalar, en: str, ja: str) -> None:
    word = container_word(TRIGGER, name, value)
    assert word is not None
    assert (word.en, word.ja) == (en, ja)


def test_a_label_that_is_not_known_yet_is_that_of_its_conversion() -> None:
    word = container_word(ADS_TAG, "send_to", label_to_come("mv_x"))
    assert word is not None
    assert (word.en, word.ja) == ('the label of conversion "mv_x"', "コンバージョン「mv_x」のラベル")


def test_objects_of_other_apis_keep_their_words() -> None:
    assert container_word(KEY_EVENT, "kind", "click") is None


@pytest.mark.parametrize(
    ("kind", "name", "value", "said"),
    [
        (TRIGGER, "name", "mv_x", True),
        (TRIGGER, "name", "another", False),
        (TRIGGER, "kind", "click", False),
        (ADS_TAG, "kind", "awct", True),
        (ADS_TAG, "name", "mv_x", False),
        (ADS_TAG, "paused", False, True),
        (ADS_TAG, "paused", True, False),
        (KEY_EVENT, "kind", "x", False),
    ],
)
def test_a_new_object_does_not_repeat_its_title(kind: str, name: str, value: Scalar, said: bool) -> None:
    assert repeats(Address(kind, "mv_x"), AttributeChange(name, None, value)) is said


def test_what_goes_live_is_named_once_for_each_kind() -> None:
    words = words_of(("added tags mv_a", "added tags mv_b", "deleted triggers mv_c", "updated gtag_config x"))
    assert words.en == 'new tags "mv_a", "mv_b"; removed trigger "mv_c"; changed Google tag settings "x"'
    assert words.ja == "新規: タグ「mv_a」「mv_b」、削除: トリガー「mv_c」、変更: Google タグの設定「x」"


def test_objects_of_a_type_are_named_together() -> None:
    words = grouped([Address(ADS_TAG, "mv_a"), Address(ADS_TAG, "mv_b"), Address(TRIGGER, "mv_a")])
    assert words.en == 'Google Ads tags "mv_a", "mv_b"; trigger "mv_a"'
    assert words.ja == "Google 広告タグ「mv_a」「mv_b」、トリガー「mv_a」"


def test_a_container_in_conflict_is_named_as_people_name_it() -> None:
    name = object_name(Address("tag_manager.container", "GTM-ABC1234"))
    assert (name.en, name.ja) == ("container GTM-ABC1234", "コンテナ GTM-ABC1234")
