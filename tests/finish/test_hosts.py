"""The lines that the handbook gives for Apache and nginx, on a real Apache and a real nginx."""

from __future__ import annotations

import gzip
import html
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from handbook.finish import security
from handbook.machine import debian
from tests.browser.every_page import visit_all
from tests.conftest import Sites

pytestmark = [
    pytest.mark.whole,
    pytest.mark.skipif(sys.platform != "linux", reason="these two servers are tried where they run: on Linux, as the workflows do"),
]

SBIN = f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin"
APACHE = """
ServerName localhost
ServerRoot "{work}"
Listen 127.0.0.1:{port}
PidFile "{work}/pid"
ErrorLog "{work}/errors"
{modules}
TypesConfig /etc/mime.types
DocumentRoot "{site}"
<Directory "{site}">
  AllowOverride All
  Require all granted
</Directory>
"""
NGINX = """
daemon off;
pid "{work}/pid";
error_log "{work}/errors";
events {{}}
http {{
  include /etc/nginx/mime.types;
  access_log off;
  client_body_temp_path "{work}/body"; proxy_temp_path "{work}/proxy"; fastcgi_temp_path "{work}/fastcgi";
  uwsgi_temp_path "{work}/uwsgi"; scgi_temp_path "{work}/scgi";
  server {{
    listen 127.0.0.1:{port};
    root "{site}";
    {lines}
  }}
}}
"""
MODULES = ("mpm_event", "authz_core", "dir", "mime", "headers", "filter", "deflate")


def program(name: str, package: str) -> str:
    """Return a server's program, installed if need be."""
    found = shutil.which(name, path=SBIN) or (debian.install(package) and shutil.which(name, path=SBIN))
    assert found, f"The lines for {package} are tried on a real one. Install it: sudo apt install {package}"
    return found


def lines_for(site: Path, host: str) -> str:
    """Return what the page for whoever publishes the handbook says to copy."""
    text = (site / "about" / "publishing" / "index.html").read_text(encoding="utf-8")
    block = re.search(rf'<h3 id="{host}">.*?<pre>(.*?)</pre>', text, re.S)
    assert block, host
    return html.unescape(re.sub(r"<[^>]*>", "", block.group(1)))


@pytest.fixture(scope="module", params=["apache", "nginx"])
def served(request: pytest.FixtureRequest, sites: Sites) -> Iterator[str]:
    """The example school's site on a real server, which has been told what the handbook says."""
    with tempfile.TemporaryDirectory() as name:
        # The servers read the files as a user of their own.
        work = Path(name)
        work.chmod(0o755)
        site = work / "site"
        shutil.copytree(sites["example"], site)
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        lines = lines_for(site, request.param)
        config = work / "config"
        if request.param == "apache":
            command = [program("apache2", "apache2"), "-X", "-f", str(config)]
            (site / ".htaccess").write_text(lines, encoding="utf-8")
            folder = "/usr/lib/apache2/modules"
            modules = "\n".join(f"LoadModule {one}_module {folder}/mod_{one}.so" for one in MODULES)
            user = "User www-data\nGroup www-data\n" if os.geteuid() == 0 else ""
            config.write_text(user + APACHE.format(work=work, port=port, modules=modules, site=site), encoding="utf-8")
        else:
            command = [program("nginx", "nginx-light"), "-c", str(config), "-e", str(work / "errors")]
            config.write_text(NGINX.format(work=work, port=port, site=site, lines=lines), encoding="utf-8")
        server = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        try:
            _wait_for(server, port, work / "errors")
            yield f"http://127.0.0.1:{port}/"
        finally:
            server.terminate()
            server.wait(timeout=20)


def _wait_for(server: subprocess.Popen[bytes], port: int, errors: Path) -> None:
    for _ in range(100):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        assert server.poll() is None, (server.stdout.read() if server.stdout else b"", errors.read_text(encoding="utf-8") if errors.exists() else "")
        time.sleep(0.1)
    raise AssertionError("the server never answered")


def ask(address: str) -> tuple[int, dict[str, str], str]:
    """Ask for an address as a browser does; return status, headers and text."""
    request = urllib.request.Request(address, headers={"Accept-Encoding": "gzip"})
    try:
        answer = urllib.request.urlopen(request, timeout=10)
    except urllib.error.HTTPError as error:
        answer = error
    body = answer.read()
    if answer.headers.get("Content-Encoding") == "gzip":
        body = gzip.decompress(body)
    return answer.status, dict(answer.headers), body.decode("utf-8")


def test_every_answer_carries_the_headers(served: str, sites: Sites) -> None:
    style = next((sites["example"] / "assets" / "stylesheets").glob("site.*.css")).name
    for path in ("", "policy/devices/", f"assets/stylesheets/{style}", "assets/javascripts/handbook.js", "search/search_index.json", "not-there/"):
        status, headers, _ = ask(served + path)
        assert status == (404 if path == "not-there/" else 200), path
        for name, value in security.headers().items():
            assert headers.get(name) == value, (path, name)
        # Apache sends its page for what is not there as it is.
        assert status == 404 or headers.get("Content-Encoding") == "gzip", path


def test_a_page_that_is_not_there_offers_the_ways_in(served: str) -> None:
    for path in ("not-there/", "policy/not-there"):
        status, _, text = ask(served + path)
        assert status == 404
        assert "We cannot find that page" in text


def test_pages_work_under_them(served: str, browser: Browser) -> None:
    for path, visit in visit_all(browser, served, ["", "help-now/sextortion/", "contacts/a-to-z/", "about/publishing/"]).items():
        assert visit.complaints == [], path
        assert visit.shift == pytest.approx(0, abs=0.005), path
