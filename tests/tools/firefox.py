"""Firefox headless as the editor: the page as a whole is editable; saved as it stands, or with Save Page As."""

import functools
import tempfile
import threading
import time
from collections.abc import Sequence
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from .chromium import ADAPTORS
from .gestures import Gesture, NotOffered
from .marionette import Firefox, Keys

SAVE_PAGE_AS = """
const [path, done] = arguments;
const file = (name) => {
  const one = Cc["@mozilla.org/file/local;1"].createInstance(Ci.nsIFile);
  one.initWithPath(name);
  return one;
};
const receiver = {
  QueryInterface: ChromeUtils.generateQI(["nsIWebBrowserPersistDocumentReceiver"]),
  onError: (status) => done("error " + status),
  onDocumentReady(page) {
    const saver = Cc["@mozilla.org/embedding/browser/nsWebBrowserPersist;1"].createInstance(Ci.nsIWebBrowserPersist);
    saver.persistFlags = Ci.nsIWebBrowserPersist.PERSIST_FLAGS_REPLACE_EXISTING_FILES;
    saver.progressListener = {
      QueryInterface: ChromeUtils.generateQI(["nsIWebProgressListener"]),
      onStateChange(progress, request, flags, status) {
        const over = Ci.nsIWebProgressListener.STATE_STOP | Ci.nsIWebProgressListener.STATE_IS_NETWORK;
        if ((flags & over) === over) done("saved");
      },
      onProgressChange() {}, onLocationChange() {}, onStatusChange() {}, onSecurityChange() {},
      onContentBlockingEvent() {},
    };
    const flags = Ci.nsIWebBrowserPersist.ENCODE_FLAGS_ENCODE_BASIC_ENTITIES;
    saver.saveDocument(page, file(path), file(path.replace(".html", "_files")), "text/html", flags, 0);
  },
};
gBrowser.selectedBrowser.frameLoader.startPersistence(null, receiver);
"""


class Handler(SimpleHTTPRequestHandler):
    """Serves a page given as text as page.html, and a folder's files beside it."""

    def do_GET(self):
        if self.path != "/page.html":
            return super().do_GET()
        body = self.server.page.encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        return self.wfile.write(body)

    def log_message(self, *arguments):
        pass


class FirefoxEditor:
    """Firefox with the page itself editable."""

    name = "firefox"

    def __init__(self, folder: Path):
        self.firefox = Firefox()
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Handler, directory=str(folder)))

    def __enter__(self):
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.origin = f"http://127.0.0.1:{self.server.server_port}/"
        self.firefox.__enter__()
        return self

    def __exit__(self, *exception):
        self.firefox.__exit__(*exception)
        self.server.shutdown()
        self.server.server_close()

    @property
    def version(self) -> str:
        return f"Firefox {self.firefox.capabilities['browserVersion']}"

    def save(self, html: str, gestures: Sequence[Gesture] = ()) -> str:
        """What Firefox saves after it loaded `html` and the gestures were done. Raises NotOffered."""
        self.server.page = html
        self.firefox.command("WebDriver:Navigate", url=self.origin + "page.html")
        for script in ("hand.js", "browser.js"):
            self.firefox.run((ADAPTORS / script).read_text(encoding="utf-8"))
        self.firefox.run("tool.start()")
        for gesture in gestures:
            own = getattr(self, gesture.operation, None)
            call = own or functools.partial(self.operate, gesture.operation)
            if not call(*gesture.arguments):
                raise NotOffered(self.name, gesture)
        return self.written().replace(self.origin, "http://127.0.0.1/")  # the port differs from run to run

    def written(self) -> str:
        """The page as this tool writes it."""
        return self.firefox.run("return tool.save({})")

    def operate(self, name: str, *arguments: str) -> bool:
        done = self.firefox.run(
            "return hand.operations[arguments[0]](tool.root(), ...arguments[1])", name, arguments
        )
        return bool(done)

    def select(self, how: str, *arguments: str) -> bool:
        return self.firefox.run("return hand[arguments[0]](tool.root(), ...arguments[1])", how, arguments)

    def command(self, name: str, value: str | None = None) -> bool:
        return self.firefox.run("return document.execCommand(arguments[0], false, arguments[1])", name, value)

    def type_over(self, text: str, fresh: str) -> bool:
        return self.select("selectText", text) and self.press(type=fresh)

    def retype(self, text: str, fresh: str) -> bool:
        return self.select("selectText", text) and self.press(Keys.DELETE, type=fresh)

    def bold(self, text: str) -> bool:
        return self.select("selectText", text) and self.command("bold")

    def delete(self, text: str) -> bool:
        return self.select("selectBlock", text) and self.press(Keys.BACKSPACE, Keys.BACKSPACE)

    def enter(self, text: str) -> bool:
        if not self.select("selectText", text):
            return False
        self.firefox.run("hand.collapse(tool.root(), false)")
        return self.press(Keys.ENTER)

    def copy(self, text: str, css: str) -> bool:
        if not self.select("selectElement", text, css):
            return False
        self.firefox.press(Keys.CONTROL, "c")
        self.firefox.run("hand.collapse(tool.root(), false)")
        self.firefox.press(Keys.CONTROL, "v")
        return True

    def clear(self, text: str) -> bool:
        return self.select("selectBlock", text) and self.command("removeFormat")

    def format(self, text: str, tag: str) -> bool:
        return self.select("selectBlock", text) and self.command("formatBlock", tag)

    def press(self, *keys: str, type: str = "") -> bool:
        for key in keys:
            self.firefox.press(key)
            time.sleep(0.05)
        self.firefox.type(type)
        return True


class FirefoxSaveAs(FirefoxEditor):
    """Firefox with the page itself editable, saved with Save Page As, Web Page, complete."""

    name = "firefox-saveas"

    def written(self) -> str:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder, "page.html")
            outcome = self.firefox.run_in_browser(SAVE_PAGE_AS, str(path))
            if outcome != "saved":
                raise OSError(f"Firefox could not save the page: {outcome}")
            return path.read_text(encoding="utf-8")


TOOLS = {kind.name: kind for kind in (FirefoxEditor, FirefoxSaveAs)}
