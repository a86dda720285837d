"""Chromium headless: as an editor itself, and as the house of the editors that are JavaScript.

Nothing is served and nothing goes out: every request is answered from disk, or refused.
"""

import mimetypes
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from playwright.sync_api import Page as Tab
from playwright.sync_api import Route, sync_playwright

from tests.chromium import launch

from . import fetch
from .gestures import Gesture, NotOffered

ORIGIN = "http://127.0.0.1/"  # answered by `answer`, so no port and the same in every recording
ADAPTORS = Path(__file__).parent / "adaptors"
EDITABLE = '<textarea id="editor"></textarea>'


@dataclass(frozen=True)
class Editor:
    """How one editor is set up: its npm package, the files that it needs, and what `adaptor`.js is told."""

    name: str
    adaptor: str
    package: str = ""
    scripts: tuple[str, ...] = ()
    styles: tuple[str, ...] = ()
    body: str = EDITABLE
    options: dict[str, Any] = field(default_factory=dict)

    def host(self) -> str:
        """The page that the editor runs in."""
        styles = "".join(f'<link rel="stylesheet" href="/npm/{self.package}/{path}">' for path in self.styles)
        scripts = "".join(f'<script src="/npm/{self.package}/{path}"></script>' for path in self.scripts)
        ours = f'<script src="/adaptors/hand.js"></script><script src="/adaptors/{self.adaptor}.js"></script>'
        return f'<!doctype html><meta charset="utf-8"><title>Editor</title>{styles}{scripts}{self.body}{ours}'


class Chromium:
    """A browser process for as long as the `with` block lasts; `folder` holds the page's own files."""

    def __init__(self, folder: Path):
        self.folder = folder
        self.pages: dict[str, str] = {}

    def __enter__(self):
        self.playwright = sync_playwright().start()
        self.browser = launch(self.playwright)
        return self

    def __exit__(self, *exception):
        self.browser.close()
        self.playwright.stop()

    @property
    def version(self) -> str:
        return f"Chromium {self.browser.version}"

    @contextmanager
    def tab(self) -> Iterator[Tab]:
        """A fresh tab without memory of any other."""
        context = self.browser.new_context(
            permissions=["clipboard-read", "clipboard-write"], viewport={"width": 1280, "height": 900}
        )
        context.route("**/*", self.answer)
        tab = context.new_page()
        tab.set_default_timeout(20_000)
        tab.on("dialog", lambda dialog: dialog.dismiss())
        yield tab
        context.close()

    def answer(self, route: Route) -> None:
        """Answers a request with a page given as text, an adaptor, a package's file, or one of the folder."""
        url = route.request.url
        path = unquote(urlsplit(url).path).lstrip("/")
        if not url.startswith(ORIGIN):
            route.abort()
        elif path in self.pages:
            route.fulfill(body=self.pages[path], content_type="text/html; charset=utf-8")
        elif (file := self.file(path)).is_file():
            kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
            route.fulfill(body=file.read_bytes(), content_type=f"{kind}; charset=utf-8")
        else:
            route.fulfill(status=404)

    def file(self, path: str) -> Path:
        """The file on disk behind a path."""
        top, _, rest = path.partition("/")
        if top == "npm":
            name, _, rest = rest.partition("/")
            return fetch.package(name) / rest
        return ADAPTORS / rest if top == "adaptors" else self.folder / path


