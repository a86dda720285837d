"""Runs under the system's Python: starts LibreOffice on a private pipe and does what lines of JSON order.

Usage: uno_worker.py HOME. An order is `{"operation": "version"}` or `{"operation": "save", "page", "saved", "filter",
"gestures": [{"name", "operation", "arguments"}]}`; the answer `{"result": ..}` or `{"not_offered": gesture}`.
"""

import json
import subprocess
import sys
import time
from pathlib import Path

import uno
from com.sun.star.beans import PropertyValue
from com.sun.star.connection import NoConnectException

START_SECONDS = 60
BOLD = 150.0  # com.sun.star.awt.FontWeight
PARAGRAPH_BREAK = 0  # com.sun.star.text.ControlCharacter


class Missing(Exception):
    """The text is not in the document."""


class NotOffered(Exception):
    """Writer cannot do a gesture, which is the argument."""


def desktop(pipe: str):
    """The office's desktop, once it answers. Raises TimeoutError."""
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstance("com.sun.star.bridge.UnoUrlResolver")
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        try:
            context = resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
            return context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
        except NoConnectException:
            time.sleep(0.3)
    raise TimeoutError(f"soffice did not answer within {START_SECONDS} s")


def properties(**values):
    return tuple(PropertyValue(Name=name, Value=value) for name, value in values.items())


def find(document, text):
    search = document.createSearchDescriptor()
    search.SearchString = text
    search.SearchCaseSensitive = True
    found = document.findFirst(search)
    if not found:
        raise Missing(text)
    return found


def paragraph(found):
    """A cursor over the whole paragraph around a place."""
    cursor = found.Text.createTextCursorByRange(found)
    cursor.gotoStartOfParagraph(False)
    cursor.gotoEndOfParagraph(True)
    return cursor


def type_over(document, text, fresh):
    find(document, text).String = fresh


def bold(document, text):
    find(document, text).CharWeight = BOLD


def colour(document, text, css, value):
    find(document, text).CharColor = int(value.lstrip("#"), 16)


def insert(document, text, css, html):
    found = find(document, text)
    cursor = found.Text.createTextCursorByRange(found.Start)
    cursor.gotoStartOfParagraph(False)
    for line in ("Spring season", "Tickets at half price until Sunday.", "See the season"):
        found.Text.insertString(cursor, line, False)
        found.Text.insertControlCharacter(cursor, PARAGRAPH_BREAK, False)


def delete(document, text):
    cursor = paragraph(find(document, text))
    cursor.String = ""
    if cursor.gotoNextParagraph(True):
        cursor.String = ""


def enter(document, text):
    found = find(document, text)
    found.Text.insertControlCharacter(found.End, PARAGRAPH_BREAK, False)


def clear(document, text):
    cursor = paragraph(find(document, text))
    cursor.setPropertiesToDefault(("CharWeight", "CharPosture", "CharUnderline", "CharColor"))


def format_as(document, text, tag):
    paragraph(find(document, text)).ParaStyleName = f"Heading {tag[1:]}"


OPERATIONS = {
    "type_over": type_over,
    "retype": type_over,
    "bold": bold,
    "colour": colour,
    "insert": insert,
    "delete": delete,
    "enter": enter,
    "clear": clear,
    "format": format_as,
}


def do(document, gesture):
    """One gesture. Raises NotOffered."""
    operation = OPERATIONS.get(gesture["operation"])
    if not operation:
        raise NotOffered(gesture)
    try:
        operation(document, *gesture["arguments"])
    except Missing:
        raise NotOffered(gesture) from None


def save(office, order):
    """Loads, does the gestures, stores."""
    loading = properties(Hidden=True, FilterName=order["filter"], MacroExecutionMode=0)
    document = office.loadComponentFromURL(Path(order["page"]).as_uri(), "_blank", 0, loading)
    try:
        for gesture in order["gestures"]:
            do(document, gesture)
        document.storeToURL(Path(order["saved"]).as_uri(), properties(FilterName=order["filter"]))
    finally:
        document.close(True)


def answer(office, order):
    if order["operation"] == "version":
        shown = subprocess.run(["soffice", "--version"], stdout=subprocess.PIPE, check=True, text=True)
        return {"result": shown.stdout.strip()}
    try:
        save(office, order)
    except NotOffered as error:
        return {"not_offered": error.args[0]}
    return {"result": "saved"}


def main(home):
    pipe = Path(home).name
    command = ["soffice", "--headless", "--norestore", "--nologo", "--nodefault"]
    command += [f"--accept=pipe,name={pipe};urp;", f"-env:UserInstallation=file://{home}/profile"]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    office = desktop(pipe)
    for line in sys.stdin:
        print(json.dumps(answer(office, json.loads(line))), flush=True)
    office.terminate()
    process.wait(20)


if __name__ == "__main__":
    main(sys.argv[1])
