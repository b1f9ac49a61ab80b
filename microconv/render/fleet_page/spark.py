"""The last runs of a client as small bars, inline SVG: one for each run, the present one at the right."""

from __future__ import annotations

from markupsafe import Markup

from microconv.render.fleet_page.line import FleetLine

STEP, HEIGHT, MOST = 5, 16, 12
"""The width of a bar with its gap and the height of the picture, in pixels; the runs that are shown."""


def totals(line: FleetLine) -> list[int | None]:
    """The numbers of changes and findings, the oldest first; None for runs in which nothing could be counted."""
    before = [end.numbers.total if end.numbers is not None else None for end in line.before[: MOST - 1]]
    return [*reversed(before), line.numbers.total if line.numbers is not None else None]


def spark(line: FleetLine) -> Markup:
    """The picture; nothing where there is no run before. What it shows stands beside it in words."""
    bars = totals(line)
    if len(bars) < 2:
        return Markup("")
    most = max((bar for bar in bars if bar is not None), default=0) or 1
    drawn = []
    for place, bar in enumerate(bars):
        look = "now" if place == len(bars) - 1 else "then"
        high = 3 if bar is None else max(1, round(bar / most * (HEIGHT - 2)))
        kind = f"{look} none" if bar is None else look
        drawn.append(
            f'<rect class="{kind}" x="{place * STEP}" y="{HEIGHT - high}" width="{STEP - 1}" height="{high}"/>'
        )
    width = len(bars) * STEP
    return Markup(
        f'<svg class="spark" width="{width}" height="{HEIGHT}" viewBox="0 0 {width} {HEIGHT}" aria-hidden="true" '
        f'focusable="false">{"".join(drawn)}</svg>'
    )
