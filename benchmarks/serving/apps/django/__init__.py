"""Django with its own templates and its own ORM."""
