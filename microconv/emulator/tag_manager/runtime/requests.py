"""Simulated hits as requests to the emulator's collection endpoint, where each is counted, or refused with a reason."""

from __future__ import annotations

from urllib.parse import quote, urlencode

from microconv.emulator.tag_manager.runtime.hits import Hit, Product
from microconv.emulator.tag_manager.runtime.page import Page


def request_path(hit: Hit, page: Page, *, click: str = "", client: str = "") -> str:
    """The path and query of the request that a tag would make for a hit.

    page: the page on which it is sent.
    click: the id of the click on an ad, empty for none.
    client: the browser, empty where nobody asks.
    """
    value = "" if hit.value is None else repr(hit.value)
    if hit.product is Product.GOOGLE_ADS:
        query = {"label": hit.name, "value": value, "currency_code": hit.currency, "oid": hit.order, "gclid": click}
        path = f"/pagead/conversion/{quote(hit.target.removeprefix('AW-'), safe='')}/"
    else:
        query = {"tid": hit.target, "en": hit.name, "dl": page.url, "epn.value": value, "cu": hit.currency}
        query |= {"cid": client, "gclid": click}
        path = "/g/collect"
    return f"{path}?{urlencode({key: given for key, given in query.items() if given})}"
