"""A change of the setup as a sentence of a report."""

from __future__ import annotations

from microconv.core.action_words import done_word
from microconv.core.object_name import object_name
from microconv.core.plan import Action, Change
from microconv.core.plan_attributes import parts
from microconv.core.text import Language, Text, joined


def change_text(change: Change, currency: str) -> Text:
    """`conversion "mv_cart" updated: role primary → secondary`. Not yet safe to be shown.

    `currency` is the one of amounts that name none.
    """
    name, done = object_name(change.address), done_word(change)
    head = Text(f"{name.en} {done.en}", f"{name.ja}を{done.ja}")
    if change.action is Action.REMOVE:
        return head
    shown = [Text(part.of(Language.EN), part.of(Language.JA)) for part in parts(change, currency)]
    return joined((head, joined(shown)), ": ", ": ") if shown else head
