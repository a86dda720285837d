"""deploy/nginx.conf in a real nginx, with the ports and folders of a test."""

import os
import re
import shutil
import subprocess
from contextlib import contextmanager

from tests.deploy.running import HOST, ROOT, running

MAIN = """
{user}
daemon off;
worker_processes 1;
pid {folder}/nginx.pid;
error_log stderr {level};
events {{ worker_connections 4096; }}
http {{
    access_log off;
    include /etc/nginx/mime.types;
    {paths}
    include {folder}/site.conf;
}}
"""
TEMPORARY = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
# What a site behind it is set to.
TRUSTED = {
    "SERVER_TRUSTED_PROXY": "127.0.0.1",
    "SERVER_TRUSTED_PROXY_HEADERS": "x-forwarded-for x-forwarded-proto",
}


def make_certificate(folder):
    """A certificate for HOST in `folder`, where deploy/nginx.conf looks for it."""
    subject = ["-subj", f"/CN={HOST}", "-addext", f"subjectAltName=DNS:{HOST}"]
    key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2"]
    files = ["-keyout", folder / "site.key", "-out", folder / "site.crt"]
    subprocess.run(["openssl", "req", "-x509", *key, *subject, *files], check=True, capture_output=True)


def configured(folder, site, plain, tls):
    """deploy/nginx.conf for a site on port `site`, listening on `plain` and `tls`."""
    text = (ROOT / "deploy" / "nginx.conf").read_text()
    text = re.sub(r"^ *listen \[::\].*\n", "", text, flags=re.MULTILINE)
    for before, after in (
        ("127.0.0.1:6543", f"127.0.0.1:{site}"),
        ("listen 80", f"listen 127.0.0.1:{plain}"),
        ("listen 443", f"listen 127.0.0.1:{tls}"),
        ("/etc/nginx/site.", f"{folder}/site."),
        ("/var/cache/nginx/site", f"{folder}/nginx-cache"),
    ):
        assert before in text
        text = text.replace(before, after)
    return text


def without_tls(text, tls, port):
    """The same configuration where visitors come to `port` over plain http, to see what passes, and when."""
    before = f"listen 127.0.0.1:{tls} ssl http2;\n    server_name site.example;"
    assert text.count(before) == 1
    return text.replace(before, before.replace(f"{tls} ssl http2", str(port)))


def without_limits(text):
    """The same configuration where one address may ask as often as it likes."""
    assert "limit_req zone" in text
    return re.sub(r"^ *limit_(req|conn) .*\n", "", text, flags=re.MULTILINE)


@contextmanager
def nginx(folder, text, port, level="warn"):
    """nginx with the configuration `text`, once it listens on `port`, with empty caches."""
    for cache in folder.glob("nginx-cache*"):
        shutil.rmtree(cache)
    (folder / "site.conf").write_text(text)
    # Root's workers would run as somebody who may not enter the folders of a test.
    user = "user root;" if os.geteuid() == 0 else ""
    paths = "\n".join(f"{name}_temp_path {folder}/temporary-{name};" for name in TEMPORARY)
    (folder / "nginx.conf").write_text(MAIN.format(folder=folder, paths=paths, user=user, level=level))
    # Debian keeps it where only root's PATH leads.
    program = shutil.which("nginx", path=f"{os.environ['PATH']}{os.pathsep}/usr/sbin")
    with running([program, "-e", "stderr", "-p", folder, "-c", folder / "nginx.conf"], port) as process:
        yield process
