"""Text: one thing said in the village's two languages."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Text:
    """The same words in Chinese and in English.

    A model that answers in one language fills both fields with it: showing the words that were
    really said is better than showing nothing.
    """

    zh: str
    en: str

    def get(self, language: str) -> str:
        """The words for `language`: `en` for English, Chinese for anything else."""
        return self.en if language == "en" else self.zh
