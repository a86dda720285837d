"""What `check` finds in templates: the rules, one module a subject, each yielding findings."""
