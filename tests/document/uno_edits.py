"""Run by an interpreter that has LibreOffice's ``uno``: open forms, type over cells as a person does, save three ways.

    python3 uno_edits.py PLAN.json

The plan: ``pipe`` (name of the office's pipe), ``forms``: path -> {bookmark of a label: text to type beside it}, or,
for the bookmark of a row table, the text to type below its head. Saves NAME.edited.docx, .odt and .doc.
"""

import json
import re
import sys
import time
from pathlib import Path
from typing import Any

FILTERS = {"docx": "MS Word 2007 XML", "odt": "writer8", "doc": "MS Word 97"}


def main() -> None:
    """Do the plan."""
    import uno
    from com.sun.star.beans import PropertyValue
    from com.sun.star.connection import NoConnectException

    plan = json.loads(Path(sys.argv[1]).read_text("utf-8"))
    here = uno.getComponentContext()
    resolver = here.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", here)
    for _ in range(600):
        try:
            office = resolver.resolve(f"uno:pipe,name={plan['pipe']};urp;StarOffice.ComponentContext")
            break
        except NoConnectException:
            time.sleep(0.1)
    desktop = office.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", office)
    hidden = PropertyValue("Hidden", 0, True, 0)
    for path, texts in plan["forms"].items():
        document = desktop.loadComponentFromURL(uno.systemPathToFileUrl(path), "_blank", 0, (hidden,))
        for mark, text in texts.items():
            beside(document, mark).setString(text)
        for suffix, name in FILTERS.items():
            target = uno.systemPathToFileUrl(str(Path(path).with_suffix(f".edited.{suffix}")))
            document.storeToURL(target, (PropertyValue("FilterName", 0, name, 0),))
        document.close(True)
    desktop.terminate()


def beside(document: Any, mark: str) -> Any:
    """The cell to the right of a label, or below the head of a row table."""
    anchor = document.Bookmarks.getByName(mark).getAnchor()
    column, row = re.fullmatch(r"([A-Za-z]+)(\d+)", anchor.Cell.CellName).groups()
    name = f"{column}{int(row) + 1}" if mark.startswith("_kam_T_") else f"{chr(ord(column) + 1)}{row}"
    return anchor.TextTable.getCellByName(name)


if __name__ == "__main__":
    main()
