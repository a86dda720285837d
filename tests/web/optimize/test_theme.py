"""The templates of the default theme render alike, plain and optimised, with every sample and every fault in it."""

import ast
import json
from pathlib import Path

import pytest

import myproject.web.template
from myproject.web.disk_cache import DiskCache
from myproject.web.template import Template
from myproject.web.template_error import TemplateError

THEME = Path(myproject.__file__).with_name("themes") / "default"
SAMPLES = sorted(path.name for path in (THEME / "samples").glob("*.json"))


class Record:
    """An object with the fields of a sample's JSON object; the field `without` is missing, as in a faulty view."""

    def __init__(self, fields, without=None):
        self.__dict__.update(
            (name, record(value, without)) for name, value in fields.items() if name != without
        )


def record(value, without=None):
    if isinstance(value, dict):
        return Record(value, without)
    return [record(each, without) for each in value] if isinstance(value, list) else value


@pytest.fixture
def pages(tmp_path_factory):
    """Templates by name: plain ones and optimised ones."""

    def theme(folder):
        loaded = {}

        def load(name):
            if name not in loaded:
                path = THEME / name.strip()
                cache = DiskCache(folder)
                loaded[name] = Template(
                    path.read_text(), filename=name, load=load, link=lambda path: f"/{path}", cache=cache
                )
            return loaded[name]

        return load

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(myproject.web.template, "optimize", ast.parse)
        plain = theme(tmp_path_factory.mktemp("plain"))
        for path in THEME.glob("*.pt"):
            plain(path.name)
    return plain, theme(tmp_path_factory.mktemp("optimised"))


def shown(load, template, names):
    try:
        return load(template).render(names, translate=lambda msgid, **given: given.get("default") or msgid)
    except TemplateError as error:
        return str(error), error.line, error.column, error.expression


def test_every_sample_is_rendered_alike(pages):
    plain, optimised = pages
    assert SAMPLES
    for sample in SAMPLES:
        template = f"{sample.split('.')[0]}.pt"
        context = json.loads((THEME / "samples" / sample).read_text())
        for without in [None, "title", "url", "label", "name"]:
            names = {name: record(value, without) for name, value in context.items()}
            assert shown(optimised, template, names) == shown(plain, template, names), (
                f"{sample} without {without}"
            )
