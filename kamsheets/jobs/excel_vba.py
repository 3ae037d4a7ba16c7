"""The texts of our VBA modules and of the ribbon, all made from the table of actions.

VBA holds no words in Chinese: its code page knows none. What it must say is put together from character numbers.
"""

from collections.abc import Iterable, Sequence
from xml.sax.saxutils import quoteattr

from kamsheets.core.messages import text
from kamsheets.jobs.excel_actions import Action, WorksheetFunction

PROJECT = "KamSheets"
ADDIN = "kamsheets.xlam"
FUNCTION_MODULE = "kamsheets.macros.functions"
RIBBON_NAMESPACE = "http://schemas.microsoft.com/office/2006/01/customui"
NOT_AVAILABLE = "CVErr(2042)"
_A_LINE = 12


def macros(actions: Iterable[Action], built: str, lang: str) -> str:
    """The module of the add-in: a procedure an action, its twin for the ribbon, and what it was ``built`` from.

    ``KamVersion`` touches no Python: the doctor reads its text, and whoever opens the add-in may call it.
    """
    lines = [
        "Option Explicit",
        "Public Function KamVersion() As String",
        f'    KamVersion = "{built}"',
        "End Function",
        *_sentence("KamNoWorkbook", "macros.no_workbook", lang),
        *_safe_name(lang),
        "Private Sub KamRun(ByVal action As String)",
        "    ' Nothing is open, or what is open stands in Protected View.",
        "    If ActiveWorkbook Is Nothing Then",
        '        MsgBox KamNoWorkbook(), vbInformation, "kamsheets"',
        "        Exit Sub",
        "    End If",
        "    If Not KamSafeName(ActiveWorkbook.Name) Then",
        '        MsgBox KamUnsafeName(), vbExclamation, "kamsheets"',
        "        Exit Sub",
        "    End If",
        "    KamDescribe",
        f"""    RunPython "from kamsheets.macros.runner import run; run('" & action & "', '{lang}')\"""",
        "End Sub",
    ]
    for action in actions:
        lines += [f"Public Sub {action.macro}()", f'    KamRun "{action.id}"', "End Sub"]
        lines += [f"Public Sub {action.macro}Ribbon(control As IRibbonControl)", f"    {action.macro}", "End Sub"]
    return "\n".join([*lines, ""])


def _safe_name(lang: str) -> list[str]:
    """On a Mac the name of the workbook becomes part of a shell's line; names come by mail."""
    return [
        "Public Function KamSafeName(ByVal name As String) As Boolean",
        "    Dim k As Integer, letters As String",
        "    #If Mac Then",
        '        letters = "$`\\|" & Chr(34)',
        "    #End If",
        "    KamSafeName = True",
        "    For k = 1 To Len(letters)",
        "        If InStr(name, Mid(letters, k, 1)) > 0 Then KamSafeName = False",
        "    Next k",
        "End Function",
        *_sentence("KamUnsafeName", "macros.unsafe_name", lang),
    ]


def _sentence(name: str, code: str, lang: str) -> list[str]:
    """A function that gives the message ``code``."""
    parts = [f"    {name} = {name} & {part}" for part in spelled(text(code, lang))]
    return [f"Public Function {name}() As String", *parts, "End Function"]


def buttons(actions: Iterable[Action], lang: str) -> str:
    """The module of a workbook with buttons: it calls the add-in, or says how to get it."""
    lines = ["Option Explicit"]
    for action in actions:
        lines += [f"Public Sub {action.macro}()", f'    KamCall "{action.macro}"', "End Sub"]
    lines += [
        "Private Sub KamCall(ByVal name As String)",
        "    Dim addIn As Workbook, view As Window",
        "    On Error Resume Next",
        f'    Set addIn = Workbooks("{ADDIN}")',
        "    On Error GoTo 0",
        "    ' Application.Run would open any file of that name in the current folder.",
        "    If addIn Is Nothing Then",
        '        MsgBox KamNoAddIn(), vbExclamation, "kamsheets"',
        "        Exit Sub",
        "    End If",
        "    ' Windows come in the order in which they were used: the one before ours is meant.",
        '    If ActiveWorkbook Is ThisWorkbook And ActiveSheet.CodeName = "Sheet1" Then',
        "        For Each view In Application.Windows",
        "            If view.Visible And Not view.Parent Is ThisWorkbook Then",
        "                view.Activate",
        "                Exit For",
        "            End If",
        "        Next view",
        "    End If",
        f"""    Application.Run "'{ADDIN}'!" & name""",
        "End Sub",
        *_sentence("KamNoAddIn", "macros.no_addin", lang),
        "",
    ]
    return "\n".join(lines)


