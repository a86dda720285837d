"""LibreOffice Writer and Writer/Web as the editor. Its API, UNO, comes with the system's Python only, so
uno_worker.py runs there and takes its orders as lines of JSON."""

import json
import os
import re
import signal
import subprocess
import tempfile
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from .gestures import Gesture, NotOffered

SYSTEM_PYTHON = "/usr/bin/python3"
CRASHES = re.compile(r"<meta property[^>]*>")  # LibreOffice 7.4 ends on loading one, for a designer as well
WORKER = Path(__file__).with_name("uno_worker.py")


class LibreOffice:
    """One headless office with a profile of its own. `document_filter` loads and stores."""

    name: str
    document_filter: str

    def __init__(self, folder: Path):
        self.folder = folder

    def __enter__(self):
        self.home = tempfile.TemporaryDirectory(prefix="libreoffice")
        self.worker = subprocess.Popen(
            [SYSTEM_PYTHON, str(WORKER), self.home.name],
            env={**os.environ, "HOME": self.home.name},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        self.version = self.ask({"operation": "version"})
        return self

    def __exit__(self, *exception):
        self.worker.stdin.close()
        try:
            self.worker.wait(20)
        finally:
            self.worker.stdout.close()
            if self.worker.poll() is None:
                os.killpg(self.worker.pid, signal.SIGKILL)  # the group is ours alone: see start_new_session
            self.home.cleanup()

    def ask(self, order: dict) -> str:
        """The worker's answer. Raises NotOffered."""
        self.worker.stdin.write(json.dumps(order) + "\n")
        self.worker.stdin.flush()
        answer = json.loads(self.worker.stdout.readline())
        if "not_offered" in answer:
            raise NotOffered(self.name, Gesture(**answer["not_offered"]))
        return answer["result"]

    def save(self, html: str, gestures: Sequence[Gesture] = ()) -> str:
        """What the office saves after it loaded `html` and the gestures were done. Raises NotOffered."""
        page = self.folder / "page-in-libreoffice.html"  # beside its images, so that links stay relative
        saved = self.folder / "page-from-libreoffice.html"
        page.write_text(CRASHES.sub("", html), encoding="utf-8")
        try:
            order = {
                "operation": "save",
                "page": str(page),
                "saved": str(saved),
                "filter": self.document_filter,
            }
            self.ask({**order, "gestures": [asdict(gesture) for gesture in gestures]})
            return saved.read_text(encoding="utf-8").replace(self.folder.as_uri(), "file:///prototype")
        finally:
            page.unlink()
            saved.unlink(missing_ok=True)


class Writer(LibreOffice):
    """Writer, which turns the page into a text document and back."""

    name = "libreoffice-writer"
    document_filter = "HTML (StarWriter)"


class WriterWeb(LibreOffice):
    """Writer/Web, which edits the page as HTML."""

    name = "libreoffice-web"
    document_filter = "HTML"


TOOLS = {kind.name: kind for kind in (Writer, WriterWeb)}
