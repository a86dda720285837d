"""Reads the parameters of an address; what is malformed is a 400 that says so."""

from __future__ import annotations

import re

from pyramid.httpexceptions import HTTPBadRequest
from pyramid.i18n import TranslationStringFactory
from webob.multidict import MultiDict

_ = TranslationStringFactory("myproject")

_NUMBER = re.compile(r"[1-9][0-9]{0,5}")


def text(params: MultiDict, name: str) -> str | None:
    """The one value of `name`; None where it is missing or empty, as in a form that was not filled in."""
    values = [value for value in params.getall(name) if value]
    if len(values) > 1:
        raise HTTPBadRequest(_("The address gives “${name}” more than once.", mapping={"name": name}))
    return values[0] if values else None


def choice(params: MultiDict, name: str, choices: tuple[str, ...]) -> str:
    """One of `choices`; the first where it is missing."""
    value = text(params, name) or choices[0]
    if value not in choices:
        raise HTTPBadRequest(
            _("The address has a value for “${name}” that does not exist.", mapping={"name": name})
        )
    return value


def number(params: MultiDict, name: str) -> int | None:
    """A whole number from 1 to 999,999; None where it is missing."""
    value = text(params, name)
    if value is None:
        return None
    if not _NUMBER.fullmatch(value):
        raise HTTPBadRequest(
            _("The address has something else than a number for “${name}”.", mapping={"name": name})
        )
    return int(value)


def page_number(params: MultiDict) -> int:
    """The number of the page of a list, from 1."""
    return number(params, "page") or 1
