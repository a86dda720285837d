"""`myproject merge`: what comes back, from which export, and what is written."""

import json

import pytest

from myproject.design import exports, folder
from myproject.scripts import main

from .conftest import FILMS, LAYOUT, edit

NEW_LEAD = ("Every film is introduced.", "Every film has a host.")


@pytest.fixture
def merge(theme_folder, capsys):
    """Runs the command on the theme; its exit status and what it printed."""

    def run(*arguments):
        status = main(["merge", "--theme", str(theme_folder), *map(str, arguments)])
        captured = capsys.readouterr()
        return status, captured.out + captured.err

    return run


def films(theme_folder):
    return (theme_folder / "films.pt").read_bytes().decode()


def test_an_edit_arrives_in_its_place_and_nothing_else_changes(theme_folder, prototypes, merge):
    edit(prototypes / "films.html", NEW_LEAD)
    status, said = merge(prototypes)
    assert status == 0, said
    assert films(theme_folder) == FILMS.replace(*NEW_LEAD)
    assert (theme_folder / "layout.pt").read_text() == LAYOUT
    assert '+    <p class="lead">Every film has a host.</p>' in said
    assert "Merged into films.pt." in said


def test_an_edit_of_the_layout_goes_to_the_layout(theme_folder, prototypes, merge):
    edit(prototypes / "films.html", ("Thursdays at eight.", "Thursdays at nine."))
    assert merge(prototypes)[0] == 0
    assert films(theme_folder) == FILMS
    assert (theme_folder / "layout.pt").read_text() == LAYOUT.replace("at eight", "at nine")


def test_nothing_edited_is_nothing_to_do(theme_folder, prototypes, merge):
    status, said = merge(prototypes)
    assert (status, said.strip()) == (0, "Nothing to merge: the pages say what the templates say.")


def test_merging_again_changes_nothing(theme_folder, prototypes, merge):
    edit(prototypes / "films.html", NEW_LEAD)
    merge(prototypes)
    after = films(theme_folder)
    assert merge(prototypes)[0] == 0
    assert films(theme_folder) == after


def test_a_second_edit_of_the_same_export_arrives_too(theme_folder, prototypes, merge):
    edit(prototypes / "films.html", NEW_LEAD)
    merge(prototypes)
    edit(prototypes / "films.html", ("Seats are hard", "Seats are harder"))
    assert merge(prototypes)[0] == 0
    assert films(theme_folder) == FILMS.replace(*NEW_LEAD).replace("Seats are hard", "Seats are harder")


def test_what_the_developer_changed_meanwhile_stays(theme_folder, prototypes, merge):
    edit(theme_folder / "films.pt", ("bring a cushion", "bring two cushions"))
    edit(prototypes / "films.html", NEW_LEAD)
    assert merge(prototypes)[0] == 0
    assert films(theme_folder) == FILMS.replace(*NEW_LEAD).replace("a cushion", "two cushions")


def test_both_changing_one_text_needs_a_decision(theme_folder, prototypes, merge):
    edit(theme_folder / "films.pt", ("Every film is introduced.", "Every film is applauded."))
    edit(prototypes / "films.html", NEW_LEAD)
    before = films(theme_folder)
    status, said = merge(prototypes)
    assert status == 1
    assert films(theme_folder) == before
    assert "Every film is applauded." in said
    assert NEW_LEAD[1] in said
    assert "--accept" in said


def test_a_lost_binding_needs_a_decision_which_can_be_accepted(theme_folder, prototypes, merge):
    html = (prototypes / "films.html").read_text()
    start, end = html.index("<ul"), html.index("</ul>") + len("</ul>")
    (prototypes / "films.html").write_text(html[:start] + html[end:])
    status, said = merge(prototypes)
    assert status == 1, said
    assert films(theme_folder) == FILMS
    told = json.loads(merge("--json", prototypes)[1])
    assert told["status"] == "decide"
    ids = [one["id"] for one in told["decisions"]]
    for strange in ("zzz", f"{ids[0]}=zzz"):
        status, said = merge(prototypes, "--accept", strange)
        assert status == 2
        assert f"There is no question that {strange} would answer" in said
        assert f"{ids[0]} (drop or keep)" in said
    status, said = merge(prototypes, "--accept", *ids)
    assert status == 0, said
    assert "data-tal-repeat" not in films(theme_folder)
    assert "Seats are hard" in films(theme_folder)


