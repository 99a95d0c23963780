"""Macros of the page for whoever publishes the handbook."""

from __future__ import annotations

from handbook.finish import security

_HOSTS = {"netlify": security.netlify, "apache": security.apache, "nginx": security.nginx}


def security_headers(host: str) -> str:
    """Return the lines that make a host send the security headers: ``{{ security_headers("nginx") }}``."""
    return f"```text\n{_HOSTS[host]()}```"


FUNCTIONS = (security_headers,)
