"""Which part of an edited page is which of the page that the designer was given."""
