"""The answers of a sitting for a terminal."""

from __future__ import annotations

from collections.abc import Sequence

from microconv.core.text import Language, Text
from microconv.render.report.outline import Outline, Section
from microconv.render.report.text import to_text
from microconv.render.review.ground import subtitle
from microconv.render.review.roles import roles_sections
from microconv.render.review.sizes import sizes_sections
from microconv.render.review.suggestions import suggestions_sections
from microconv.render.review.values import values_sections
from microconv.render.style import PLAIN, Style
from microconv.sitting.model import Ground, RolesAnswer, SizesAnswer, SuggestAnswer, ValuesAnswer

Answer = ValuesAnswer | RolesAnswer | SuggestAnswer | SizesAnswer


def answer_text(answer: Answer, language: Language, style: Style = PLAIN) -> str:
    """An answer for a terminal, with a final newline."""
    match answer:
        case ValuesAnswer():
            return _drawn(Text("Values", "コンバージョン値"), answer.ground, values_sections(answer), language, style)
        case RolesAnswer():
            return _drawn(Text("Roles", "役割"), answer.ground, roles_sections(answer), language, style)
        case SuggestAnswer():
            title = Text("Suggestions", "マイクロコンバージョンの候補")
            return _drawn(title, answer.ground, suggestions_sections(answer), language, style)
        case SizesAnswer():
            return _drawn(
                Text("Sizes of tests", "A/B テストの規模"), answer.ground, sizes_sections(answer), language, style
            )


def _drawn(title: Text, ground: Ground, sections: Sequence[Section], language: Language, style: Style) -> str:
    headed = Text(f"{title.en}: {ground.client}, {ground.today}", f"{title.ja}　{ground.client}　{ground.today}")
    return to_text(Outline(headed, tuple(subtitle(ground)), tuple(sections)), language, style, whole=True)
