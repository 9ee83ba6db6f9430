"""Words and their other forms, each found by the other."""

import pytest

from ecosystem.search.index.documents import Document
from ecosystem.search.index.query import find
from ecosystem.search.index.snippets import highlight
from tests.ecosystem.search.conftest import Build

PAIRS = """
énergie/énergies société/sociétés donnée/données créée/créé journal/journaux cheval/chevaux réseau/réseaux
bureau/bureaux jeu/jeux enjeu/enjeux lieu/lieux milieu/milieux feu/feux travail/travaux vitrail/vitraux
émail/émaux corail/coraux bail/baux capital/capitaux local/locaux hôpital/hôpitaux signal/signaux canal/canaux
terminal/terminaux métal/métaux matériau/matériaux noyau/noyaux niveau/niveaux tableau/tableaux bateau/bateaux
vaisseau/vaisseaux œil/yeux ciel/cieux médical/médicaux social/sociaux régional/régionaux sérieux/sérieuse
industriel/industrielle professionnel/professionnels actif/active vendeur/vendeuse producteur/productrice
directeur/directrice conseiller/conseillère premier/première innovant/innovante capteur/capteurs
sous-marin/sous-marins sous-marine/sous-marin financer/financement recruter/recrutement export/exporter
drone/drones logiciel/logiciels déchet/déchets client/clients levée/levées santé/SANTE port/ports
company/companies energy/energies battery/batteries city/cities business/businesses child/children woman/women
person/people man/men foot/feet mouse/mice leaf/leaves shelf/shelves life/lives knife/knives wolf/wolves
criterion/criteria medium/media index/indices matrix/matrices hiring/hire founder/founders mentor/mentors
"""


@pytest.mark.parametrize("pair", PAIRS.split())
def test_each_form_finds_the_other_as_it_is_written(build: Build, pair: str) -> None:
    one, other = pair.split("/")
    view = build([Document(1, "startup", "Alpha", body=f"Avec {one} ici."), Document(2, "startup", "B", tags=(other,))])
    for text in (one, other):
        hits = find(view, text)
        assert sorted(hits.pks) == [1, 2]
        assert not hits.approximate


def test_the_other_form_is_marked() -> None:
    assert highlight("De grands travaux", "travail") == "De grands <mark>travaux</mark>"
    assert highlight("Drones sous-marins", "sous-marin") == "Drones <mark>sous-marins</mark>"
