"""The frame of both pages: Jinja in one language, and the gate that every text goes through."""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from types import SimpleNamespace

from jinja2 import Environment
from markupsafe import Markup, escape

from microconv.core.text import Language, Text, say
from microconv.render.html.frame import brief, environment, file, letter_style, letter_templates
from microconv.render.report.page import words
from microconv.render.safe import safe


def style() -> str:
    """The style of both pages."""
    return letter_style() + file(__package__, "page.css")


def made(language: Language, templates: Sequence[str], package: str = __package__ or "", **more: object) -> Environment:
    """Jinja with templates of a package, with `w`, the fixed words, and the filters `name` and `prose`."""
    sources: Mapping[str, str] = {name: file(package, name) for name in templates}
    jinja = environment({**letter_templates(), **sources}, functools.partial(_shown, language))
    jinja.globals.update(w=SimpleNamespace(**words.WORDS), language=language, **more)
    jinja.filters.update(name=functools.partial(_name, language), prose=functools.partial(prose, language))
    return jinja


def _shown(language: Language, value: object) -> Markup | str | int:
    """One language, safe, and then escaped; what is neither text nor number has no form."""
    if isinstance(value, Markup | int):
        return value
    if isinstance(value, str):
        return safe(brief(say(value, language)))
    raise TypeError(f"{type(value).__name__} has no form on the page")


def _name(language: Language, text: str) -> Markup:
    """A name, kept from turning the text around it."""
    return Markup("<bdi>{}</bdi>").format(safe(brief(say(text, language))))


def prose(language: Language, text: Text) -> Markup:
    """Sentences, however long; what stands between backticks is a name. An odd backtick is itself."""
    parts = safe(text.of(language)).split("`")
    if len(parts) % 2 == 0:
        return escape("`".join(parts))
    return Markup("").join(
        Markup("<bdi class='called'>{}</bdi>").format(part) if number % 2 else escape(part)
        for number, part in enumerate(parts)
    )
