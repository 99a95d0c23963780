"""A strict Content-Security-Policy and the headers that go with it, in every page and for the common hosts."""

from __future__ import annotations

import base64
import hashlib
import re
from functools import lru_cache
from pathlib import Path

from handbook.finish.pages import FinishedPage, FinishError
from handbook.finish.without_signal import KEEPER
from handbook.ground.paths import OVERRIDES

_SCRIPT = re.compile(r"<script\b([^>]*)>(.*?)</script>", re.S)
# Data for scripts: browsers never run these.
_DATA = re.compile(r'type="application/(?:ld\+)?json"')

# Netlify and Cloudflare Pages read it at the top of what they are given, and nowhere else.
HEADERS = "_headers"
OTHER_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "SAMEORIGIN",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def policy(in_page: bool = False, for_folder: bool = False) -> str:
    """Return the policy: nothing from elsewhere, no script but our files and the two short ones that every page carries.

    Args:
        in_page: For a ``meta`` element, which may not say who may frame the page.
        for_folder: For pages opened from a folder, where browsers disagree on what ``'self'`` is.
    """
    own = "'self' file:" if for_folder else "'self'"
    rules = [
        "default-src 'none'",
        f"script-src {own} " + " ".join(f"'{one}'" for one in own_scripts()),
        f"style-src {own}",
        f"img-src {own} data:",
        f"font-src {own}",
        f"connect-src {own}",
        f"worker-src {own}",
        "base-uri 'none'",
        "form-action 'none'",
    ]
    if not in_page:
        rules.append("frame-ancestors 'self'")
    return "; ".join(rules)


def headers() -> dict[str, str]:
    """Return every header that a host should send with every page."""
    return {"Content-Security-Policy": policy(), **OTHER_HEADERS}


@lru_cache(maxsize=1)
def own_scripts() -> tuple[str, ...]:
    """Return the hashes of the short scripts that our templates put into every page, as a policy names them."""
    found = []
    for path in sorted((OVERRIDES / "partials").rglob("*.html")):
        found += [hash_of(body) for _, body in _SCRIPT.findall(path.read_text(encoding="utf-8"))]
    return tuple(sorted(found))


def hash_of(script: str) -> str:
    """Return a script's hash as a policy names it."""
    return "sha256-" + base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()


def protect(site: Path, pages: list[FinishedPage], for_folder: bool = False) -> None:
    """Put the policy into every page and write the file of headers that Netlify and Cloudflare Pages read.

    Raises:
        FinishError: A page holds a script that the policy would stop.
    """
    for page in pages:
        guard(page, for_folder)
    if not for_folder:
        (site / HEADERS).write_text(netlify(), encoding="utf-8")


def guard(page: FinishedPage, for_folder: bool = False) -> None:
    """Put the policy into a page.

    Raises:
        FinishError: The page holds a script that the policy would stop.
    """
    for attributes, body in _SCRIPT.findall(page.text):
        if " src=" not in attributes and not _DATA.search(attributes) and hash_of(body) not in own_scripts():
            raise FinishError(
                f"{page.path or 'the home page'} holds a script of its own: {' '.join(body.split())[:60]} …\n"
                "Scripts stand in overrides/assets/javascripts/, never in a page."
            )
    meta = (
        f'<meta http-equiv="Content-Security-Policy" content="{policy(in_page=True, for_folder=for_folder)}">\n'
        '  <meta name="referrer" content="no-referrer">'
    )
    # First of all, so that it holds for everything after it.
    page.replace('<meta charset="utf-8">', f'<meta charset="utf-8">\n  {meta}')


def netlify(below: str = "", common: str = "") -> str:
    """Return the headers as Netlify and Cloudflare Pages read them from the file ``_headers``.

    Args:
        below: Where the site stands below the top of its host: ``/:school`` for several sites, each in a folder.
        common: The folder of what they have in common, named for its content.
    """
    lines = "".join(f"  {name}: {value}\n" for name, value in headers().items())
    unchanging = [f"{below}/assets/stylesheets/site.*", *([f"{common}/*"] if common else [])]
    lines += "".join(f"{path}\n  Cache-Control: public, max-age=31536000, immutable\n" for path in unchanging)
    return f"/*\n{lines}{below}/{KEEPER}\n  Cache-Control: no-cache\n"


# What is worth compressing on its way.
_TEXTS = "text/css text/javascript application/javascript application/json image/svg+xml"


def apache(base: str = "/") -> str:
    """Return the headers as Apache reads them from the file ``.htaccess``.

    Args:
        base: The path at which the site stands on its host.
    """
    lines = "".join(f'  Header always set {name} "{value}"\n' for name, value in headers().items())
    return (
        f"<IfModule mod_headers.c>\n{lines}</IfModule>\n"
        f"<IfModule mod_deflate.c>\n  AddOutputFilterByType DEFLATE text/html {_TEXTS}\n</IfModule>\n"
        f"ErrorDocument 404 {base}404.html\n"
    )


def nginx(base: str = "/") -> str:
    """Return the headers as nginx reads them inside a ``server`` block.

    Args:
        base: The path at which the site stands on its host.
    """
    lines = "".join(f'add_header {name} "{value}" always;\n' for name, value in headers().items())
    return f"{lines}gzip on;\ngzip_types {_TEXTS};\nerror_page 404 {base}404.html;\n"
