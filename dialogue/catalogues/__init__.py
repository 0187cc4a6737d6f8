"""Agendas as data: reading, checking and choosing from catalogues.

A pure package: standard library only, no Django. The README beside this file describes the format for
somebody who writes a catalogue; nothing of any subject stands in the code.
"""

from dialogue.catalogues.faults import CatalogueError, Fault
from dialogue.catalogues.parsing import check, parse_catalogue
from dialogue.catalogues.reading import available, catalogue, read_catalogue
from dialogue.catalogues.structure import (
    BOTH,
    FORMS,
    SCHEMA,
    TAG_GROUPS,
    Catalogue,
    CatalogueCamp,
    CatalogueChoice,
    CatalogueCluster,
    CataloguePart,
    CatalogueRegister,
    CatalogueTag,
    CatalogueThread,
    CatalogueWorkStep,
)
from dialogue.catalogues.texts import LANGUAGES, LocalText

__all__ = [
    "BOTH",
    "FORMS",
    "LANGUAGES",
    "SCHEMA",
    "TAG_GROUPS",
    "Catalogue",
    "CatalogueCamp",
    "CatalogueChoice",
    "CatalogueCluster",
    "CatalogueError",
    "CataloguePart",
    "CatalogueRegister",
    "CatalogueTag",
    "CatalogueThread",
    "CatalogueWorkStep",
    "Fault",
    "LocalText",
    "available",
    "catalogue",
    "check",
    "parse_catalogue",
    "read_catalogue",
]
