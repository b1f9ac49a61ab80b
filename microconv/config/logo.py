"""The config's `report`: the agency's name and logo. The logo's file is read and checked with the config."""

from __future__ import annotations

import re
import struct
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from microconv.config.document import Document, inside, readable, resolved
from microconv.config.places import SourcePlace
from microconv.config.problems import Problems
from microconv.config.wording import cut, quote
from microconv.core.letterhead import Letterhead
from microconv.core.logo import Logo
from microconv.core.text import NO_TEXT, Text

Data = Any

MOST_BYTES = 200_000
"""The largest file of a logo: it is embedded in every page. A judgement, no limit of an API."""

MOST_PIXELS = 4_000
"""The largest width or height of a logo: a small file may unfold into a picture that no browser can hold."""

_SMALLER = Text(
    "save it smaller: a logo is shown at most 240 pixels wide",
    "小さくしてください。ロゴの表示幅は最大 240 ピクセルです",
)
_FORMATS = "PNG, JPEG or SVG"
_ACTIVE = frozenset({"script", "foreignobject", "iframe", "embed", "object", "use", "animate", "set", "image"})


def letterhead(
    data: dict[str, Data], place: SourcePlace, documents: Sequence[Document], root: Path | None, problems: Problems
) -> Letterhead:
    """The agency's name and logo. `place` is that of `report`; `root`: see `microconv.config.load`."""
    agency, file = data.get("agency"), data.get("logo")
    logo = None
    spot = place.child("logo")
    if isinstance(file, str) and spot is not None:
        logo = _logo(file, spot, documents, root, problems)
    return Letterhead(agency if isinstance(agency, str) else "", logo)


def _logo(
    file: str, spot: SourcePlace, documents: Sequence[Document], root: Path | None, problems: Problems
) -> Logo | None:
    """The picture in a file, which is relative to the config or base that names it. Reports what is wrong with it."""
    folder = next((item.path for item in documents if item.file == spot.file), documents[0].path).parent
    path = resolved(folder / file) if "\x00" not in file else folder
    if Path(file).is_absolute() or "\x00" in file or not inside(path, folder, root):
        problems.error(
            "logo-outside", spot.span,
            Text(
                f"the logo {quote(file)} is outside of what may be read",
                f"ロゴ「{cut(file)}」は読み取れる範囲の外にあります",
            ),
            readable("the folder of the file that names it", "指定しているファイル", root),
        )  # fmt: skip
        return None
    try:
        content = _content(path)
    except FileNotFoundError:
        problems.error(
            "no-such-logo", spot.span,
            Text(f"there is no logo {quote(file)}", f"ロゴ「{cut(file)}」が見つかりません"),
            Text("the path is relative to the file that names it", "このファイルからの相対パスで書いてください"),
        )  # fmt: skip
        return None
    except OSError as error:
        reason = error.strerror or error
        summary = Text(
            f"the logo {quote(file)} cannot be read: {reason}", f"ロゴ「{cut(file)}」を読み取れません: {reason}"
        )
        problems.error("unreadable", spot.span, summary)
        return None
    if len(content) > MOST_BYTES:
        summary = Text(
            f"the logo {quote(file)} is larger than {MOST_BYTES:,} bytes",
            f"ロゴ「{cut(file)}」が {MOST_BYTES:,} バイトを超えています",
        )
        problems.error("logo-size", spot.span, summary, hint=_SMALLER)
        return None
    media, fault = _media(content)
    if fault:
        summary = Text(f"the logo {quote(file)} {fault.en}", f"ロゴ「{cut(file)}」は{fault.ja}")
        problems.error("logo-format", spot.span, summary, Text(f"allowed: {_FORMATS}", f"使える形式: {_FORMATS}"))
        return None
    return Logo(file, media, content)


def _content(path: Path) -> bytes:
    """The beginning of a file, one byte longer than a logo may be. Raises OSError."""
    with path.open("rb") as stream:
        return stream.read(MOST_BYTES + 1)


def _media(content: bytes) -> tuple[str, Text]:
    """The media type of a picture by its content, and what is wrong with it; one of the two is empty."""
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        if len(content) < 33 or content[12:16] != b"IHDR":
            return "", Text("is a damaged PNG file", "壊れた PNG ファイルです")
        width, height = struct.unpack(">II", content[16:24])
        if not (0 < width <= MOST_PIXELS and 0 < height <= MOST_PIXELS):
            return "", Text(
                f"has {width:,} × {height:,} pixels; {MOST_PIXELS:,} × {MOST_PIXELS:,} are allowed",
                f" {width:,} × {height:,} ピクセルです（上限は {MOST_PIXELS:,} × {MOST_PIXELS:,}）",
            )
        return "image/png", NO_TEXT
    if content.startswith(b"\xff\xd8\xff"):
        return "image/jpeg", NO_TEXT
    if b"<svg" in content[:2_000]:
        fault = _svg_fault(content)
        return ("", fault) if fault else ("image/svg+xml", NO_TEXT)
    return "", Text(
        "is no picture that browsers and printers take alike", "ブラウザと印刷の両方で使える画像ではありません"
    )


def _svg_fault(content: bytes) -> Text:
    """The reason why an SVG file is not taken: it does something, or fetches something. Empty if it is a picture."""
    if re.search(rb"<!(DOCTYPE|ENTITY)", content, re.IGNORECASE):
        return Text(
            "is an SVG file with a DOCTYPE, which may hold anything",
            " DOCTYPE を含む SVG です（何でも埋め込めるため使えません）",
        )
    try:
        root = ElementTree.fromstring(content.decode("utf-8-sig"))
    except (UnicodeDecodeError, ValueError, ElementTree.ParseError):
        return Text("is a damaged SVG file", "壊れた SVG ファイルです")
    for element in root.iter():
        if str(element.tag).rpartition("}")[2].lower() in _ACTIVE:
            tag = str(element.tag).rpartition("}")[2]
            return Text(
                f"is an SVG file with <{tag}>: plain shapes only", f" <{tag}> を含む SVG です。図形だけにしてください"
            )
        for key, value in element.attrib.items():
            name = key.rpartition("}")[2].lower()
            if name.startswith("on") or (name == "href" and not value.startswith("#")):
                return Text(
                    f"is an SVG file with the attribute {name}: plain shapes only",
                    f"属性 {name} を含む SVG です。図形だけにしてください",
                )
        if re.search(r"@import|url\(\s*['\"]?(?!#)", " ".join([element.text or "", *element.attrib.values()])):
            return Text(
                "is an SVG file that fetches something: plain shapes only",
                "外部を読み込む SVG です。図形だけにしてください",
            )
    return NO_TEXT
