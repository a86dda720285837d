"""A small application for the server's tests: /pid, /version, /sleep/SECONDS; the first two are quick."""

import os
import time
from pathlib import Path


def make(global_config, version_file, **_):
    version = Path(version_file).read_text()
    if version == "hanging":
        time.sleep(30)
    if version == "broken":
        raise RuntimeError("this version does not load")

    def application(environ, start_response):
        path = environ["PATH_INFO"]
        if path.startswith("/sleep/"):
            time.sleep(float(path.removeprefix("/sleep/")))
        body = {"/pid": str(os.getpid()), "/version": version}.get(path, "done").encode()
        start_response("200 OK", [("Content-Type", "text/plain"), ("Content-Length", str(len(body)))])
        return [body]

    application.quick = lambda method, path: not path.startswith("/sleep/")
    return application
