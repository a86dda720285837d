"""nginx: a page as a file, which is the most that this machine can serve; and in front, as deploy/nginx.conf has it."""

from __future__ import annotations

import os
import re
from pathlib import Path
from urllib.request import urlopen

from tests.deploy.nginx import configured, make_certificate, without_limits, without_tls
from tests.servers import free_port

PAGES = ("memory", "sqlite")
_MAIN = """
{user}
daemon off;
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
_FILES = "server {{ listen 127.0.0.1:{port} reuseport; root {folder}/pages; }}"


def with_files(folder: Path, port: int, processes: int, upstream: int) -> Path:
    """A file of settings to serve, as files, the pages that the server on the port `upstream` answers with now."""
    (folder / "pages").mkdir()
    for name in PAGES:
        with urlopen(f"http://127.0.0.1:{upstream}/{name}", timeout=10) as page:
            (folder / "pages" / name).write_bytes(page.read())
    return _written(folder, processes, _FILES.format(port=port, folder=folder))


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
