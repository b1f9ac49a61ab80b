"""`report` in a config: the agency's name, and its logo, which is read and checked with the config."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

from microconv.config import Loaded, Vocabulary, load
from microconv.config.logo import MOST_BYTES
from microconv.core.letterhead import Letterhead
from microconv.core.logo import Logo

HEAD = "version: 1\nclient: aoi-store\ngoogle_ads: {customer_id: 123-456-7890}\nconversions: []\n"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0h9v9z" fill="url(#a)"/></svg>'


def png(width: int = 120, height: int = 40) -> bytes:
    """A white picture."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    rows = zlib.compress(b"\0" + b"\xff" * width) if width * height > 10_000 else b""
    rows = rows or zlib.compress((b"\0" + b"\xff" * width) * height)
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


@pytest.mark.parametrize(
    ("name", "content", "media"),
    [
        ("logo.png", png(), "image/png"),
        ("brand/logo.jpg", b"\xff\xd8\xff\xe0 and so on", "image/jpeg"),
        ("../logo.svg", SVG, "image/svg+xml"),
        ("logo.gif", png(), "image/png"),  # the content counts, not the name
    ],
)
def test_a_logo_is_read_with_the_config(
    name: str, content: bytes, media: str, tmp_path: Path, vocabulary: Vocabulary
) -> None:
    folder = tmp_path / "configs"
    (folder / "brand").mkdir(parents=True)
    (folder / name).write_bytes(content)
    (folder / "aoi.yaml").write_text(f"{HEAD}report: {{agency: みどり広告, logo: {name}}}\n", encoding="utf-8")
    loaded = load(folder / "aoi.yaml", vocabulary)
    assert loaded.problems == ()
    assert loaded.client is not None
    assert loaded.client.letterhead == Letterhead("みどり広告", Logo(name, media, content))


def test_a_logo_of_a_base_is_beside_the_base(tmp_path: Path, vocabulary: Vocabulary) -> None:
    (tmp_path / "configs").mkdir()
    (tmp_path / "brand").mkdir()
    (tmp_path / "brand" / "logo.png").write_bytes(png())
    (tmp_path / "base.yaml").write_text("version: 1\nreport: {agency: Midori, logo: brand/logo.png}\n", "utf-8")
    (tmp_path / "configs" / "aoi.yaml").write_text(f"extends: ../base.yaml\n{HEAD}", encoding="utf-8")
    loaded = load(tmp_path / "configs" / "aoi.yaml", vocabulary)
    assert loaded.client is not None
    assert loaded.client.letterhead.logo == Logo("brand/logo.png", "image/png", png())


@pytest.mark.parametrize(
    ("name", "content", "code", "summary"),
    [
        ("none.png", None, "no-such-logo", "there is no logo 'none.png'"),
        ("/etc/hostname", None, "logo-outside", "is outside of what may be read"),
        ("../../x.png", None, "logo-outside", "is outside of what may be read"),
        (".", None, "unreadable", "cannot be read"),
        ("logo.png", b"GIF89a", "logo-format", "is no picture that browsers and printers take alike"),
        ("logo.png", png()[:20], "logo-format", "is a damaged PNG file"),
        ("logo.png", png(9_000, 2), "logo-format", "has 9,000 × 2 pixels"),
        ("logo.png", png() + b"\0" * MOST_BYTES, "logo-size", "is larger than 200,000 bytes"),
        ("logo.svg", b"<!DOCTYPE svg><svg/>", "logo-format", "an SVG file with a DOCTYPE"),
        ("logo.svg", b"<svg><script>alert(1)</script></svg>", "logo-format", "an SVG file with <script>"),
        ("logo.svg", b"<svg onload='x()'/>", "logo-format", "with the attribute onload"),
        ("logo.svg", b"<svg><a href='https://x.example'/></svg>", "logo-format", "with the attribute href"),
        ("logo.svg", b"<svg><style>@import 'x'</style></svg>", "logo-format", "fetches something"),
        ("logo.svg", b"<svg><path fill='url(https://x)'/></svg>", "logo-format", "fetches something"),
        ("logo.svg", b"<svg>", "logo-format", "is a damaged SVG file"),
    ],
)
def test_what_is_wrong_with_a_logo_is_told_at_its_place(
    name: str, content: bytes | None, code: str, summary: str, tmp_path: Path, loaded: Callable[[str], Loaded]
) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    (problem,) = loaded(f"{HEAD}report: {{logo: {name}}}\n").problems
    assert (problem.code, str(problem.span)) == (code, "config.yaml:5:16")
    assert summary in problem.summary


def test_what_may_be_read_holds_for_logos_too(tmp_path: Path, vocabulary: Vocabulary) -> None:
    (tmp_path / "configs").mkdir()
    (tmp_path / "logo.png").write_bytes(png())
    path = tmp_path / "configs" / "aoi.yaml"
    path.write_text(f"{HEAD}report: {{logo: ../logo.png}}\n", encoding="utf-8")
    assert load(path, vocabulary).problems == ()
    assert [item.code for item in load(path, vocabulary, root=path.parent).problems] == ["logo-outside"]
