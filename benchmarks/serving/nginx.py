"""nginx: a page as a file, which is the most that this machine can serve; and in front, as deploy/nginx.conf has it.

All have the same processes, sockets and settings, those of docs/deploy-nginx.md, and differ in where the page and its
headers come from.
"""

from __future__ import annotations

import os
import re
from email.message import Message
from pathlib import Path
from urllib.request import urlopen

from tests.deploy.nginx import configured, make_certificate, without_limits, without_tls
from tests.servers import free_port

PAGES = ("memory", "sqlite")
_MAIN = """
{user}
daemon off;
pcre_jit on;
worker_processes {processes};
pid {folder}/nginx.pid;
events {{ worker_connections 1024; }}
http {{
    access_log off;
    default_type text/html;
    sendfile on;
    tcp_nopush on;
    open_file_cache max=100;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    {site}
}}
"""
# sendfile off as for the pages in deploy/nginx.conf: a small file leaves in two calls, where it takes four else.
_FILES = "server {{ listen 127.0.0.1:{port}; root {folder}/pages; sendfile off; {headers} }}"
# What nginx says of a file by itself, and what differs from answer to answer.
_ITS_OWN = {
    "server",
    "date",
    "connection",
    "content-type",
    "content-length",
    "etag",
    "last-modified",
    "x-request-id",
}


def with_files(folder: Path, port: int, processes: int, upstream: int) -> Path:
    """A file of settings to serve, as files, the pages that the server on the port `upstream` answers with now."""
    _take_pages(folder, upstream)
    return _written(folder, processes, _FILES.format(port=port, folder=folder, headers=""))


def with_files_and_headers(folder: Path, port: int, processes: int, upstream: int) -> Path:
    """The same with the headers of the pages as well, each answer with an id of its own: the same bytes."""
    headers = _take_pages(folder, upstream)
    lines = [
        f'add_header {name} "{value}";' for name, value in headers.items() if name.lower() not in _ITS_OWN
    ]
    lines.append("add_header X-Request-ID $request_id;")
    return _written(folder, processes, _FILES.format(port=port, folder=folder, headers=" ".join(lines)))


def _take_pages(folder: Path, upstream: int) -> Message:
    """Makes a file of each page; returns the headers of the last, which are those of all."""
    (folder / "pages").mkdir()
    for name in PAGES:
        with urlopen(f"http://127.0.0.1:{upstream}/{name}", timeout=10) as page:
            (folder / "pages" / name).write_bytes(page.read())
    return page.headers


def in_front(folder: Path, port: int, processes: int, upstream: int) -> Path:
    """A file of settings to stand in front: deploy/nginx.conf over plain HTTP, as often as one address likes."""
    make_certificate(folder)
    plain, tls = free_port(), free_port()  # of its other servers, which nobody asks
    site = without_tls(configured(folder, upstream, plain, tls), tls, port)
    return _written(folder, processes, without_limits(re.sub("server_name site.example;", "", site)))


def _written(folder: Path, processes: int, site: str) -> Path:
    file = folder / "nginx.conf"
    # Root's workers would run as somebody who may not enter the folder.
    user = "user root;" if os.geteuid() == 0 else ""
    file.write_text(_MAIN.format(user=user, processes=processes, folder=folder, site=site))
    return file
