"""A headless Chromium that visits the pages of the built book and reports what went wrong.

    python tests/book/browser.py BOOK_DIR OUT_DIR      pictures of every page, two widths

It speaks the DevTools protocol over a websocket to a Chromium found on the machine, which is
told that no host but this one exists.
"""

from __future__ import annotations

import argparse
import base64
import json
import os
import shutil
import signal
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import TracebackType
from typing import Any

import websocket

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
DESKTOP, PHONE = (1280, 800), (360, 740)
TALLEST = 16_000  # pixels; a picture higher than this is cut
SETTLED = """
(async () => {
  if (window.MathJax && MathJax.startup) { await MathJax.startup.promise; }
  await document.fonts.ready;
  await new Promise((done) => setTimeout(done, 50));
  const root = document.documentElement;
  const wide = [...document.querySelectorAll('.bd-article *')]
    .filter((e) => e.getBoundingClientRect().right > root.clientWidth + 1)
    .map((e) => e.tagName.toLowerCase() + (e.className ? '.' + e.className : ''));
  return {
    overflow: root.scrollWidth - root.clientWidth,
    wide: wide.slice(0, 3).join(', '),
    math: document.querySelectorAll('.math').length,
    drawn: document.querySelectorAll('.math mjx-container').length,
    broken: document.querySelectorAll('[data-mml-node=merror]').length,
    blank: [...document.images].filter((i) => i.complete && !i.naturalWidth).map((i) => i.src),
  };
})()
"""


def find_chromium() -> str | None:
    """The path of a Chromium on this machine, or None."""
    return next((path for name in NAMES if (path := shutil.which(name))), None)


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serve a folder on the loopback interface; yields the address, without a slash at its end."""

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, *args: object) -> None:
            """No line per request."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@dataclass
class Visit:
    """What one page load did."""

    url: str
    requests: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    found: dict[str, Any] = field(default_factory=dict)

    def problems(self, base: str) -> list[str]:
        """Lines that say what is wrong; `base` is the address below which the book lies."""
        outside = [
            url for url in self.requests if not url.startswith((base, "data:", "blob:", "about:"))
        ]
        lines = [f"request to another place: {url}" for url in outside] + self.errors
        if self.found.get("overflow", 0) > 1:
            lines.append(f"{self.found['overflow']} px wider than the window: {self.found['wide']}")
        if self.found.get("drawn") != self.found.get("math"):
            lines.append(f"{self.found['math']} formulas, {self.found['drawn']} drawn")
        if self.found.get("broken"):
            lines.append(f"{self.found['broken']} formulas with an error")
        lines += [f"image without content: {src}" for src in self.found.get("blank", [])]
        return [f"{self.url}: {line}" for line in lines]


