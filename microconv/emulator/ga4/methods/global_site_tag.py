"""The global site tag of a web stream (v1alpha): GetGlobalSiteTag.

The snippet is the emulator's own; what programs read of it is as Google's: the address of gtag.js and the call of
``gtag('config', ...)``, each with the stream's measurement ID.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from microconv.emulator.ga4.access import find_stream, parse_name
from microconv.emulator.ga4.errors import not_found
from microconv.emulator.ga4.messages import fill

if TYPE_CHECKING:
    from microconv.emulator.ga4.call import Call

_SNIPPET = """<!-- The microconv emulator's tag of a web stream -->
<script async src="https://www.googletagmanager.com/gtag/js?id={id}"></script>
<script>
  window.dataLayer = window.dataLayer || [];
  function gtag(){{dataLayer.push(arguments);}}
  gtag('js', new Date());

  gtag('config', '{id}');
</script>
"""


def get_global_site_tag(call: Call) -> None:
    """The tag of a web stream.

    Raises ApiError (NOT_FOUND) for a stream of another type: only web streams have one; see also find_stream.
    """
    ids = parse_name(call.request.name, "properties/*/dataStreams/*/globalSiteTag", "name")
    _, stream = find_stream(call, *ids)
    if stream.type != "WEB_DATA_STREAM":
        raise not_found()
    fill(call.response, name=call.request.name, snippet=_SNIPPET.format(id=stream.data["measurement_id"]))
