"""The demonstration, served for real, and people with browsers in front of it."""

import os
import re
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from PIL import Image
from playwright.sync_api import Browser, Page

ROOT = Path(__file__).resolve().parents[2]
PICTURES = ROOT / "docs" / "pictures"
WIDTHS = {"phone": (390, 844), "desktop": (1280, 900)}
TOO_WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
# WCAG 2.2 AA, as axe names its rules.
RULES = {
    "runOnly": {
        "type": "tag",
        "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    }
}


@dataclass
class Someone:
    """A person with a browser of their own."""

    page: Page
    stage: "Stage"
    faults: list[str] = field(default_factory=list)

    def goes_to(self, path: str) -> None:
        """Open an address of the service."""
        self.page.goto(path if path.startswith("http") else self.stage.origin + path)

    def finds_nothing_at(self, path: str) -> None:
        """Ask for an address that, for this person, does not exist."""
        answer = self.page.goto(self.stage.origin + path)
        assert answer is not None
        assert answer.status == 404

    def clicks(self, name: str, *, exact: bool = False) -> None:
        """Press the button, or follow the link, of this name."""
        button = self.page.get_by_role("button", name=name, exact=exact)
        target = button if button.count() else self.page.get_by_role("link", name=name, exact=exact)
        target.first.click()
        self.page.wait_for_load_state("load")

    def reads(self, *texts: str) -> None:
        """See these words on the page."""
        for text in texts:
            self.page.get_by_text(text).first.wait_for(state="visible", timeout=15_000)

    def does_not_read(self, *texts: str) -> None:
        """See none of these words, anywhere in the page's source."""
        source = self.page.content()
        found = [text for text in texts if text in source]
        assert not found, f"{self.page.url} shows {found}"

    def looks(self, name: str) -> None:
        """Look at the page on a phone and a desktop: nothing for axe to say, nothing wider than the screen.

        With SECUNDA_PICTURES=1 the pictures in docs/pictures are taken anew.
        """
        for device, (width, height) in WIDTHS.items():
            self.page.set_viewport_size({"width": width, "height": height})
            wide = self.page.evaluate(
                "document.documentElement.scrollWidth - document.documentElement.clientWidth"
            )
            assert wide <= 1, f"{name} is {wide} pixels too wide on a {device}"
            self.pictures(f"{name}-{device}", whole=True)
        found = Axe().run(self.page, options=RULES).response["violations"]
        told = [f"{one['id']}: {one['nodes'][0]['html'][:200]}" for one in found]
        assert not told, f"{name} ({self.page.url}): {told}"

    def pictures(self, name: str, *, whole: bool = False) -> None:
        """Keep a picture of the page for the documents, when SECUNDA_PICTURES is set."""
        if os.environ.get("SECUNDA_PICTURES"):
            PICTURES.mkdir(parents=True, exist_ok=True)
            taken = Image.open(BytesIO(self.page.screenshot(full_page=whole)))
            # A palette is enough for pages, and a third of the size.
            taken.convert("RGB").quantize(128).save(PICTURES / f"{name}.png", optimize=True)


@dataclass
class Stage:
    """Where the service is served, and the links that sign its people in."""

    origin: str
    data: Path
    links: dict[str, str]
    browser: Browser

    @contextmanager
    def somebody(self) -> Iterator[Someone]:
        """A visitor whom nobody knows."""
        context = self.browser.new_context(locale="en-GB", timezone_id="Europe/London", base_url=self.origin)
        page = context.new_page()
        who = Someone(page, self)
        page.on("pageerror", lambda error: who.faults.append(str(error)))
        page.on(
            "request", lambda request: who.faults.append(request.url) if self._strange(request.url) else None
        )
        page.on(
            "console",
            lambda message: (
                who.faults.append(message.text) if "Content Security Policy" in message.text else None
            ),
        )
        try:
            yield who
            assert who.faults == [], "faults, policy violations or requests to a third party"
        finally:
            context.close()

    @contextmanager
    def person(self, name: str) -> Iterator[Someone]:
        """One of the cast, signed in by their link."""
        with self.somebody() as who:
            who.goes_to(self.links[name])
            who.clicks("Continue as")
            yield who

    def code_of(self, name: str) -> str:
        """The code that re-authentication asks for, as the command prints it."""
        printed = run(self.data, self.origin, "demo", "--codes").stdout
        found = re.search(rf"(\d{{6}}) +{re.escape(name)}", printed)
        assert found, printed
        return found[1]

    def _strange(self, url: str) -> bool:
        return url.startswith("http") and not url.startswith(self.origin)


def environment(data: Path, origin: str) -> dict[str, str]:
    """A place of its own for the demonstration, so that nobody's data is touched."""
    return {**os.environ, "SECUNDA_DATA": str(data), "SECUNDA_DEMO": "yes", "SECUNDA_ORIGIN": origin}


def run(data: Path, origin: str, *words: str) -> subprocess.CompletedProcess[str]:
    """Run one `secunda` command to its end."""
    command = [sys.executable, "-m", "secunda.interfaces.operations.command", *words]
    return subprocess.run(
        command, env=environment(data, origin), cwd=ROOT, capture_output=True, text=True, check=True
    )


def free_port() -> int:
    """A port that nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def served(data: Path) -> Iterator[tuple[str, dict[str, str]]]:
    """`secunda demo` as a newcomer runs it, until it answers; the links that it printed, by name."""
    port = free_port()
    origin = f"http://127.0.0.1:{port}"
    log = data / "demo.log"
    command = [
        sys.executable,
        "-u",
        "-m",
        "secunda.interfaces.operations.command",
        "demo",
        "--port",
        str(port),
    ]
    with log.open("w") as out:
        process = subprocess.Popen(command, env=environment(data, origin), cwd=ROOT, stdout=out, stderr=out)
    try:
        _wait_until_ready(origin, process, log)
        yield origin, _links(log.read_text(encoding="utf-8"))
    finally:
        process.terminate()
        process.wait(timeout=20)


def _wait_until_ready(origin: str, process: subprocess.Popen[bytes], log: Path) -> None:
    for _ in range(900):
        if process.poll() is not None:
            break
        try:
            with urllib.request.urlopen(f"{origin}/ready", timeout=2) as answer:
                if answer.status == 200:
                    return
        except OSError:
            time.sleep(1)
    raise AssertionError("the demonstration did not start:\n" + log.read_text(encoding="utf-8")[-3000:])


def _links(printed: str) -> dict[str, str]:
    """Each of the cast stands on a line of their own, with the link on the next."""
    found = re.findall(r"^ {4}(\S.*?) {2,}.*\n +(http\S+/account/demo/\S+)$", printed, flags=re.MULTILINE)
    return dict(found)
