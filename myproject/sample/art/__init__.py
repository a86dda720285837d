"""Posters and photos drawn by code: the same bytes on every machine, and nobody's property but the project's."""
