"""Parts that every page of ours has: its files, its Content-Security-Policy, texts from accounts."""

from __future__ import annotations

import base64
import functools
import hashlib
from collections.abc import Callable, Mapping
from importlib import resources

from jinja2 import DictLoader, Environment, StrictUndefined
from markupsafe import Markup

MOST_SIGNS = 400
"""The longest text from an account that is shown whole; of a longer one its beginning and its length."""


@functools.cache
def file(package: str, name: str) -> str:
    """A file of a package, with the line ends that browsers hash."""
    return resources.files(package).joinpath(name).read_text("utf-8").replace("\r\n", "\n")


def letter_style() -> str:
    """The style of pages that an agency hands to its client, without what one of them has alone."""
    return file(__package__, "base.css") + file(__package__, "letter.css")


def letter_templates() -> Mapping[str, str]:
    """The template that pages without script extend; it wants `language`, `style` and `policy`."""
    return {"letter.html.j2": file(__package__, "letter.html.j2")}


def environment(templates: Mapping[str, str], shown: Callable[[object], Markup | str | int]) -> Environment:
    """Jinja with templates by name. Whatever an expression has goes through `shown`, and is escaped then."""
    return Environment(
        loader=DictLoader(dict(templates)),
        autoescape=True,
        finalize=shown,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def digest(text: str) -> str:
    """A style or script as a Content-Security-Policy names it."""
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode("ascii")


def policy(style: str, script: str) -> str:
    """The Content-Security-Policy of a page: nothing but this style and this script."""
    return (
        f"default-src 'none'; style-src '{digest(style)}'; script-src '{digest(script)}'; "
        "base-uri 'none'; form-action 'none'"
    )


def still_policy(style: str) -> str:
    """The Content-Security-Policy of a page without script: this style, pictures in the page, and nothing else."""
    return (
        f"default-src 'none'; style-src '{digest(style)}'; img-src data:; script-src 'none'; base-uri 'none'; "
        "form-action 'none'"
    )


def brief(text: str) -> str:
    """A text from an account: as it is, or its beginning and how long it is."""
    return text if len(text) <= MOST_SIGNS else f"{text[:MOST_SIGNS]}… [{len(text):,}]"