def test_json_tells_the_fate_of_every_binding(theme_folder, prototypes, merge):
    edit(prototypes / "films.html", NEW_LEAD)
    status, said = merge("--json", "--dry-run", prototypes)
    told = json.loads(said)
    assert (status, told["status"]) == (0, "merged")
    assert {"id", "template", "line", "kind", "expression", "fate"} == set(told["bindings"][0])
    assert {one["fate"] for one in told["bindings"]} == {"kept"}
    assert "film.title" in {one["expression"] for one in told["bindings"]}


def test_a_dry_run_writes_nothing(theme_folder, prototypes, merge):
    edit(prototypes / "films.html", NEW_LEAD)
    record = (prototypes / "export.json").read_bytes()
    status, said = merge("--dry-run", prototypes)
    assert (status, films(theme_folder)) == (0, FILMS)
    assert (prototypes / "export.json").read_bytes() == record
    assert "Would merge into films.pt." in said


def test_a_single_page_that_was_sent_alone_finds_its_export(theme_folder, prototypes, merge, tmp_path):
    alone = tmp_path / "mail" / "films.html"
    alone.parent.mkdir()
    alone.write_bytes((prototypes / "films.html").read_bytes())
    edit(alone, NEW_LEAD)
    edit(theme_folder / "films.pt", ("bring a cushion", "bring two cushions"))
    assert merge(alone)[0] == 0
    assert films(theme_folder) == FILMS.replace(*NEW_LEAD).replace("a cushion", "two cushions")


def test_a_page_of_an_older_export_is_compared_with_that(theme_folder, prototypes, copy, merge):
    older = copy(prototypes, "older")
    edit(theme_folder / "films.pt", ("bring a cushion", "bring two cushions"))
    exports.export(folder.read(theme_folder), prototypes)
    (prototypes / "films.html").write_bytes((older / "films.html").read_bytes())
    edit(prototypes / "films.html", NEW_LEAD)
    assert merge(prototypes)[0] == 0
    assert films(theme_folder) == FILMS.replace(*NEW_LEAD).replace("a cushion", "two cushions")


def test_a_page_that_cannot_be_traced_is_bad_input(prototypes, merge, tmp_path):
    lone = tmp_path / "films.html"
    lone.write_text("<!DOCTYPE html><title>Films</title><p>Every film has a host.</p>")
    status, said = merge(lone)
    assert status == 2
    assert "cannot be traced to an export" in said


def test_an_edited_copy_of_the_template_itself(theme_folder, merge, tmp_path):
    (tmp_path / "films.pt").write_text(FILMS.replace(*NEW_LEAD))
    assert merge(tmp_path / "films.pt")[0] == 0
    assert films(theme_folder) == FILMS.replace(*NEW_LEAD)


def test_an_edited_copy_of_an_older_template_takes_nothing_back(theme_folder, prototypes, merge, tmp_path):
    developer = ("Seats are hard", "Seats are soft")
    (theme_folder / "films.pt").write_text(FILMS.replace(*developer))
    (tmp_path / "films.pt").write_text(FILMS.replace(*NEW_LEAD))
    status, said = merge(tmp_path / "films.pt")
    assert status == 0, said
    assert films(theme_folder) == FILMS.replace(*NEW_LEAD).replace(*developer)
    assert "older version" in said


@pytest.mark.parametrize("content", [b"", b"\xff\xfe\x00", b"<p>\x00"])
def test_bad_input_is_named_and_nothing_is_written(theme_folder, prototypes, merge, content):
    (prototypes / "films.html").write_bytes(content)
    status, said = merge(prototypes)
    assert status in (1, 2)
    assert "films" in said
    assert films(theme_folder) == FILMS


def test_a_path_that_is_not_there_is_bad_input(merge, tmp_path):
    assert merge(tmp_path / "nowhere")[0] == 2


