"""The static check of a theme: what is wrong with its templates, found without rendering one.

Three rules make a template that designers and developers can share: only what is needed (`rules.names`), little
logic and scripts isolated (`rules.logic`). The others catch what Chameleon drops without a word (`rules.layout`,
`rules.markup`) and what does not work when the file is opened from disk (`rules.links`).
"""

from collections.abc import Iterable, Mapping

from myproject.roundtrip.check import layout, links, logic, markup, names
from myproject.roundtrip.check.finding import Finding, Template, Theme
from myproject.roundtrip.parse.reading import Unreadable

__all__ = ["Finding", "check", "refreshed"]

RULES = (names, logic, layout, markup, links)


def check(
    sources: Mapping[str, str], assets: Iterable[str] = (), contexts: Mapping[str, type] | None = None
) -> list[Finding]:
    """The findings on a theme, sorted by place; [] for a clean one.

    `sources` maps template names, relative to the theme's folder, to their text; `assets` are the paths of its other
    files; `contexts` maps template names to the dataclasses that their views return. Templates without a context
    get every check but that of names.
    """
    theme, findings = _readable(sources, assets, contexts or {})
    for rule in RULES:
        findings += rule.check(theme)
    return sorted(set(findings))


def refreshed(sources: Mapping[str, str]) -> dict[str, str]:
    """The pages whose shell is not their layout's, with the shell made anew."""
    theme, _ = _readable(sources, (), {})
    fresh = {name: layout.refresh(theme, template) for name, template in theme.templates.items()}
    return {name: text for name, text in fresh.items() if text != sources[name]}


def _readable(
    sources: Mapping[str, str], assets: Iterable[str], contexts: Mapping[str, type]
) -> tuple[Theme, list[Finding]]:
    """The templates that Chameleon can read, and a finding for each that it cannot."""
    templates, findings = {}, []
    for name, source in sources.items():
        template = Template(name, source, contexts.get(name))
        try:
            template.bindings  # noqa: B018  (reads the text)
        except Unreadable as error:
            fix = "Correct the markup"
            findings.append(Finding(name, error.line, error.column, "unreadable", error.reason, fix))
        else:
            templates[name] = template
    return Theme(templates, frozenset(assets)), findings
