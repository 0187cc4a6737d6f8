"""Catalogues as an organiser chooses from them."""

from dataclasses import dataclass
from itertools import groupby

from dialogue import catalogues
from dialogue.models.texts import Wording


@dataclass(frozen=True, slots=True)
class CatalogueThreadShown:
    key: str
    reference: str
    title: Wording


@dataclass(frozen=True, slots=True)
class CatalogueClusterShown:
    title: Wording
    threads: tuple[CatalogueThreadShown, ...]


@dataclass(frozen=True, slots=True)
class CatalogueShown:
    key: str
    title: Wording
    purpose: Wording
    source: Wording
    camps: tuple[Wording, ...]
    clusters: tuple[CatalogueClusterShown, ...]
    thread_count: int
    language_count: int


def catalogues_shown(language: str) -> tuple[CatalogueShown, ...]:
    return tuple(catalogue_shown(catalogue, language) for catalogue in catalogues.available())


def catalogue_shown(catalogue: catalogues.Catalogue, language: str) -> CatalogueShown:
    def local(text: catalogues.LocalText) -> Wording:
        return Wording(*text.in_(language, "en"))

    titles = {cluster.key: local(cluster.title) for cluster in catalogue.clusters}
    return CatalogueShown(
        key=catalogue.key,
        title=local(catalogue.title),
        purpose=local(catalogue.purpose),
        source=local(catalogue.source),
        camps=tuple(local(camp.plural) for camp in catalogue.camps),
        clusters=tuple(
            CatalogueClusterShown(
                title=titles[key],
                threads=tuple(
                    CatalogueThreadShown(thread.key, local(thread.reference).text, local(thread.title))
                    for thread in threads
                ),
            )
            for key, threads in groupby(catalogue.threads, key=lambda thread: thread.cluster)
        ),
        thread_count=len(catalogue.threads),
        language_count=len(catalogue.languages),
    )