def test_new_images_and_styles_come_along(theme_folder, prototypes, merge):
    (prototypes / "static/img/new.png").write_bytes(b"png")
    (prototypes / "static/css/extra.css").write_text("p { color: red }")
    edit(
        prototypes / "films.html",
        ("Every film is introduced.", 'Every film is introduced. <img src="static/img/new.png" alt="New">'),
    )
    assert merge(prototypes)[0] == 0
    assert (theme_folder / "static/img/new.png").read_bytes() == b"png"
    assert (theme_folder / "static/css/extra.css").exists()
    assert '<img src="static/img/new.png" alt="New">' in films(theme_folder)


def test_what_a_new_style_sheet_needs_comes_along(theme_folder, prototypes, merge):
    (prototypes / "fresh").mkdir()
    (prototypes / "fresh/sky.png").write_bytes(b"sky")
    (prototypes / "static/img/sea.png").write_bytes(b"sea")
    (prototypes / "fresh/look.css").write_text("p { background: url(sky.png), url('../static/img/sea.png') }")
    link = '<link rel="stylesheet" href="static/css/site.css"'
    edit(prototypes / "films.html", (link, f'<link rel="stylesheet" href="fresh/look.css">\n  {link}'))
    status, said = merge(prototypes)
    assert status == 0, said
    assert (theme_folder / "static/fresh/sky.png").read_bytes() == b"sky"
    assert (theme_folder / "static/img/sea.png").read_bytes() == b"sea"
    sheet = (theme_folder / "static/fresh/look.css").read_text()
    assert sheet == "p { background: url(sky.png), url('../img/sea.png') }"
    assert 'href="static/fresh/look.css"' in (theme_folder / "layout.pt").read_text()


def test_a_changed_style_sheet_comes_back(theme_folder, prototypes, merge):
    (prototypes / "static/css/site.css").write_text("body { color: navy }\n")
    status, said = merge(prototypes)
    assert status == 0, said
    assert (theme_folder / "static/css/site.css").read_text() == "body { color: navy }\n"


def test_a_style_sheet_that_both_changed_needs_a_decision(theme_folder, prototypes, merge):
    (prototypes / "static/css/site.css").write_text("body { color: navy }\n")
    (theme_folder / "static/css/site.css").write_text("body { color: green }\n")
    status, said = merge(prototypes)
    assert status == 1
    assert "--accept file:static/css/site.css=designer" in said
    assert (theme_folder / "static/css/site.css").read_text() == "body { color: green }\n"
    assert merge(prototypes, "--accept", "file:static/css/site.css")[0] == 0
    assert (theme_folder / "static/css/site.css").read_text() == "body { color: navy }\n"


def test_a_script_does_not_come_in(theme_folder, prototypes, merge):
    (prototypes / "static/extra.js").write_text("alert(1)")
    status, said = merge(prototypes)
    assert "static/extra.js is a script" in said
    assert not (theme_folder / "static/extra.js").exists()
    assert status == 0


def test_an_image_from_outside_of_the_export_does_not_come_in(theme_folder, prototypes, merge, tmp_path):
    (tmp_path / "secret.png").write_text("secret")
    edit(
        prototypes / "films.html",
        ("Every film is introduced.", 'Every film is introduced. <img src="../secret.png" alt="x">'),
    )
    merge(prototypes)
    assert "secret" not in [
        path.read_text() for path in (theme_folder / "static").rglob("*") if path.is_file()
    ]


def test_the_tools_unedited_save_is_what_its_edited_one_is_compared_with(
    theme_folder, prototypes, copy, merge
):
    def lose(page):  # as tools do that keep little more than text
        text = page.read_text()
        text = text[text.index("<body") : text.index("</body>")]
        for gone in (' class="lead"', "<header>", "</header>", "<footer>", "</footer>"):
            text = text.replace(gone, "")
        page.write_text(text)

    unedited = copy(prototypes, "unedited")
    lose(unedited / "films.html")
    lose(prototypes / "films.html")
    edit(prototypes / "films.html", NEW_LEAD)
    status, said = merge("--base", unedited, prototypes)
    assert status == 0, said
    assert films(theme_folder) == FILMS.replace(*NEW_LEAD)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "is empty"),
        ("Only words.", "holds nothing of a page"),
        ("<!DOCTYPE html>\n<html><body><p cla", "line 2: the file ends in the middle of a tag"),
    ],
)
def test_a_file_that_is_no_page_is_named_as_such(prototypes, merge, text, words):
    (prototypes / "films.html").write_text(text)
    status, said = merge(prototypes / "films.html")
    assert status == 2
    assert words in said


