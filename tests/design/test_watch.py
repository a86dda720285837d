"""Watching: saves are merged, the developer's changes exported, nothing is missed and nothing told twice."""

import pytest

from myproject.design import folder
from myproject.design.folder import ThemeError
from myproject.design.watch import Watch
from myproject.roundtrip import Policy

from .conftest import FILMS, LAYOUT, edit

NEW_LEAD = ("Every film is introduced.", "Every film has a host.")


class Session:
    """A watch that was started, and what it said."""

    def __init__(self, theme_folder, to):
        self.theme, self.to, self.said = theme_folder, to, []
        self.watch = Watch(theme_folder, to, Policy(), self.said.append, self.show)
        self.watch.start()
        self.rest()

    def show(self, names, outcome):
        self.said.append(f"{', '.join(names) or 'static'}: {outcome.result.status}")

    def rest(self):
        """Looks until nothing moves any more; what was said meanwhile."""
        before = len(self.said)
        for _ in range(6):
            self.watch.look()
        return self.said[before:]


@pytest.fixture
def session(theme_folder, tmp_path):
    return Session(theme_folder, tmp_path / "prototypes")


def films(session):
    return (session.theme / "films.pt").read_bytes().decode()


def test_it_exports_first_and_then_is_quiet(session):
    assert (session.to / "films.html").exists()
    assert session.said == ["Exported films.html."]
    before = session.watch.snapshot()
    assert session.rest() == []
    assert session.watch.snapshot() == before


def test_a_save_is_merged(session):
    edit(session.to / "films.html", NEW_LEAD)
    assert session.rest() == ["films.html: merged"]
    assert films(session) == FILMS.replace(*NEW_LEAD)


def test_a_save_by_a_temporary_file_is_merged(session):
    html = (session.to / "films.html").read_text().replace(*NEW_LEAD)
    (session.to / ".films.html.swp").write_text("editor's own")
    (session.to / "films.html~").write_text("backup")
    temporary = session.to / "4913.tmp"
    temporary.write_text(html)
    temporary.replace(session.to / "films.html")
    assert session.rest() == ["films.html: merged"]
    assert films(session) == FILMS.replace(*NEW_LEAD)


def test_half_a_save_is_not_looked_at(session):
    path = session.to / "films.html"
    html = path.read_text().replace(*NEW_LEAD)
    for length in (0, 100, len(html) // 2):
        path.write_text(html[:length])
        session.watch.look()
    assert films(session) == FILMS
    path.write_text(html)
    assert session.rest() == ["films.html: merged"]
    assert films(session) == FILMS.replace(*NEW_LEAD)


def test_of_saves_in_quick_succession_the_last_one_counts(session):
    loaded = (session.to / "films.html").read_text()
    for number in range(5):
        (session.to / "films.html").write_text(loaded.replace("introduced.", f"introduced {number} times."))
        session.watch.look()
    session.rest()
    assert films(session) == FILMS.replace("introduced.", "introduced 4 times.")


def test_a_tool_that_goes_on_from_what_it_loaded_can_save_again_and_again(session):
    loaded = (session.to / "films.html").read_text()
    for words in ("One host.", "Two hosts.", "Three hosts."):
        (session.to / "films.html").write_text(loaded.replace(NEW_LEAD[0], words))
        assert session.rest() == ["films.html: merged"]
        assert films(session) == FILMS.replace(NEW_LEAD[0], words)


def test_what_the_designer_undoes_is_undone(session):
    loaded = (session.to / "films.html").read_text()
    for text in (loaded.replace(*NEW_LEAD), loaded):
        (session.to / "films.html").write_text(text)
        assert session.rest() == ["films.html: merged"]
    assert films(session) == FILMS


def test_what_the_developer_changes_is_exported(session):
    edit(session.theme / "films.pt", ("bring a cushion", "bring two cushions"))
    assert session.rest() == ["Exported films.html."]
    assert "bring two cushions" in (session.to / "films.html").read_text()


def test_a_designer_who_has_not_reloaded_does_not_undo_the_developer(session):
    loaded = (session.to / "films.html").read_text()
    edit(session.theme / "films.pt", ("bring a cushion", "bring two cushions"))
    session.rest()
    (session.to / "films.html").write_text(loaded.replace(*NEW_LEAD))
    session.rest()
    assert films(session) == FILMS.replace(*NEW_LEAD).replace("a cushion", "two cushions")


def test_both_at_the_same_time(session):
    edit(session.theme / "layout.pt", ("Thursdays at eight.", "Thursdays at nine."))
    edit(session.to / "films.html", NEW_LEAD)
    session.rest()
    assert films(session) == FILMS.replace(*NEW_LEAD)
    assert (session.theme / "layout.pt").read_text() == LAYOUT.replace("at eight", "at nine")


def test_an_open_question_is_asked_once_and_ends_with_the_next_save(session):
    html = (session.to / "films.html").read_text()
    start, end = html.index("<ul"), html.index("</ul>") + len("</ul>")
    (session.to / "films.html").write_text(html[:start] + html[end:])
    assert session.rest() == ["films.html: decide"]
    assert session.rest() == []
    assert films(session) == FILMS
    (session.to / "films.html").write_text(html.replace(*NEW_LEAD))
    assert session.rest() == ["films.html: merged"]
    assert films(session) == FILMS.replace(*NEW_LEAD)


def test_a_template_that_does_not_read_is_told_once_and_waited_for(session):
    (session.theme / "films.pt").write_text("<p>Films</div>")
    said = session.rest()
    assert len(said) == 1
    assert "films.pt" in said[0]
    (session.theme / "films.pt").write_text(FILMS.replace("a cushion", "two cushions"))
    assert session.rest() == ["Exported films.html."]


def test_a_style_sheet_goes_both_ways(session):
    (session.to / "static/css/site.css").write_text("p {}")
    assert session.rest() == ["static: merged"]
    assert (session.theme / "static/css/site.css").read_text() == "p {}"
    (session.theme / "static/css/site.css").write_text("h1 {}")
    session.rest()
    assert (session.to / "static/css/site.css").read_text() == "h1 {}"


def test_edits_from_before_are_merged_at_the_start(session):
    edit(session.to / "films.html", NEW_LEAD)
    again = Session(session.theme, session.to)
    assert films(again) == FILMS.replace(*NEW_LEAD)


def test_a_folder_of_somebody_else_is_left_alone(theme_folder, tmp_path):
    (tmp_path / "other").mkdir()
    (tmp_path / "other/letter.txt").write_text("dear")
    with pytest.raises(ThemeError, match="holds other files"):
        Session(theme_folder, tmp_path / "other")
    assert folder.read(theme_folder).templates["films.pt"] == FILMS
