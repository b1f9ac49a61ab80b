"""The answers that a starting file is made of, checked by the loader's own rules."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from unicodedata import normalize

from microconv.config.presets.cases import PRESETS
from microconv.config.presets.values import TooSmallError, graded, plain
from microconv.config.vocabulary import Vocabulary
from microconv.config.wording import quote
from microconv.core.text import Language
from microconv.core.yaml_text import in_line

MOST = Decimal(10) ** 12
"""The largest value of a result, in its currency. No limit of an API: beyond, it is a slip of the keyboard."""

_SECTIONS = {
    "customer_id": "google_ads:\n  ",
    "login_customer_id": "google_ads:\n  ",
    "property_id": "ga4:\n  ",
    "purpose": "conversions:\n  - ",
}
"""The text before a key in a config that has little else."""

_DASHES = str.maketrans(dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u30fc\uff70", "-"))
_SIGNS = "¥€$£"
_GROUPED = re.compile(r"[0-9]{1,3}(?:[,\u3001' ][0-9]{3})+(?:\.[0-9]+)?")
_ADDRESS = re.compile(r"[^\s@<>()\[\]\\,;:\"]+@[^\s@<>()\[\]\\,;:\"._]+(?:\.[^\s@<>()\[\]\\,;:\"._]+)+")


@dataclass(frozen=True, slots=True)
class Answers:
    """A client, as far as a starting file needs to know it. Every answer is right by `refusal`.

    preset: a name of PRESETS.
    client: the client's label.
    owner: the person or team that answers for the config.
    currency: an ISO 4217 code.
    final_value: the value of one result, in `currency`.
    today: the day that becomes the last review's.
    customer_id: the Google Ads account; this or `property_id` is not empty.
    login_customer_id: the manager account through which it is reached, empty for none.
    property_id: the GA4 property; this or `customer_id` is not empty.
    source: `website`, or, with both accounts, `ga4`.
    language: the language of labels and comments.
    purpose: why the result is measured, in the client's words; empty for the preset's.
    """

    preset: str
    client: str
    owner: str
    currency: str
    final_value: Decimal
    today: datetime.date
    customer_id: str = ""
    login_customer_id: str = ""
    property_id: str = ""
    source: str = "website"
    language: Language = Language.EN
    purpose: str = ""


def refusal(key: str, text: str, vocabulary: Vocabulary) -> str:
    """Why the key of a config cannot have this text, in the loader's words; empty where it can.

    `key` is `client`, `owner`, `currency`, `customer_id`, `login_customer_id`, `property_id` or `purpose`.
    """
    from microconv.config.structure import structure
    from microconv.config.yaml_tree import parse

    section = _SECTIONS.get(key)
    line = f"{key}: {in_line(text)}\n"
    data, place, problems = parse(f"{section}{line}" if section else line, "")
    dotted = key if key == "purpose" or section is None else f"{section.partition(':')[0]}.{key}"
    if place is not None and not problems:
        problems = structure(vocabulary).check(data, place)[1]
    for problem in problems:
        if problem.code != "missing":
            parts = (problem.summary.removeprefix(f"{dotted} "), problem.detail, problem.hint)
            return "; ".join(part for part in parts if part)
    return ""


def tidy(key: str, text: str) -> str:
    """An answer as the config has it: no blanks at its ends, full-width digits and letters of numbers as plain ones.

    Amounts lose the separators of thousands and a sign of currency; dashes of ids become hyphens.
    """
    text = text.strip()
    if key in {"client", "purpose"}:
        return text
    plain_text = normalize("NFKC", text).strip()
    if key in {"customer_id", "login_customer_id"}:
        return plain_text.translate(_DASHES)
    if key != "final_value":
        return plain_text
    bare = plain_text.strip(_SIGNS).removesuffix("円").strip()
    return re.sub(r"[,\u3001' ]", "", bare) if _GROUPED.fullmatch(bare) else bare


def address_refusal(text: str) -> str:
    """Why a text is no e-mail address; empty where it is one."""
    return (
        ""
        if _ADDRESS.fullmatch(text)
        else f"cannot be {quote(text)}; allowed: an e-mail address, as sato@agency.example"
    )


def amount(text: str) -> Decimal | str:
    """The value of a result, or the reason why the text is none. See `tidy` for what people write."""
    if re.fullmatch(r"[1-9][0-9]{0,2}(?:\.[0-9]{3})+(?:,[0-9]+)?|[0-9]+,[0-9]{1,2}", text):
        return f"cannot be {quote(text)}; a point stands before the decimals; write it as 10000 or 1980.50"
    try:
        number = Decimal(text.strip()) if text.isascii() else None
    except InvalidOperation:
        number = None
    if number is None or not number.is_finite() or "_" in text:
        return f"cannot be {quote(text)}; allowed: a number, as 10000"
    if not 0 < number <= MOST:
        return f"cannot be {quote(text)}; allowed: a number above 0, and at most {plain(MOST)}"
    return number


def too_small(final: Decimal, preset: str, currency: str) -> str:
    """Why the steps of a preset cannot be graded below this value of the result; empty where they can."""
    shares = PRESETS[preset].shares
    try:
        graded(final, shares, currency)
    except TooSmallError as error:
        return (
            f"cannot be {plain(final)} {currency}: the values of the {len(shares)} steps before the result would not "
            f"differ; {plain(error.least)} is enough"
        )
    return ""
