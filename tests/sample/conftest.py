from tests.databases import empty_url, engine, kind, migrated_sqlite, session, url  # noqa: F401
