"""What can be done from within Excel: one table, from which ribbon, buttons, macros and ``excel run`` are made."""

from dataclasses import dataclass

from kamsheets.core.messages import text


@dataclass(frozen=True)
class Action:
    """One thing to press. Its label and its help are the messages ``macros.<id>`` and ``macros.<id>.help``."""

    id: str
    group: str
    """Group of the ribbon: the message ``macros.group.<group>``."""
    icon: str
    """Name of a picture that Office has (imageMso): a control of [MS-CUSTOMUI] or one that shipped add-ins use."""

    @property
    def macro(self) -> str:
        """Name of the VBA procedure: ``KamCheckLeads``."""
        return "Kam" + "".join(word.capitalize() for word in self.id.split("_"))

    def label(self, lang: str) -> str:
        """What stands on the button."""
        return text(f"macros.{self.id}", lang)

    def group_label(self, lang: str) -> str:
        """What stands under its group of the ribbon, and above its buttons."""
        return text(f"macros.group.{self.group}", lang)

    def help(self, lang: str) -> str:
        """What it does, in a sentence."""
        return text(f"macros.{self.id}.help", lang)


ACTIONS = (
    Action("check_leads", "leads", "DataValidation"),
    Action("grade_leads", "leads", "ConditionalFormattingMenu"),
    Action("find_duplicates", "leads", "RemoveDuplicates"),
    Action("roll_up", "pipeline", "Consolidate"),
    Action("route_selected", "approvals", "ReviewShareWorkbook"),
    Action("split_commissions", "commission", "PivotTableInsert"),
    Action("release_commissions", "commission", "AccountingFormat"),
    Action("print_selected", "forms", "FilePrint"),
    Action("check_accounts", "accounts", "ErrorChecking"),
    Action("score_accounts", "accounts", "ChartTypeColumnInsertGallery"),
    Action("review_accounts", "accounts", "FileSaveAsWordDocx"),
    Action("show_findings", "sheet", "ReviewShowAllComments"),
    Action("clear_marks", "sheet", "ClearFormats"),
    Action("restore", "sheet", "Undo"),
    Action("settings", "sheet", "AdvancedFileProperties"),
    Action("about", "sheet", "Info"),
)
"""In the order of the ribbon and of the buttons."""


@dataclass(frozen=True)
class WorksheetFunction:
    """A function for cells; ``arguments`` as the person sees them. Its help is the message ``macros.<name>``."""

    name: str
    arguments: tuple[str, ...]
    optional: tuple[str, ...] = ()

    def argument_labels(self, lang: str) -> list[str]:
        """What each argument is called, in the person's language."""
        return [text(f"macros.argument.{name}", lang) for name in self.arguments]

    def help(self, lang: str) -> str:
        """What it gives and what it takes, in at most 255 letters (Excel's wizard shows no more)."""
        return text(f"macros.{self.name}", lang)


FUNCTIONS = (
    WorksheetFunction("KAM_COMPANY_KEY", ("name",)),
    WorksheetFunction("KAM_FOLLOWUP", ("visits",)),
    WorksheetFunction("KAM_GRADE", ("sales_rank", "profit_rank")),
    WorksheetFunction("KAM_PHONE", ("phone",)),
    WorksheetFunction("KAM_REGION", ("province",)),
    WorksheetFunction("KAM_RMB", ("amount",)),
    WorksheetFunction("KAM_ROUTE", ("form", "amount")),
    WorksheetFunction("KAM_SHARE", ("total", "weights", "position")),
    WorksheetFunction("KAM_SPLIT", ("total", "weights")),
    WorksheetFunction("KAM_USCC_OK", ("code",)),
    WorksheetFunction("KAM_WEIGHTED", ("amount", "probability")),
)
"""In the order of their names, as xlwings writes them."""