class ChromiumEditor:
    """An editor that runs inside Chromium. Keyboard gestures are keys; the others go through the adaptor."""

    settle = 300  # milliseconds until a loaded editor has normalised what it was given

    def __init__(self, editor: Editor, folder: Path):
        self.editor = editor
        self.name = editor.name
        self.chromium = Chromium(folder)

    def __enter__(self):
        self.chromium.__enter__()
        return self

    def __exit__(self, *exception):
        self.chromium.__exit__(*exception)

    @property
    def version(self) -> str:
        package = self.editor.package
        return f"{package} {fetch.version(package)}" if package else self.chromium.version

    def save(self, html: str, gestures: Sequence[Gesture] = ()) -> str:
        """What the tool saves after it loaded `html` and the gestures were done. Raises NotOffered."""
        with self.chromium.tab() as tab:
            self.load(tab, html)
            tab.wait_for_timeout(self.settle)
            for gesture in gestures:
                self.do(tab, gesture)
                tab.wait_for_timeout(60)
            return tab.evaluate("options => tool.save(options)", self.editor.options)

    def load(self, tab: Tab, html: str) -> None:
        self.chromium.pages["host.html"] = self.editor.host()
        tab.goto(ORIGIN + "host.html")
        tab.evaluate("([html, options]) => tool.load(html, options)", [html, self.editor.options])

    def do(self, tab: Tab, gesture: Gesture) -> None:
        """One gesture: by a method of this class, else by the adaptor's operation of that name."""
        own: Callable[..., bool] | None = getattr(self, gesture.operation, None)
        if own:
            done = own(tab, *gesture.arguments)
        else:
            done = tab.evaluate(
                "([name, args]) => hand.operate(name, args)", [gesture.operation, [*gesture.arguments]]
            )
        if not done:
            raise NotOffered(self.name, gesture)

    def select(self, tab: Tab, how: str, *arguments: str) -> bool:
        """Selects with one of hand.js's `select` functions, and gives the editor time to notice."""
        selected = tab.evaluate("([how, args]) => hand[how](tool.root(), ...args)", [how, [*arguments]])
        tab.wait_for_timeout(80)
        return selected

    def command(self, tab: Tab, name: str, value: str | None = None) -> bool:
        tab.evaluate("([name, value]) => { hand.command(name, value) }", [name, value])
        return True

    def type_over(self, tab: Tab, text: str, fresh: str) -> bool:
        return self.select(tab, "selectText", text) and press(tab, type=fresh)

    def retype(self, tab: Tab, text: str, fresh: str) -> bool:
        return self.select(tab, "selectText", text) and press(tab, "Delete", type=fresh)

    def bold(self, tab: Tab, text: str) -> bool:
        return self.select(tab, "selectText", text) and self.command(tab, "bold")

    def delete(self, tab: Tab, text: str) -> bool:
        return self.select(tab, "selectBlock", text) and press(tab, "Backspace", "Backspace")

    def enter(self, tab: Tab, text: str) -> bool:
        if not self.select(tab, "selectText", text):
            return False
        tab.evaluate("hand.collapse(tool.root(), false)")
        return press(tab, "Enter")

    def copy(self, tab: Tab, text: str, css: str) -> bool:
        if not self.select(tab, "selectElement", text, css):
            return False
        press(tab, "Control+c")
        tab.evaluate("hand.collapse(tool.root(), false)")
        return press(tab, "Control+v")

    def clear(self, tab: Tab, text: str) -> bool:
        return self.select(tab, "selectBlock", text) and self.command(tab, "removeFormat")

    def format(self, tab: Tab, text: str, tag: str) -> bool:
        return self.select(tab, "selectBlock", text) and self.command(tab, "formatBlock", tag)


def press(tab: Tab, *keys: str, type: str = "") -> bool:
    """Presses keys one after another as a person would, then types."""
    for key in keys:
        tab.keyboard.press(key)
        tab.wait_for_timeout(60)
    tab.keyboard.type(type)
    return True


class Browser(ChromiumEditor):
    """Chromium with the page itself editable, as from the developer tools."""

    def load(self, tab: Tab, html: str) -> None:
        self.chromium.pages["page.html"] = html
        tab.goto(ORIGIN + "page.html", wait_until="domcontentloaded")
        for script in ("hand.js", "browser.js"):
            tab.evaluate(f"() => {{ {(ADAPTORS / script).read_text(encoding='utf-8')} }}")
        tab.evaluate("tool.start()")


class GrapesJs(ChromiumEditor):
    """GrapesJS, whose texts are edited after a double click on them."""

    settle = 700

    def select(self, tab: Tab, how: str, *arguments: str) -> bool:
        place = tab.evaluate("text => tool.place(text)", arguments[0])
        if not place:
            return False
        tab.mouse.dblclick(*place)
        tab.wait_for_timeout(250)
        editing = tab.evaluate("Boolean(editor.getEditing())")
        return editing and super().select(tab, how, *arguments)

    def do(self, tab: Tab, gesture: Gesture) -> None:
        super().do(tab, gesture)
        tab.wait_for_timeout(100)
        tab.evaluate("tool.leave()")
        tab.wait_for_timeout(200)

    def delete(self, tab: Tab, text: str) -> bool:
        return tab.evaluate("text => tool.operations.remove(text)", text)


