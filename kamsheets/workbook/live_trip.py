"""``python -m kamsheets.workbook.live_trip``: a value written to a scratch workbook in a hidden Excel comes back.

A process of its own, for an Excel that shows a dialog does not answer and must be left after a while.
"""

import sys

VALUE = "大客户 kamsheets"
PART = " · "


def trip() -> str:
    """The version of the Excel that gave the value back, and the folder from which it loads add-ins.

    Raises ``ValueError`` when another value came back, and what xlwings raises when Excel cannot be reached.
    """
    import xlwings

    app = xlwings.App(visible=False, add_book=False)
    try:
        book = app.books.add()
        cell = book.sheets[0].range("A1")
        cell.value = VALUE
        if cell.value != VALUE:
            raise ValueError(f"{cell.value!r} came back")
        book.close()
        return f"Excel {app.version}{PART}{app.startup_path}"
    finally:
        app.quit()


if __name__ == "__main__":
    sys.stdout.write(trip())
