"""The open files described for portals of data, after DCAT."""

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from ecosystem.home.open_data.datasets import DATASETS
from ecosystem.home.open_data.writing import DICTIONARY, Release

LICENCE = "https://www.etalab.gouv.fr/licence-ouverte-open-licence/"
MEDIA = {"CSV": "text/csv", "JSON": "application/json"}
CONTEXT = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "spdx": "http://spdx.org/rdf/terms#",
}


def catalogue(release: Release) -> dict[str, Any]:
    """JSON-LD: who publishes, under which licence, how often, and each file with its checksum."""
    return {
        "@context": CONTEXT,
        "@type": "dcat:Catalog",
        "dct:title": _both(settings.ESCALE_NAME, settings.ESCALE_NAME),
        "dct:publisher": {"@type": "foaf:Organization", "foaf:name": settings.ESCALE_ASSOCIATION},
        "dct:license": {"@id": LICENCE},
        "dct:modified": release.written_at.isoformat(),
        "dcat:dataset": [_dataset(slug, release) for slug in DATASETS],
    }


def _dataset(slug: str, release: Release) -> dict[str, Any]:
    dataset = DATASETS[slug]
    told = {}
    for language in ("fr", "en"):
        with translation.override(language):
            told[language] = (str(dataset.title), str(dataset.about))
    return {
        "@type": "dcat:Dataset",
        "@id": f"{address('open_data')}#{slug}",
        "dct:identifier": slug,
        "dct:title": _both(told["fr"][0], told["en"][0]),
        "dct:description": _both(told["fr"][1], told["en"][1]),
        "dct:accrualPeriodicity": {"@id": "http://publications.europa.eu/resource/authority/frequency/DAILY"},
        "dct:modified": release.written_at.isoformat(),
        "dcat:landingPage": {"@id": address("open_data")},
        "dct:conformsTo": {"@id": address("open_data_file", DICTIONARY)},
        "dcat:distribution": [
            {
                "@type": "dcat:Distribution",
                "dcat:downloadURL": {"@id": address("open_data_file", file.name)},
                "dcat:mediaType": MEDIA[file.format],
                "dcat:byteSize": file.size,
                "dct:license": {"@id": LICENCE},
                "spdx:checksum": {
                    "spdx:algorithm": "spdx:checksumAlgorithm_sha256",
                    "spdx:checksumValue": file.sha256,
                },
            }
            for file in release.files
            if file.dataset == slug
        ],
    }


def address(name: str, *args: str) -> str:
    """The address in the site's own language, so that the catalogue is the same for everybody."""
    with translation.override("fr"):
        return f"{settings.SITE_URL}{reverse(f'home:{name}', args=args)}"


def _both(french: str, english: str) -> list[dict[str, str]]:
    return [{"@language": "fr", "@value": french}, {"@language": "en", "@value": english}]
