"""The client's page: Jinja's template, filled in one language. What is put into it is made safe, then escaped."""

from __future__ import annotations

import base64
import functools
from collections.abc import Sequence
from types import SimpleNamespace

from jinja2 import Environment
from markupsafe import Markup, escape

from microconv.audit.result import Audit
from microconv.core.letterhead import Letterhead
from microconv.core.text import Language
from microconv.render.client_page import words
from microconv.render.client_page.conclusion import conclusion
from microconv.render.client_page.names import category, masked, price
from microconv.render.client_page.outline import outline
from microconv.render.html import pictures
from microconv.render.html.frame import brief, environment, file, letter_style, letter_templates, still_policy
from microconv.render.html.words import number
from microconv.render.plan_words import PROVIDERS
from microconv.render.safe import safe


def page(audits: Sequence[Audit], language: Language, missing: Sequence[str] = ()) -> str:
    """The whole page; see `microconv.render.client_page.client_html`."""
    style = letter_style() + file(__package__, "page.css")
    return _environment(language).get_template("page.html.j2").render(
        page=outline(audits, missing), language=language, style=Markup(style), policy=still_policy(style)
    )  # fmt: skip


@functools.cache
def _environment(language: Language) -> Environment:
    templates = {name: file(__package__, name) for name in ("page.html.j2", "client.html.j2")}
    made = environment({**letter_templates(), **templates}, functools.partial(_shown, language))
    made.globals.update(
        words=words,
        w=SimpleNamespace(**words.WORDS),
        PROVIDERS=PROVIDERS,
        conclusion=conclusion,
        category=category,
        number=number,
        price=price,
        funnel=lambda part: Markup(pictures.funnel(part.overview, language, part.key)),
        learning=lambda part: Markup(pictures.roles(part.overview, language, part.key, words.PICTURE)),
        logo=_logo,
    )
    made.filters.update(name=functools.partial(_name, language))
    return made


def _shown(language: Language, value: object) -> Markup | str | int:
    """The gate that every expression of the template goes through: one language, no mail address, safe, escaped."""
    if isinstance(value, Markup | int):
        return value
    if isinstance(value, str):
        return safe(brief(masked(value).of(language)))
    raise TypeError(f"{type(value).__name__} has no form on the page")


def _name(language: Language, text: str) -> Markup:
    """A name from an account, kept from turning the text around it."""
    return Markup("<bdi>{}</bdi>").format(safe(brief(masked(text).of(language))))


def _logo(head: Letterhead) -> Markup:
    """The agency's logo as a picture in the page; nothing where there is none."""
    if head.logo is None:
        return Markup("")
    data = base64.b64encode(head.logo.content).decode("ascii")
    return Markup('<img class="logo" alt="{}" src="data:{};base64,{}">').format(
        escape(safe(brief(masked(head.agency)))), head.logo.media, data
    )
