"""The site of the documentation in a real browser: it fetches nothing from elsewhere, fits a phone, can be searched."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.browser.conftest import Window
from tests.docs.test_site import BUILD
from tests.heavy import heavy

if TYPE_CHECKING:
    from selenium.webdriver import Chrome

pytestmark = heavy
PAGES = ("index", "index.ja", "agency.ja", "commands", "config", "python", "safety", "tags.ja", "emulator-coverage")


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out: Path = tmp_path_factory.mktemp("site")
    BUILD.build(out)
    return out


@pytest.fixture(scope="module")
def address(folder: Path) -> Iterator[str]:
    """The site behind a server on this machine."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def sized(window: Window, width: int) -> None:
    window.command(
        "Emulation.setDeviceMetricsOverride", width=width, height=1200, deviceScaleFactor=1, mobile=width < 500
    )


@pytest.mark.parametrize("width", [390, 1400])
def test_pages_fetch_nothing_from_elsewhere_and_fit(chrome: Chrome, folder: Path, address: str, width: int) -> None:
    window = Window(chrome, folder)
    for name in PAGES:
        chrome.get("about:blank")
        chrome.get_log("performance")
        sized(window, width)
        chrome.get(f"{address}/{name}.html")
        assert window.run("return document.documentElement.scrollWidth") <= width, name
        assert window.run("return window.__problems") == [], name
        messages = [json.loads(entry["message"])["message"] for entry in chrome.get_log("performance")]
        asked = [item["params"]["request"]["url"] for item in messages if item["method"] == "Network.requestWillBeSent"]
        assert [one for one in asked if not one.startswith((address, "data:", "about:", "blob:"))] == [], name


FOUND = """
const hosts = [...document.querySelectorAll("body *")].filter((node) => node.shadowRoot);
return hosts.flatMap((node) => [...node.shadowRoot.querySelectorAll("a")]).map((link) => link.href);
"""


@pytest.mark.parametrize(("words", "page"), [("rollback", "commands.html"), ("目標到達プロセス", "ga4-only.ja.html")])
def test_the_search_knows_both_languages(chrome: Chrome, folder: Path, address: str, words: str, page: str) -> None:
    window = Window(chrome, folder)
    sized(window, 1400)
    chrome.get(f"{address}/index.html")
    window.wait(lambda: bool(window.shown(".md-search__button")))
    window.click(".md-search__button")
    chrome.switch_to.active_element.send_keys(words)
    window.wait(lambda: any(page in link for link in window.run(FOUND)))
