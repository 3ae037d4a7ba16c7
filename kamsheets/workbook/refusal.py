"""A file that is refused, with the reason in the language of whoever reads it."""

from kamsheets.core.errors import UnreadableFileError
from kamsheets.core.messages import DEFAULT_LANGUAGE, text


class RefusedFileError(UnreadableFileError):
    """``why`` names the sentence in the catalogue (``read.encrypted``); ``facts`` fill it."""

    def __init__(self, file: str, why: str, **facts: object) -> None:
        super().__init__(file=file, why=why, **facts)

    def message(self, lang: str = DEFAULT_LANGUAGE) -> str:
        """The sentence for a person, in ``lang``."""
        facts = {name: fact for name, fact in self.facts.items() if name != "why"}
        return text(self.code, lang, file=self.facts["file"], reason=text(str(self.facts["why"]), lang, **facts))
