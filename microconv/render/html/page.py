"""The page: Jinja's template, filled. Whatever is put into it is made safe, then escaped; nothing can skip that."""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence
from types import SimpleNamespace

from jinja2 import Environment
from markupsafe import Markup, escape

from microconv.analysis.overview import Overview
from microconv.audit.result import Audit
from microconv.audit.rule import TOPICS, Status
from microconv.core.diagnostics import Span
from microconv.core.text import Language, Text
from microconv.render import audit_words
from microconv.render.html import pictures, words
from microconv.render.html.frame import brief, environment, file, policy
from microconv.render.html.outline import outline
from microconv.render.safe import safe

_LINK = re.compile(r"(?:https://|(?<![\w./-])(?=(?:support|developers)\.google\.com/))[\w./~#?=&%+-]*[\w/#=]", re.ASCII)


def page(audits: Sequence[Audit], language: Language, missing: Sequence[str] = ()) -> str:
    """The whole page; see `microconv.render.html.audit_html`."""
    style, script = file(__package__, "base.css") + file(__package__, "page.css"), file(__package__, "page.js")
    return (
        _environment()
        .get_template("page.html.j2")
        .render(
            outline=outline(audits),
            missing=missing,
            language=language,
            style=Markup(style),
            script=Markup(script),
            policy=policy(style, script),
        )
    )


@functools.cache
def _environment() -> Environment:
    templates = {name: file(__package__, name) for name in ("page.html.j2", "parts.html.j2", "client.html.j2")}
    made = environment(templates, shown)
    made.globals.update(
        words=words,
        called=audit_words,
        w=SimpleNamespace(**words.WORDS),
        topics=TOPICS,
        Status=Status,
        picture=_picture,
        Language=Language,
    )
    made.filters.update(both=both, prose=prose, name=name, block=block, place=_place, linked=linked, brief=brief)
    return made


def shown(value: object) -> Markup | str | int:
    """The gate that every expression of the template goes through. Only the functions below make Markup."""
    if isinstance(value, Markup | int):
        return value
    if isinstance(value, str) and not isinstance(value, Text):  # of a text, one language would be lost
        return safe(brief(value))
    raise TypeError(f"{type(value).__name__} has no form on the page")


def both(text: Text, tag: str = "span") -> Markup:
    """A text in both languages, one of which the page shows."""
    parts = (
        f'<{tag} data-lang="{language}" lang="{language}">{_coded(brief(text.of(language)))}</{tag}>'
        for language in Language
    )
    return Markup("".join(parts))


def prose(text: Text) -> Markup:
    """A paragraph in both languages, however long."""
    parts = (f'<p data-lang="{language}" lang="{language}">{_coded(text.of(language))}</p>' for language in Language)
    return Markup("".join(parts))


def _coded(text: str) -> str:
    """Text as HTML: what stands between backticks is code. An odd backtick is itself."""
    parts = safe(text).split("`")
    if len(parts) % 2 == 0:
        return str(escape("`".join(parts)))
    return "".join(
        f"<code>{escape(part)}</code>" if number % 2 else str(escape(part)) for number, part in enumerate(parts)
    )


def name(text: str) -> Markup:
    """A name from an account, kept from turning the text around it."""
    return Markup("<bdi>{}</bdi>").format(safe(brief(text)))


def block(text: str) -> Markup:
    """Lines that stay lines."""
    return escape("\n".join(safe(line) for line in text.rstrip("\n").split("\n")))


def linked(source: str) -> Markup:
    """The source of a rule, its https addresses as links. For the rulebook's own words only."""
    parts, end = [], 0
    for link in _LINK.finditer(source):
        address = link.group()
        target = address if address.startswith("https://") else f"https://{address}"
        parts.append(escape(safe(source[end : link.start()])))
        parts.append(Markup('<a href="{}" rel="noopener noreferrer">{}</a>').format(target, address))
        end = link.end()
    return Markup("").join([*parts, escape(safe(source[end:]))])


def _place(span: Span) -> str:
    return f"{span.file}:{span.line}"


def _picture(kind: str, overview: Overview, key: str) -> Markup:
    """A picture in both languages."""
    draw = {"funnel": pictures.funnel, "roles": pictures.roles}[kind]
    parts = (
        f'<div data-lang="{language}" lang="{language}">{draw(overview, language, key)}</div>' for language in Language
    )
    return Markup("".join(parts))
