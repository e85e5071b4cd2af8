"""What the clinic says, in every language it speaks. A language that lacks a sentence does not import."""

from medbook.mail.catalogue.de import GERMAN
from medbook.mail.catalogue.en import ENGLISH
from medbook.mail.catalogue.sentences import (
    AccountKind,
    AccountSentences,
    Catalogue,
    Role,
    VisitKind,
    VisitSentences,
)

__all__ = ["CATALOGUES", "AccountKind", "AccountSentences", "Catalogue", "Role", "VisitKind", "VisitSentences", "catalogue_for"]

CATALOGUES = {catalogue.language: catalogue for catalogue in (ENGLISH, GERMAN)}


def catalogue_for(locale: str) -> Catalogue:
    """Return the catalogue for a BCP 47 tag by its language, English for every other."""
    language = locale.replace("_", "-").split("-", maxsplit=1)[0].lower()
    return CATALOGUES.get(language, ENGLISH)
