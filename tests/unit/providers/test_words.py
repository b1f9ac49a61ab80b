"""Words of enums, read from the source of the installed clients: what is not there is an error, never an empty list."""

from __future__ import annotations

import pytest

from microconv.core.schema import Attribute, Kind
from microconv.providers.google_ads.settings import ENUMS
from microconv.providers.words import enum_words, words

COUNTING = f"{ENUMS}/conversion_action_counting_type.py:ConversionActionCountingTypeEnum.ConversionActionCountingType"


def test_words_come_in_google_s_order_without_its_placeholders() -> None:
    assert enum_words(COUNTING) == ("one_per_click", "many_per_click")


def test_refused_words_are_no_words_of_an_attribute() -> None:
    attribute = Attribute("counting_type", Kind.WORD, "", "", words=COUNTING, refused=frozenset({"one_per_click"}))
    assert words(attribute) == ("many_per_click",)
    assert words(Attribute("name", Kind.TEXT, "", "")) == ()


@pytest.mark.parametrize(
    ("reference", "missing"),
    [
        (COUNTING.replace("_type.py", "_typo.py"), "has no .*/conversion_action_counting_typo.py"),
        (COUNTING.replace(ENUMS, "nowhere_at_all"), "the installed nowhere_at_all has no"),
        (f"{COUNTING}s", "has no ConversionActionCountingTypeEnum.ConversionActionCountingTypes"),
        (COUNTING.replace("TypeEnum.", "TypoEnum."), "has no ConversionActionCountingTypoEnum"),
    ],
    ids=["file", "package", "enum", "outer class"],
)
def test_an_enum_that_the_client_does_not_have(reference: str, missing: str) -> None:
    with pytest.raises(LookupError, match=missing):
        enum_words(reference)
