"""A website on Pyramid, Chameleon and waitress whose page templates stay valid HTML."""
