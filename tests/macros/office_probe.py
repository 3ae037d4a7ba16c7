"""Run by the Python that knows LibreOffice's UNO: loads workbooks, tells what is in them, calls their VBA.

Standard input: a JSON list of {"file", "instead": {module: source or null}, "calls": [[module, procedure, …], …]}.
Standard output: for each its modules, its buttons and the answers. ``instead`` replaces or removes modules after
loading, in memory: LibreOffice compiles a project as a whole, and xlwings' own modules are beyond it.
A procedure whose name ends in Ribbon is given an object, as Office gives its control.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import uno
from com.sun.star.beans import PropertyValue
from com.sun.star.connection import NoConnectException

TRIES, PAUSE = 150, 0.2
WITH_MACROS = 4  # com.sun.star.document.MacroExecMode.ALWAYS_EXECUTE_NO_WARN


def setting(name, value):
    made = PropertyValue()
    made.Name, made.Value = name, value
    return made


# Named, for LibreOffice does not recognise an add-in by itself.
SETTINGS = (
    setting("Hidden", True),
    setting("ReadOnly", True),
    setting("MacroExecutionMode", WITH_MACROS),
    setting("FilterName", "Calc MS Excel 2007 VBA XML"),
)


def desktop(pipe):
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
    for _ in range(TRIES):
        try:
            remote = resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
            return remote.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", remote)
        except NoConnectException:
            time.sleep(PAUSE)
    raise SystemExit("LibreOffice did not answer")


def told(document, task):
    library = document.BasicLibraries.getByName(document.BasicLibraries.ProjectName)
    modules = {name: library.getByName(name) for name in library.ElementNames}
    for name, source in task["instead"].items():
        library.removeByName(name)
        if source is not None:
            library.insertByName(name, source)
    return {"modules": modules, "buttons": buttons(document), "answers": [answer(document, *c) for c in task["calls"]]}


def buttons(document):
    found = {}
    for sheet in document.Sheets:
        for form in sheet.DrawPage.Forms:
            for k in range(form.Count):
                found[form.getByIndex(k).Label] = [event.ScriptCode for event in form.getScriptEvents(k)]
    return found


def answer(document, module, procedure, *arguments):
    name = f"{document.BasicLibraries.ProjectName}.{module}.{procedure}"
    script = document.ScriptProvider.getScript(f"vnd.sun.star.script:{name}?language=Basic&location=document")
    return script.invoke((document,) if procedure.endswith("Ribbon") else arguments, (), ())[0]


def main():
    tasks = json.load(sys.stdin)
    with tempfile.TemporaryDirectory() as profile:
        pipe = f"kamsheets-{os.getpid()}"
        command = ["soffice", f"-env:UserInstallation={Path(profile).as_uri()}", "--headless", "--norestore"]
        office = subprocess.Popen([*command, f"--accept=pipe,name={pipe};urp;"], stdout=subprocess.DEVNULL)
        try:
            desk, answers = desktop(pipe), []
            for task in tasks:
                document = desk.loadComponentFromURL(Path(task["file"]).as_uri(), "_blank", 0, SETTINGS)
                answers.append(document and told(document, task))
                if document:
                    document.close(True)
            json.dump(answers, sys.stdout)
        finally:
            office.terminate()
            office.wait(30)


main()
