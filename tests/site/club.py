"""A small site to test with: lists longer than a page, several directors, markup in titles, accents, empty places."""

from datetime import date, timedelta
from io import BytesIO

from PIL import Image

from myproject.content.images import Store, keep_original
from myproject.models import Article, Film, Genre, Media, MenuItem, Page, Person, Site, Tag

FILMS = 30
ARTICLES = 13
HOSTILE = 'Tom & Jerry\'s "<script>alert(1)</script>" ${7*7}'


def fill(session, store: Store) -> None:
    """Writes the content through `session`, the images into `store`."""
    session.add(
        Site(
            id=1,
            name="Test Club",
            tagline="Films on Fridays",
            description="A club that shows films.",
            email="club@example.org",
            footer="Since 1999",
        )
    )
    targets = [("Films", "route:films"), ("News", "route:news"), ("About", "page:about")]
    for position, (label, target) in enumerate(targets):
        session.add(MenuItem(menu="main", position=position, label=label, target=target))
    session.add(MenuItem(menu="footer", position=0, label="Contact", target="route:contact"))
    session.add(MenuItem(menu="footer", position=1, label="Friends", target="https://friends.example/"))
    picture = _picture(session, store)
    _films(session, picture)
    _articles(session, picture)
    _pages(session)


def _picture(session, store: Store) -> Media:
    out = BytesIO()
    Image.new("RGB", (700, 1000), "teal").save(out, "jpeg")
    kept = keep_original(store, out.getvalue())
    media = Media(
        key="poster",
        digest=kept.digest,
        alt="A teal poster",
        width=kept.width,
        height=kept.height,
        focus_y=0.3,
    )
    session.add(media)
    return media


def _films(session, picture: Media) -> None:
    comedy, drama = Genre(slug="comedy", name="Comedy"), Genre(slug="drama", name="Drama")
    people = [Person(slug=f"person-{number}", name=f"Ann Person {number}") for number in range(3)]
    for number in range(FILMS):
        film = Film(
            slug=f"film-{number:02}",
            title=f"Film {number:02}",
            year=1970 + number,
            running_time=80 + number,
            rating=None if number == 3 else number % 10 + 0.1,
            synopsis=f"The story of *film {number}*.",
            poster=picture if number % 2 else None,
            genres=[comedy] if number % 3 else [comedy, drama],
        )
        film.directors.extend(people[:2] if number == 5 else [people[number % 3]])
        session.add(film)
    hostile = Film(slug="hostile", title=HOSTILE, year=2001, running_time=1, synopsis=HOSTILE)
    hostile.directors.append(Person(slug="amelie", name="Amélie Poulain"))
    session.add(hostile)


def _articles(session, picture: Media) -> None:
    tags = [Tag(slug="club", name="Club"), Tag(slug="a-b", name="A & B")]
    for number in range(ARTICLES):
        session.add(
            Article(
                slug=f"article-{number:02}",
                title=f"Article {number:02}",
                published=date(2024, 1, 1) + timedelta(days=20 * number),
                author="Jo Ann",
                summary=f"What happened on day {number}.",
                body="It **happened**.\n\n- here\n- and there",
                tags=[tags[number % 2]],
                image=picture if number == 2 else None,
            )
        )
    later = {"author": "Jo Ann", "summary": "Soon.", "body": "Soon."}
    session.add(
        Article(slug="tomorrow", title="Tomorrow", published=date.today() + timedelta(days=2), **later)
    )
    session.add(Article(slug="draft", title="A draft", published=None, **later))


def _pages(session) -> None:
    for path, title in (
        ("about", "About us"),
        ("about/history", "Our history"),
        ("about/history/start", "The start"),
    ):
        session.add(Page(path=path, title=title, summary=f"{title}, shortly.", body=f"# {title}\n\nText."))
        session.flush()