class Browser:
    """A running Chromium with one tab at a time; use it in a ``with`` statement."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._count = 0
        self._visit = Visit("about:blank")
        self._events: list[str] = []

    def __enter__(self) -> Browser:
        self._profile = tempfile.mkdtemp(prefix="book-browser-")
        command = [
            self._path,
            "--headless=new",
            "--remote-debugging-port=0",
            f"--user-data-dir={self._profile}",
            "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
            "--no-proxy-server",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-dev-shm-usage",
            "--disable-gpu",
            "--disable-sync",
            "--hide-scrollbars",
            *(["--no-sandbox"] if os.geteuid() == 0 else []),
            "about:blank",
        ]
        self._process = subprocess.Popen(
            command,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "TMPDIR": self._profile},  # removed with what is left in it
            start_new_session=True,
        )
        try:
            self._connect()
        except BaseException:
            self.__exit__(None, None, None)
            raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if hasattr(self, "_socket"):
            self._socket.close()
        with suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)  # the group started above, no other
        self._process.wait()
        shutil.rmtree(self._profile, ignore_errors=True)

    def _connect(self) -> None:
        port_file = Path(self._profile) / "DevToolsActivePort"
        deadline = time.monotonic() + 60
        while not (port_file.is_file() and port_file.read_text().count("\n")):
            if self._process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"{self._path} did not start")
            time.sleep(0.05)
        port, path = port_file.read_text().split("\n")[:2]
        self._socket = websocket.create_connection(
            f"ws://127.0.0.1:{port}{path}", timeout=60, suppress_origin=True
        )
        self._session = self._context = ""

    def _open_tab(self) -> None:
        """A tab in a profile of its own in place of the last one: every visit is a first visit."""
        old, self._session = self._context, ""
        self._context = self.call("Target.createBrowserContext")["browserContextId"]
        if old:
            self.call("Target.disposeBrowserContext", browserContextId=old)
        target = self.call(
            "Target.createTarget", url="about:blank", browserContextId=self._context
        )["targetId"]
        attached = self.call("Target.attachToTarget", targetId=target, flatten=True)
        self._session = attached["sessionId"]
        for domain in ("Page", "Network", "Runtime", "Log"):
            self.call(f"{domain}.enable")

    def call(self, method: str, **params: Any) -> dict[str, Any]:
        """Send one DevTools command and return its result."""
        self._count += 1
        message: dict[str, Any] = {"id": self._count, "method": method, "params": params}
        if self._session:
            message["sessionId"] = self._session
        self._socket.send(json.dumps(message))
        while True:
            answer = self._receive()
            if answer.get("id") == self._count:
                if "error" in answer:
                    raise RuntimeError(f"{method}: {answer['error']['message']}")
                return answer["result"]

    def _receive(self) -> dict[str, Any]:
        """The next message; an event is noted down on the way."""
        message = json.loads(self._socket.recv())
        if message.get("sessionId", "") != self._session:
            return {}
        event, params = message.get("method", ""), message.get("params", {})
        self._events.append(event)
        visit = self._visit
        if event == "Network.requestWillBeSent":
            visit.requests.append(params["request"]["url"])
        elif event == "Network.responseReceived" and params["response"]["status"] >= 400:
            visit.errors.append(f"{params['response']['status']}: {params['response']['url']}")
        elif event == "Network.loadingFailed" and not params.get("canceled"):
            visit.errors.append(f"loading failed: {params['errorText']}")
        elif event == "Runtime.exceptionThrown":
            details = params["exceptionDetails"]
            described = details.get("exception", {}).get("description", details["text"])
            visit.errors.append(f"exception: {described.splitlines()[0]}")
        elif event == "Runtime.consoleAPICalled" and params["type"] in ("error", "assert"):
            words = [str(arg.get("value", arg.get("description"))) for arg in params["args"]]
            visit.errors.append(f"console: {' '.join(words)}")
        elif event == "Log.entryAdded" and params["entry"]["level"] == "error":
            visit.errors.append(f"log: {params['entry']['text']} {params['entry'].get('url', '')}")
        return message

    def evaluate(self, script: str) -> Any:
        """The value of a JavaScript expression in the page; a promise is awaited."""
        answer = self.call(
            "Runtime.evaluate", expression=script, awaitPromise=True, returnByValue=True
        )
        if "exceptionDetails" in answer:
            raise RuntimeError(f"script failed: {answer['exceptionDetails']}")
        return answer["result"].get("value")

    def visit(self, url: str, size: tuple[int, int] = DESKTOP) -> Visit:
        """Load a page in a window of the given width and height (pixels), until it is still."""
        self._open_tab()
        self.call(
            "Emulation.setDeviceMetricsOverride",
            width=size[0],
            height=size[1],
            deviceScaleFactor=1,
            mobile=size[0] < 600,
        )
        self._visit, self._events = Visit(url), []
        failure = self.call("Page.navigate", url=url).get("errorText")
        if failure:
            self._visit.errors.append(failure)
            return self._visit
        while "Page.loadEventFired" not in self._events:
            self._receive()
        self._visit.found = self.evaluate(SETTLED)
        return self._visit

    def picture(self, file: Path) -> None:
        """Save the whole page as a PNG."""
        time.sleep(0.4)  # the side bars slide in
        size = self.call("Page.getLayoutMetrics")["cssContentSize"]
        clip = {"x": 0, "y": 0, "scale": 1, "width": size["width"]}
        clip["height"] = min(size["height"], TALLEST)
        shot = self.call(
            "Page.captureScreenshot", format="png", captureBeyondViewport=True, clip=clip
        )
        file.write_bytes(base64.b64decode(shot["data"]))


def main() -> int:
    """Take the pictures; the exit code is 1 if a page had a problem."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("book", type=Path, help="folder of a built edition (has index.html)")
    parser.add_argument("out", type=Path, help="folder for the pictures, made if missing")
    parser.add_argument("--page", action="append", help="this page only, e.g. index")
    options = parser.parse_args()
    book, path = options.book.resolve(), find_chromium()
    if path is None:
        parser.error(f"no Chromium on the PATH: looked for {', '.join(NAMES)}")
    if not (book / "index.html").is_file():
        parser.error(f"{options.book}: no index.html in it")
    options.out.mkdir(parents=True, exist_ok=True)
    problems: list[str] = []
    with Browser(path) as browser:
        for page in sorted(book.glob("*.html")):
            if options.page and page.stem not in options.page:
                continue
            for size in (DESKTOP, PHONE):
                problems += browser.visit(page.as_uri(), size).problems(book.as_uri())
                browser.picture(options.out / f"{page.stem}-{size[0]}.png")
    print("\n".join(problems) or f"No problem found; pictures in {options.out}")
    return int(bool(problems))


if __name__ == "__main__":
    raise SystemExit(main())
