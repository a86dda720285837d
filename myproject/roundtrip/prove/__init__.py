"""The proof that an edited template executes nothing new; `prove` puts its four parts together."""
