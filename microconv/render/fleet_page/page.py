"""The overview page: Jinja's template, filled. Whatever is put into it is made safe, then escaped."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from types import SimpleNamespace

from jinja2 import Environment
from markupsafe import Markup

from microconv.core.client_numbers import ClientNumbers
from microconv.core.earlier_end import Course
from microconv.core.text import Language, Text, joined
from microconv.render.fleet_page import words
from microconv.render.fleet_page.course_words import course_of
from microconv.render.fleet_page.head import Head, outline
from microconv.render.fleet_page.line import STATES, FleetLine, Remark, State
from microconv.render.fleet_page.spark import spark, totals
from microconv.render.html.frame import environment, file, policy
from microconv.render.html.page import both, name, shown
from microconv.render.html.words import time
from microconv.render.plan_words import PROVIDERS
from microconv.render.report.page.links import beside

_HTML = "microconv.render.html"
_PACKAGE = __package__ or ""


def page(lines: Sequence[FleetLine], head: Head, language: Language) -> str:
    """The whole page; see `microconv.render.fleet_page.fleet_html`."""
    style = file(_HTML, "base.css") + file(_HTML, "page.css") + file(_PACKAGE, "fleet.css")
    script = file(_HTML, "page.js") + file(_PACKAGE, "fleet.js")
    made = outline(lines, head)
    return (
        _environment()
        .get_template("fleet.html.j2")
        .render(
            outline=made,
            head=head,
            title=words.title(made),
            made=time(head.made.isoformat(timespec="minutes")),
            last=time(made.last.isoformat(timespec="minutes")) if made.last else None,
            language=language,
            style=Markup(style),
            script=Markup(script),
            policy=policy(style, script),
        )
    )


@functools.cache
def _environment() -> Environment:
    templates = {name: file(_PACKAGE, name) for name in ("fleet.html.j2", "row.html.j2")}
    made = environment(templates, shown)
    made.globals.update(
        words=words, w=SimpleNamespace(**words.WORDS), STATES=STATES, State=State, Course=Course, Language=Language,
        beside=beside, spark=spark, course_of=course_of, counts=_counts, headline=_headline, accounts=_accounts,
        history=_history,
    )  # fmt: skip
    made.filters.update(both=both, name=name)
    return made


def _counts(numbers: ClientNumbers | None) -> list[tuple[str, str, int, Text]]:
    """The numbers that are not zero: name, sign, number and words. API calls have a column of their own."""
    counted = numbers.counted() if numbers is not None else {}
    return [(key, sign, counted[key], said) for key, (sign, said) in words.COUNTS.items() if key in counted]


def _headline(line: FleetLine) -> Remark | None:
    """The most important remark."""
    return line.remarks[0] if line.remarks else None


def _accounts(line: FleetLine) -> Text:
    """`Google Ads 123-456-7890 · GA4 345678901`."""
    parts = [joined([PROVIDERS.get(provider, provider), account], " ", " ") for provider, account in line.accounts]
    return joined(parts, " · ", " · ")


def _history(line: FleetLine) -> str:
    """The numbers of the last runs, the oldest first: `2, 2, –, 5`."""
    return ", ".join("–" if number is None else f"{number:,}" for number in totals(line))
