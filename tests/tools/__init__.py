"""Real tools, driven headless: what they make of our prototypes is recorded here and merged by the tests.

    pages        the pages that are given to the tools, and what on them a gesture takes hold of
    gestures     what a designer does, independent of any tool
    fetch        npm packages by name, version and checksum
    chromium     the browser, and the editors that run inside it
    firefox      Gecko, through its Marionette protocol
    libreoffice  Writer and Writer/Web, through UNO
    formatters   tidy, prettier, js-beautify after a hand edit of the source
    record       drives them all and writes recordings/

Every driver is a context manager with one method, `save(html, gestures) -> str`: load the page, do the
gestures, save. `NotOffered` says that the tool has no such gesture, or lost what it takes hold of.
"""
