"""Translates what templates mark with i18n attributes, in the language of a request, through gettext catalogs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

from chameleon.i18n import simple_translate
from pyramid.i18n import Localizer
from translationstring import TranslationString

Translate = Callable[..., Any]

# Messages of templates are few and always the same; what a view hands over for translation may be many.
_REMEMBERED = 2000
_KEY = "_myproject_translate"


def translator(localizer: Localizer) -> Translate:
    """What Chameleon calls for each message; made once a language."""
    made = localizer.__dict__.get(_KEY)
    if made is None:
        made = localizer.__dict__[_KEY] = _translator(localizer)
    return made


def _translator(localizer: Localizer) -> Translate:
    @lru_cache(maxsize=_REMEMBERED)
    def look_up(msgid: str, domain: str | None, context: str | None, default: str | None) -> str:
        return localizer.translate(TranslationString(msgid, domain=domain, context=context, default=default))

    def translate(
        msgid: Any,
        domain: str | None = None,
        mapping: Mapping[str, Any] | None = None,
        context: str | None = None,
        target_language: str | None = None,
        default: str | None = None,
    ) -> Any:
        if isinstance(msgid, TranslationString):
            return msgid.interpolate(
                look_up(str(msgid), msgid.domain or domain, msgid.context, msgid.default)
            )
        if not isinstance(msgid, str):
            return msgid  # Chameleon asks about numbers, dates and all else that it shows
        text = look_up(str(msgid), domain, context, default)
        return simple_translate(text, mapping=mapping) if mapping else text

    return translate