def spelled(words: str) -> list[str]:
    """VBA expressions that together make ``words``, whatever the code page.

    >>> spelled("A大")
    ['ChrW(65) & ChrW(22823)']
    """
    numbers = [f"ChrW({ord(letter)})" for letter in words]
    return [" & ".join(numbers[k : k + _A_LINE]) for k in range(0, len(numbers), _A_LINE)]


def functions(wanted: Sequence[WorksheetFunction]) -> str:
    """The module of worksheet functions, as xlwings would import it; on a Mac they say #N/A."""
    lines = ['#Const App = "Microsoft Excel"']
    for one in wanted:
        lines += _wrapper(one)
    return "\n".join([*lines, ""])


def _wrapper(one: WorksheetFunction) -> list[str]:
    signature = ", ".join(f"Optional {name}" if name in one.optional else name for name in one.arguments)
    # Nothing: xlwings puts the calling cell in its place.
    arguments = ", ".join((*one.arguments, "Nothing"))
    call = f'{one.name} = XLPy.CallUDF("{FUNCTION_MODULE}", "{one.name}", Array({arguments})'
    return [
        f"Function {one.name}({signature})",
        "#If Mac Then",
        f"    {one.name} = {NOT_AVAILABLE}",
        "#Else",
        '    #If App = "Microsoft Excel" Then',
        "        If TypeOf Application.Caller Is Range Then On Error GoTo failed",
        f"        {call}, ActiveWorkbook, Application.Caller)",
        "        Exit Function",
        "    #Else",
        f"        {call})",
        "        Exit Function",
        "    #End If",
        "failed:",
        f"    {one.name} = Err.Description",
        "#End If",
        "End Function",
        "",
    ]


def descriptions(wanted: Iterable[WorksheetFunction], lang: str) -> str:
    """The module that gives Excel's function wizard the words of our functions, once, while a workbook is open.

    Words in Chinese cannot stand in the source. Excel refuses for hidden workbooks, which is no reason to stop.
    """
    lines = [
        "Option Explicit",
        "Private Sub KamOne(ByVal name As String, ByVal words As String, ByVal labels As Variant)",
        f"""    Application.MacroOptions Macro:="'{ADDIN}'!" & name, Description:=words, Category:="kamsheets", """
        "ArgumentDescriptions:=labels",
        "End Sub",
        "Public Sub KamDescribe()",
        "    Static done As Boolean",
        "    Dim words As String",
        "    If done Then Exit Sub",
        "    done = True",
        "    On Error Resume Next",
    ]
    for one in wanted:
        lines += ['    words = ""', *(f"    words = words & {part}" for part in spelled(one.help(lang)))]
        labels = ", ".join(" & ".join(spelled(label)) for label in one.argument_labels(lang))
        lines.append(f'    KamOne "{one.name}", words, Array({labels})')
    return "\n".join([*lines, "End Sub", ""])


def ribbon(actions: Sequence[Action], lang: str) -> str:
    """The ribbon tab, in the part format that every Excel since 2007 reads."""
    groups = dict.fromkeys(action.group for action in actions)
    inner = "".join(_group(name, [one for one in actions if one.group == name], lang) for name in groups)
    label = quoteattr(text("macros.tab", lang))
    return (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<customUI xmlns="{RIBBON_NAMESPACE}"><ribbon><tabs>'
        f'<tab id="kamTab" label={label}>{inner}</tab></tabs></ribbon></customUI>'
    )


def _group(name: str, actions: Iterable[Action], lang: str) -> str:
    shown = "".join(
        f'<button id="{one.macro}Button" label={quoteattr(one.label(lang))} screentip={quoteattr(one.label(lang))} '
        f'supertip={quoteattr(one.help(lang))} size="large" imageMso="{one.icon}" onAction="{one.macro}Ribbon"/>'
        for one in actions
    )
    return f'<group id="kam{name.capitalize()}" label={quoteattr(text(f"macros.group.{name}", lang))}>{shown}</group>'