# Texts of a document that Jodit would tidy away, and HugeRTE's schema opened for whole pages.
JODIT_KEEPS = {
    "iframe": True,
    "editHTMLDocumentMode": True,
    "beautifyHTML": False,
    "askBeforePasteHTML": False,
    "cleanHTML": dict.fromkeys(
        [
            "removeEmptyElements",
            "fillEmptyParagraph",
            "replaceNBSP",
            "replaceOldTags",
            "denyTags",
            "allowTags",
        ],
        False,
    ),
}
HUGERTE_KEEPS = {
    "valid_elements": "*[*]",
    "extended_valid_elements": "*[*],script[*],style[*],i[*],span[*],li[*]",
    "valid_children": "+body[style|script|link|meta|title],+a[h3|div|p]",
    "verify_html": False,
    "convert_urls": False,
    "entity_encoding": "raw",
    "remove_trailing_brs": False,
    "indent": False,
}
GRAPESJS_KEEPS = {
    "forceClass": False,
    "keepUnusedStyles": True,
    "parser": {
        "optionsHtml": {"detectDocument": True, "allowScripts": True, "keepEmptyTextNodes": True},
    },
}

JODIT = {
    "adaptor": "jodit",
    "package": "jodit",
    "scripts": ("es2021/jodit.min.js",),
    "styles": ("es2021/jodit.min.css",),
}
HUGERTE = {"adaptor": "hugerte", "package": "hugerte", "scripts": ("hugerte.min.js",)}
CKEDITOR4 = {"adaptor": "ckeditor4", "package": "ckeditor4", "scripts": ("ckeditor.js",)}
CKEDITOR5 = {
    "adaptor": "ckeditor5",
    "package": "ckeditor5",
    "scripts": ("dist/browser/ckeditor5.umd.js",),
    "styles": ("dist/browser/ckeditor5.css",),
    "body": '<div id="editor"></div>',
}
GRAPESJS = {
    "adaptor": "grapesjs",
    "package": "grapesjs",
    "scripts": ("dist/grapes.min.js",),
    "styles": ("dist/css/grapes.min.css",),
    "body": '<div id="editor"></div>',
}

TOOLS: dict[str, Callable[[Path], ChromiumEditor]] = {}


def offer(kind: type[ChromiumEditor], name: str, options: dict[str, Any] | None = None, **setup: Any) -> None:
    """Adds a tool to TOOLS: a driver of `kind` made for a folder when it is called."""
    editor = Editor(name=name, options=options or {}, **setup)
    TOOLS[name] = lambda folder: kind(editor, folder)


offer(Browser, "chromium", adaptor="browser")
offer(Browser, "chromium-xml", {"xml": True}, adaptor="browser")
offer(GrapesJs, "grapesjs", {"document": True, "settings": GRAPESJS_KEEPS}, **GRAPESJS)
offer(GrapesJs, "grapesjs-default", {"document": False, "settings": {}}, **GRAPESJS)
offer(ChromiumEditor, "jodit", JODIT_KEEPS, **JODIT)
offer(ChromiumEditor, "jodit-default", {}, **JODIT)
offer(ChromiumEditor, "hugerte", HUGERTE_KEEPS, **HUGERTE)
offer(ChromiumEditor, "hugerte-default", {}, **HUGERTE)
offer(ChromiumEditor, "ckeditor4", {"fullPage": True, "allowedContent": True, "entities": False}, **CKEDITOR4)
offer(ChromiumEditor, "ckeditor4-default", {}, **CKEDITOR4)
offer(ChromiumEditor, "ckeditor5", {"permissive": True}, **CKEDITOR5)
offer(ChromiumEditor, "ckeditor5-default", {"permissive": False}, **CKEDITOR5)
