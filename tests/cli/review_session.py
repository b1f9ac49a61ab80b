"""The command with made-up answers of a sitting, as a program of its own: `review` asks nobody but whoever types.

Run with the arguments of `microconv`. Standard input is a terminal, which becomes the program's own: Ctrl-C reaches it.
"""

from __future__ import annotations

import fcntl
import sys
import termios
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parents[2])]
sys.path[1:1] = [str(Path(__file__).parents[1] / "unit/render"), str(Path(__file__).parents[1])]


def main() -> None:
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)
    from microconv.cli import main as command
    from microconv.fleet.tasks import review
    from tests.unit.render.review_page.sittings import sitting

    review.compute = lambda *_: sitting()
    command.main()


if __name__ == "__main__":
    main()
