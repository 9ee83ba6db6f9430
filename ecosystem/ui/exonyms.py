"""Cities abroad that French and English do not write alike."""

from ecosystem.ui.typography import french

ENGLISH = {
    "Alger": "Algiers",
    "Anvers": "Antwerp",
    "Athènes": "Athens",
    "Bâle": "Basel",
    "Barcelone": "Barcelona",
    "Bruxelles": "Brussels",
    "Bucarest": "Bucharest",
    "Copenhague": "Copenhagen",
    "Cracovie": "Krakow",
    "Dresde": "Dresden",
    "Dubaï": "Dubai",
    "Édimbourg": "Edinburgh",
    "Francfort": "Frankfurt",
    "Gand": "Ghent",
    "Gênes": "Genoa",
    "Genève": "Geneva",
    "Hambourg": "Hamburg",
    "Hanovre": "Hanover",
    "La Haye": "The Hague",
    "Le Caire": "Cairo",
    "Lisbonne": "Lisbon",
    "Londres": "London",
    "Montréal": "Montreal",
    "Pékin": "Beijing",
    "Philadelphie": "Philadelphia",
    "Séoul": "Seoul",
    "Séville": "Seville",
    "Singapour": "Singapore",
    "Tanger": "Tangier",
    "Varsovie": "Warsaw",
    "Venise": "Venice",
}
"""French to English, without the names that a town of France bears too (Valence, Vienne)."""
FRENCH = {english: name for name, english in ENGLISH.items()}


def town(name: str) -> str:
    """A city as the language of the page writes it: Lisbonne, Lisbon; one that is not known stays as it was typed."""
    return (FRENCH if french() else ENGLISH).get(name, name)
