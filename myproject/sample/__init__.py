"""The sample content: a film club's films, news and pages, with posters and photos drawn by `sample.art`."""
