"""Stands in for a name server in commands that tests start: host-127-0-7-2.example is 127.0.7.2. Python imports it by its name."""

from __future__ import annotations

import re
import socket
from typing import Any

_look_up = socket.getaddrinfo


def _with_our_names(host: Any, *arguments: Any, **named: Any) -> Any:
    found = re.fullmatch(r"host-(\d+)-(\d+)-(\d+)-(\d+)\.example", host) if isinstance(host, str) else None
    return _look_up(".".join(found.groups()) if found else host, *arguments, **named)


socket.getaddrinfo = _with_our_names
