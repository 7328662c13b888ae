"""Browser windows that are watched: whatever a page does that it should not do fails the test that showed it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from typing import Any, TypedDict, Unpack

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Dialog, Locator, Page, Request, Response

# A phone with its way of laying pages out, and a screen on a desk.
SCREENS: dict[str, dict[str, Any]] = {
    "desktop": {"viewport": {"width": 1280, "height": 900}},
    "phone": {"viewport": {"width": 390, "height": 780}, "is_mobile": True, "has_touch": True},
}
MOST_TABS = 150  # presses of Tab after which a part of a page is out of reach


class Options(TypedDict, total=False):
    """What a window can be asked to be besides its screen."""

    java_script_enabled: bool
    accept_downloads: bool


@dataclass
class Seen:
    """What pages did that they should not do, and what the browser kept archived copies from doing."""

    address: str
    faults: list[str] = field(default_factory=list)
    stopped: list[str] = field(default_factory=list)

    def watch(self, context: BrowserContext) -> None:
        """Write down console messages, errors, dialogs, failed requests and those to other places."""
        context.on("console", self.said)
        context.on("weberror", lambda error: self.faults.append(f"error: {error.error}"))
        context.on("dialog", self.asked)
        context.on("request", self.requested)
        context.on("requestfailed", self.failed)
        context.on("response", self.answered)

    def said(self, message: ConsoleMessage) -> None:
        """A console message; that a copy's script or picture was stopped is how it should be."""
        where = str(message.location.get("url", ""))
        stopped = "sandbox" in message.text or "Content Security Policy" in message.text
        is_copy = "/raw" in where or "/raw" in message.text
        (self.stopped if stopped and is_copy else self.faults).append(f"{message.type}: {message.text} ({where})")

    def asked(self, dialog: Dialog) -> None:
        """A dialog, which no page of ours opens."""
        self.faults.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    def requested(self, request: Request) -> None:
        """A request: it goes to our own address, or a copy's policy stops it before it goes anywhere."""
        if not request.url.startswith((self.address, "data:")) and "/raw" not in request.frame.url:
            self.faults.append(f"request: {request.url}")

    def failed(self, request: Request) -> None:
        """A request without an answer: stopped by the policy, or left because the reader went on."""
        if request.failure not in ("csp", "net::ERR_ABORTED"):
            self.faults.append(f"failed: {request.url} {request.failure}")

    def answered(self, response: Response) -> None:
        """An answer that says that something is missing or wrong."""
        if response.status >= 400:
            self.faults.append(f"{response.status}: {response.url}")


@contextmanager
def window(browser: Browser, address: str, screen: str, **more: Unpack[Options]) -> Iterator[tuple[Page, Seen]]:
    """A page in a window of its own on one of SCREENS; raises AssertionError at the end for every fault seen in it."""
    context = browser.new_context(base_url=address, locale="th-TH", **SCREENS[screen], **more)
    context.set_default_timeout(15_000)
    seen = Seen(address)
    seen.watch(context)
    try:
        yield context.new_page(), seen
    finally:
        context.close()
    assert seen.faults == [], "\n".join(seen.faults)


class Outside(BaseHTTPRequestHandler):
    """Another place on the web, which writes down whatever it is asked."""

    asked: list[str]

    def do_GET(self) -> None:
        """Answer nothing."""
        self.asked.append(self.path)
        self.send_response(204)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing on the terminal."""


def tab_to(page: Page, target: Locator) -> None:
    """Press Tab until *target* has the focus; raises AssertionError where the focus is lost or unseen on the way."""
    wanted = target.element_handle()
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        assert (lost := page.evaluate(_LOST)) == "", lost
        if wanted.evaluate("element => element === document.activeElement"):
            return
    raise AssertionError(f"{MOST_TABS} presses of Tab do not reach {target}")


def focus_is_seen(page: Page) -> None:
    """Raise AssertionError unless something that shows it has the focus."""
    assert (lost := page.evaluate(_LOST)) == "", lost


# Why the focus cannot be seen, or nothing: it needs a ring, a place inside the window, and nothing over it.
_LOST = """() => {
  const element = document.activeElement;
  if (!element || element === document.body || element === document.documentElement) return "nothing has the focus";
  if (element.tagName === "MAIN") return "";  // where the skip link leads: the start of the text
  const name = element.outerHTML.slice(0, 120);
  const ringed = (one) => {
    const style = getComputedStyle(one);
    return (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0) || style.boxShadow !== "none";
  };
  const around = [element, element.closest("label"), element.closest(".ask"), ...element.children].filter(Boolean);
  if (!around.some(ringed)) return `no ring: ${name}`;
  const within = (low, high, most) => Math.min(Math.max((low + high) / 2, 1), most - 1);
  const box = element.getBoundingClientRect();
  if (!box.width || !box.height) return `no size: ${name}`;
  if (box.bottom <= 0 || box.top >= innerHeight || box.right <= 0 || box.left >= innerWidth) return `outside: ${name}`;
  if (getComputedStyle(element).pointerEvents === "none") return "";  // which a point cannot be asked for
  const open = [...element.getClientRects()].some((r) => {
    const top = document.elementFromPoint(within(r.left, r.right, innerWidth), within(r.top, r.bottom, innerHeight));
    return top && (element.contains(top) || top.contains(element));
  });
  return open ? "" : `covered: ${name}`;
}"""
