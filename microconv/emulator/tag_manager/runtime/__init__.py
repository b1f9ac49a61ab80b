"""A container's web runtime, simulated as far as needed to prove that a tag fires.

Given a container (the JSON of the API), a page and what a person does there, it says which tags fire and what they
send: fires, does not fire, or not modelled. It rests on the public documentation, and was never compared with gtm.js;
whatever it shows is simulated.

    from microconv.emulator.tag_manager.runtime import Container, Page, Push, visit
    result = visit(Container.of(version), Page("https://shop.example/form/step1"), [Push({"event": "form_sent"})])
    result.tag("mv_form_step1 (GA4)").verdict
"""

from microconv.emulator.tag_manager.runtime.acts import Act, Click, Push, Scroll, See, Submit, Wait, Watch
from microconv.emulator.tag_manager.runtime.container import Container
from microconv.emulator.tag_manager.runtime.hits import Hit, Product
from microconv.emulator.tag_manager.runtime.page import Page, PageError
from microconv.emulator.tag_manager.runtime.results import Firing, TagResult, Verdict, VisitResult
from microconv.emulator.tag_manager.runtime.visit import visit

__all__ = [
    "Act",
    "Click",
    "Container",
    "Firing",
    "Hit",
    "Page",
    "PageError",
    "Product",
    "Push",
    "Scroll",
    "See",
    "Submit",
    "TagResult",
    "Verdict",
    "VisitResult",
    "Wait",
    "Watch",
    "visit",
]
