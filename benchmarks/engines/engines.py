"""The engines: each gives, for a case, a function that renders its page, compiled and set up as its users would."""

from __future__ import annotations

import html
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

import chameleon
import django.conf
import django.template
import jinja2
import mako.lookup
import tornado.template
from markupsafe import _escape_inner

from benchmarks.engines.by_hand import PAGES
from benchmarks.engines.cases import Case
from myproject.web.disk_cache import DiskCache
from myproject.web.template import Template

TEMPLATES = Path(__file__).with_name("templates")

# Without translation Django formats numbers in less time.
django.conf.settings.configure(USE_I18N=False)

Render = Callable[[], str]


def this_project(case: Case) -> Render:
    cache = DiskCache(Path(tempfile.mkdtemp()))
    loaded: dict[str, Template] = {}

    def load(name: str) -> Template:
        name = name.strip()
        if name not in loaded:
            file = TEMPLATES / "chameleon" / name
            loaded[name] = Template(
                file.read_text(), filename=str(file), load=load, link=lambda path: path, cache=cache
            )
        return loaded[name]

    template, names = load(f"{case.template}.pt"), case.names()
    return lambda: template.render(names, translate=_untranslated)


def _untranslated(msgid: str, **given: str) -> str:
    return given.get("default") or msgid


class _Chameleon(chameleon.PageTemplateFile):
    enable_data_attributes = True


def stock_chameleon(case: Case) -> Render:
    template = _Chameleon(str(TEMPLATES / "chameleon" / f"{case.template}.pt"))
    return partial(template, **case.names())


def jinja2_(case: Case) -> Render:
    loader = jinja2.FileSystemLoader(TEMPLATES / "jinja2")
    template = jinja2.Environment(loader=loader, autoescape=True).get_template(f"{case.template}.html")
    return partial(template.render, case.names())


def mako_(case: Case) -> Render:
    lookup = mako.lookup.TemplateLookup(
        [str(TEMPLATES / "mako")], default_filters=["h"], filesystem_checks=False
    )
    return partial(lookup.get_template(f"{case.template}.mako").render, **case.names())


def django_(case: Case) -> Render:
    template = django.template.Engine([str(TEMPLATES / "django")]).get_template(f"{case.template}.html")
    names = case.names()
    return lambda: template.render(django.template.Context(names))


def tornado_(case: Case) -> Render:
    template = tornado.template.Loader(str(TEMPLATES / "tornado")).load(f"{case.template}.html")
    names = case.names()
    return lambda: template.generate(**names).decode()


def by_hand(case: Case) -> Render:
    return partial(PAGES[case.title], case.names(), html.escape)


def least(case: Case) -> Render:
    return partial(PAGES[case.title], case.names(), _escape_inner)


ENGINES: dict[str, Callable[[Case], Render]] = {
    "this project": this_project,
    "Chameleon": stock_chameleon,
    "Jinja2": jinja2_,
    "Mako": mako_,
    "Django": django_,
    "Tornado": tornado_,
    "Python by hand": by_hand,
    "by hand, escaping in C, types known": least,
}
