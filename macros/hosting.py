"""Macros of the page for whoever publishes the handbook."""

from __future__ import annotations

from urllib.parse import urlsplit

from jinja2 import pass_context
from jinja2.runtime import Context

from handbook.finish import security


@pass_context
def security_headers(context: Context, host: str) -> str:
    """Return the lines that make a host send the security headers: ``{{ security_headers("nginx") }}``."""
    if host == "netlify":
        return f"```text\n{security.netlify()}```"
    # Without the site's address: the root of its host, where most sites stand.
    config = context.get("config")
    base = urlsplit((config and config.site_url) or "").path.rstrip("/") + "/"
    return f"```text\n{ {'apache': security.apache, 'nginx': security.nginx}[host](base) }```"


FUNCTIONS = (security_headers,)
