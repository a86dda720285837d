from tests.site.fixtures import (  # noqa: F401
    app,
    contexts,
    dbsession,
    last,
    rates,
    show,
    site_folder,
    tm,
    wsgi,
)
