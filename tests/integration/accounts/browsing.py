"""As much of a browser as a form needs, in front of a server that runs."""

import re
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path
from urllib.parse import urljoin

import requests


@dataclass
class Browser:
    """Somebody's browser; `trusted` is the authority whose certificates it believes."""

    origin: str
    trusted: Path | None = None
    session: requests.Session = field(default_factory=requests.Session)

    def __post_init__(self) -> None:
        self.session.trust_env = False  # no proxy, and no other authorities
        if self.trusted:
            self.session.verify = str(self.trusted)

    def gets(self, path: str) -> requests.Response:
        """Open a page of the service."""
        return self.session.get(self.origin + path, timeout=60)

    def sends(self, page: requests.Response, action: str, **values: str) -> requests.Response:
        """Fill in the form of a page whose tag contains `action`, and send it."""
        forms = re.findall(r"<form\b(.*?)>(.*?)</form>", page.text, flags=re.DOTALL)
        attributes, inside = next(form for form in forms if action in unescape(form[0]))
        target = re.search(r'action="([^"]*)"', attributes)
        hidden = re.findall(r'<input[^>]*type="hidden"[^>]*>', inside)
        given = {_attribute(one, "name"): _attribute(one, "value") for one in hidden}
        address = urljoin(page.url, unescape(target[1]) if target else page.url)
        referer = {"Referer": page.url}
        return self.session.post(address, data={**given, **values}, headers=referer, timeout=60)


def _attribute(tag: str, name: str) -> str:
    found = re.search(rf'\b{name}="([^"]*)"', tag)
    return unescape(found[1]) if found else ""
