"""What use cases raise when what was asked for does not exist."""


class NotFound(LookupError):
    """Nothing that a visitor may see has this slug, path, page number or media name."""
