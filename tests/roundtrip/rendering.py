"""What a template really does: rendered by stock Chameleon and by the site's renderer, seen by an HTML5 parser.

Independent of the code under test, but for the reader that the renderer shares with it.
"""

from collections.abc import Callable, Iterator

from chameleon import PageTemplate
from chameleon.i18n import simple_translate
from justhtml import JustHTML

from tests.web.rendering import make_theme

VALUES = {
    "admin": False,
    "secret": "SECRET",
    "films": ["Alien"],
    "role": "guest",
    "csrf": "TOKEN",
    "note": "n onmouseover=evil()",
    "who": "SECRET",
    "tags": ["tag"],
}


class Compiled(PageTemplate):
    """Chameleon as the site configures it, remembering every expression that it compiled."""

    enable_data_attributes = True
    restricted_namespace = False

    def __init__(self, body: str):
        self.expressions: list[str] = []
        super().__init__(body)

    @property
    def engine(self):
        make = super().engine

        def engine(*args, **options):
            made = make(*args, **options)
            parse = made.parse

            def parse_and_note(string, *rest, **more):
                compiler = parse(string, *rest, **more)
                compile_it = compiler.compiler

                def note(*given):
                    statements = compile_it(*given)
                    self.expressions.append(str(string))
                    return statements

                compiler.compiler = note
                return compiler

            made.parse = parse_and_note
            return made

        return engine

    def digest(self, body, names):
        return f"{id(self)}{super().digest(body, names)}"  # compiled anew each time, so that it is watched


def render(source: "str | Compiled", **values: object) -> tuple[str, int]:
    """The page, and how often the template called `probe`."""
    calls = []

    def probe() -> list:
        calls.append(1)
        return []

    template = Compiled(source) if isinstance(source, str) else source
    try:
        page = template.render(**{**VALUES, **values, "probe": probe})
    except Exception:
        page = ""
        if not calls:
            raise
    return page, len(calls)


def render_on_site(source: str, **values: object) -> tuple[str, int]:
    """As `render`, by the site's renderer. TemplateError for what it does not take."""
    calls = []

    def probe() -> list:
        calls.append(1)
        return []

    template = make_theme({"page.pt": source}).template("page.pt")
    names = {**VALUES, **values, "probe": probe}
    try:
        page = template.render(names, translate=simple_translate)
    except Exception:
        page = ""
        if not calls:
            raise
    return page, len(calls)


class Traced:
    """A value that notes what a template does with it. `truth` is what every condition on it comes to."""

    def __init__(self, path: str, note: Callable[[str], None], truth: bool):
        self._path, self._note, self._truth = path, note, truth

    def __getattr__(self, name: str) -> "Traced":
        if name.startswith("__"):
            raise AttributeError(name)
        return Traced(f"{self._path}.{name}", self._note, self._truth)

    def __getitem__(self, key: object) -> "Traced":
        return Traced(f"{self._path}[{key}]", self._note, self._truth)

    def __call__(self, *given: object) -> "Traced":
        self._note(f"{self._path}()")
        return Traced(f"{self._path}()", self._note, self._truth)

    def __iter__(self) -> Iterator["Traced"]:
        self._note(f"each of {self._path}")
        return iter([self[0], self[1]])

    def __len__(self) -> int:
        return 2

    def __bool__(self) -> bool:
        self._note(f"{self._path}?")
        return self._truth

    def __html__(self) -> str:
        self._note(f"shown {self._path}")
        return f"[{self._path}]"

    __str__ = __html__


def traced(source: str, truth: bool) -> set[str]:
    """Everything that the site's renderer does with the values of a template; TemplateError as `render_on_site`."""
    done: set[str] = set()
    names = {name: Traced(name, done.add, truth) for name in [*VALUES, "probe"]}
    make_theme({"page.pt": source}).template("page.pt").render(names, translate=simple_translate)
    return done


def elements(page: str) -> Iterator:
    """The elements as a browser has them; contents of <template> are not part of the page."""
    return _below(JustHTML(page, sanitize=False).root)


def _below(root) -> Iterator:
    stack = [root]
    while stack:
        node = stack.pop()
        if node.name.startswith("#") and node.name != "#document":
            continue
        if not node.name.startswith(("#", "!")):
            yield node
        stack += getattr(node, "children", None) or []


# Where a browser acts on an address or a name of itself, or on a click on what it belongs to.
ACTING = {
    *(("script", "src"), ("iframe", "src"), ("iframe", "srcdoc"), ("object", "data"), ("embed", "src")),
    *(("base", "href"), ("link", "href"), ("meta", "content"), ("form", "action")),
    *(("button", "formaction"), ("input", "name"), ("set", "to"), ("animate", "values")),
}
HANDLERS = ("on", "@", "hx-", "x-")
SCHEMES = ("javascript:", "data:")


def evil(page: str) -> set[str]:
    """What is marked as evil and would run, load, or decide where data goes, in a browser."""
    found = set()
    for node in elements(page):
        if node.name == "script" and "evil" in "".join(child.data for child in node.children):
            found.add("script")
        for key, value in node.attrs.items():
            address = "".join(character for character in value or "" if character > " ")
            acts = (node.name, key) in ACTING or key.startswith(HANDLERS) or address.startswith(SCHEMES)
            if acts and "evil" in address:
                found.add(key)
    return found


def protected(page: str) -> bool:
    """Whether the form would post its token: not leave it out, and not show it in an address."""
    sent = {"action": "/send", "method": "post"}
    forms = [form for form in elements(page) if form.name == "form" and sent.items() <= form.attrs.items()]
    fields = [field for form in forms for field in _below(form) if field.name == "input"]
    return any(
        field.attrs.get("name") == "csrf_token"
        and field.attrs.get("value") == "TOKEN"
        and not {"disabled", "form"} & set(field.attrs)
        for field in fields
    )
