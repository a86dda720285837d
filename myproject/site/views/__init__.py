"""The views, a module a subject: each reads the address, calls a use case, returns its template's context."""
