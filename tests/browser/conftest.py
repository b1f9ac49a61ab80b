"""A real browser: Debian's chromium with its own driver; nothing is ever downloaded for it."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from selenium.webdriver import Chrome

_LISTEN = """
window.__problems = [];
addEventListener("error", (event) => window.__problems.push(`error: ${event.message}`));
addEventListener("unhandledrejection", (event) => window.__problems.push(`rejection: ${event.reason}`));
addEventListener("securitypolicyviolation", (event) =>
  window.__problems.push(`policy: ${event.violatedDirective} ${event.blockedURI}`));
"""

_SHOWN = """
const said = (node) => {
  if (node.nodeType === Node.TEXT_NODE) return node.data;
  return node.nodeType === Node.ELEMENT_NODE && node.checkVisibility() ? [...node.childNodes].map(said).join("") : "";
};
return [...document.querySelectorAll(arguments[0])].filter((node) => node.checkVisibility())
  .map((node) => said(node).replace(/\\s+/g, " ").trim());
"""


PACKAGES = {
    "chromium": "chromium",
    "chromedriver": "chromium-driver",
    "pdftotext": "poppler-utils",
    "pdfinfo": "poppler-utils",
}
"""The programs that the tests start, and the package of Debian that has each. `.ci/run` installs them."""


def programs(*names: str) -> list[str]:
    """Where programs are. Where one is not, the test is skipped; in continuous integration it fails."""
    found = {name: shutil.which(name) for name in names}
    lacking = [name for name, path in found.items() if path is None]
    if lacking:
        told = (
            f"not installed: {', '.join(lacking)} "
            f"(Debian: apt-get install {' '.join(PACKAGES[name] for name in lacking)})"
        )
        if os.environ.get("CI", "").lower() not in {"", "0", "false"}:
            pytest.fail(f"{told}; where CI is set, these tests are not skipped", pytrace=False)
        pytest.skip(told)
    return [path for path in found.values() if path is not None]


@pytest.fixture(scope="module")
def chrome(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chrome]:
    """The browser of a module, with a profile of its own. It writes down every request."""
    from selenium.webdriver import Chrome, ChromeOptions
    from selenium.webdriver.chrome.service import Service

    browser, driver = programs("chromium", "chromedriver")
    options = ChromeOptions()
    options.binary_location = browser
    profile = tmp_path_factory.mktemp("profile")
    for argument in (
        "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-background-networking",
        "--no-first-run", "--hide-scrollbars", f"--user-data-dir={profile}",
    ):  # fmt: skip
        options.add_argument(argument)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    running = Chrome(options=options, service=Service(driver))
    running.execute_cdp_cmd("Page.addScriptToEvaluateOnNewDocument", {"source": _LISTEN})
    try:
        yield running
    finally:
        running.quit()


class Window:
    """The browser with one page in it."""

    def __init__(self, chrome: Chrome, folder: Path) -> None:
        self.chrome = chrome
        self.folder = folder

    def look(
        self,
        name: str,
        after: str = "",
        *,
        width: int = 1200,
        scheme: str = "light",
        media: str = "",
        scripts: bool = True,
    ) -> None:
        """Open a page anew: `after` is what follows # in its address."""
        features = [{"name": "prefers-color-scheme", "value": scheme}]
        self.command("Emulation.setEmulatedMedia", media=media, features=features)
        size = {"width": width, "height": 800, "deviceScaleFactor": 1, "mobile": width < 500}
        self.command("Emulation.setDeviceMetricsOverride", **size)
        self.command("Emulation.setScriptExecutionDisabled", value=not scripts)
        self.chrome.get("about:blank")
        self.chrome.get((self.folder / f"{name}.html").as_uri() + (f"#{after}" if after else ""))

    def command(self, name: str, **arguments: Any) -> Any:
        """A command of the browser's own protocol."""
        return self.chrome.execute_cdp_cmd(name, arguments)

    def run(self, script: str, *arguments: Any) -> Any:
        """The answer of a script in the page."""
        return self.chrome.execute_script(script, *arguments)

    def click(self, selector: str) -> None:
        """Click the one element that a selector finds."""
        (element,) = self.chrome.find_elements("css selector", selector)
        element.click()

    def shown(self, selector: str) -> list[str]:
        """The texts of the elements that a selector finds and that can be seen, also where they are scrolled away."""
        return list(self.run(_SHOWN, selector))

    def wait(self, until: Callable[[], bool]) -> None:
        """Wait until something holds, three seconds at most."""
        from selenium.webdriver.support.wait import WebDriverWait

        WebDriverWait(self.chrome, 3, poll_frequency=0.03).until(lambda _: until())

    def look_afresh(self, name: str, width: int) -> None:
        """Open a page from nothing, so that all requests since then are its own."""
        self.chrome.get("about:blank")
        self.chrome.get_log("performance")
        self.look(name, width=width)

    def check_alone(self, name: str, width: int) -> None:
        """Check that the page which is open fits its width, had no problem, ran nobody's code and asked for nothing."""
        assert self.run("return document.documentElement.scrollWidth") <= width
        assert self.run("return window.__problems") == []
        assert self.run("return window.__pwned") is None
        messages = [json.loads(entry["message"])["message"] for entry in self.chrome.get_log("performance")]
        asked = [item["params"]["request"]["url"] for item in messages if item["method"] == "Network.requestWillBeSent"]
        assert {address for address in asked if not address.startswith(("data:", "about:"))} == {
            (self.folder / f"{name}.html").as_uri()
        }