@pytest.mark.parametrize("name", ["films.html", "films-copy.html"])
def test_a_page_under_another_s_name_is_recognised(theme_folder, prototypes, merge, name):
    (theme_folder / "news.pt").write_text("<p>News</p>\n")
    exports.export(folder.read(theme_folder), prototypes.parent / "more")
    (prototypes / name).write_text((prototypes.parent / "more" / "news.html").read_text())
    status, said = merge(prototypes / name)
    assert status == 2
    assert "is the page news.html" in said


PLACE = "Every film is introduced."


@pytest.mark.parametrize(
    ("markup", "why"),
    [
        ('<img src="static/img/none.png" alt="x">', "it is linked, but was not sent along"),
        ('<a href="static/img/none.png">x</a>', "it is linked, but was not sent along"),
        ('<b style="background: url(static/img/none.png)">x</b>', "it is linked, but was not sent along"),
        ('<img src="static/img/Logo.svg" alt="x">', "but static/img/logo.svg: the site tells capitals apart"),
        ('<img src="../none.png" alt="x">', "leads out of"),
        ('<a href="static/img/none.pdf">x</a>', "it is linked, but was not sent along"),
    ],
)
def test_a_link_to_a_file_that_nobody_has_is_refused(theme_folder, prototypes, merge, markup, why):
    """The site shows no page whose files it lacks."""
    edit(prototypes / "films.html", (PLACE, f"{PLACE} {markup}"))
    status, said = merge(prototypes)
    assert (status, why in said) == (1, True), said
    assert films(theme_folder) == FILMS


def test_a_link_to_a_file_that_the_theme_alone_has_comes_in(theme_folder, prototypes, merge):
    (theme_folder / "static/programme.pdf").write_bytes(b"pdf")
    link = '<a href="static/programme.pdf">x</a>'
    edit(prototypes / "films.html", (PLACE, f"{PLACE} {link}"))
    status, said = merge(prototypes)
    assert status == 0, said
    assert link in films(theme_folder)


@pytest.mark.parametrize("folder_", ["static/img", "img"])
def test_a_name_whose_accents_an_archive_took_apart_is_found(theme_folder, prototypes, merge, folder_):
    (prototypes / folder_).mkdir(exist_ok=True)
    (prototypes / folder_ / "cafe\u0301.png").write_bytes(b"png")
    edit(prototypes / "films.html", (PLACE, f'{PLACE} <img src="{folder_}/caf\u00e9.png" alt="x">'))
    status, said = merge(prototypes)
    assert status == 0, said
    assert [path.name for path in (theme_folder / "static").rglob("caf*")] == ["caf\u00e9.png"]


def test_a_changed_style_sheet_whose_image_was_not_sent_does_not_come_in(theme_folder, prototypes, merge):
    (prototypes / "static/css/site.css").write_text("body { background: url(../img/none.png) }\n")
    status, said = merge(prototypes)
    assert (status, "static/img/none.png, to which it refers, was not sent along" in said) == (0, True)
    assert (theme_folder / "static/css/site.css").read_text() == "body { color: black }\n"


@pytest.mark.parametrize("alone", [False, True])
def test_a_merge_that_was_taken_back_can_be_made_again(theme_folder, prototypes, merge, alone):
    edit(prototypes / "films.html", NEW_LEAD)
    merge(prototypes)
    (theme_folder / "films.pt").write_bytes(FILMS.encode())  # as by git checkout
    status, said = merge(prototypes / "films.html" if alone else prototypes)
    assert (status, films(theme_folder)) == (0, FILMS.replace(*NEW_LEAD)), said
    assert "Nothing to merge" in merge(prototypes)[1]
