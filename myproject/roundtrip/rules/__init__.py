"""The rules that `check` applies to templates, one module a subject; each yields findings."""
