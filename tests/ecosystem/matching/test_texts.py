"""Texts become counts of stems in two languages, and sentences that are quoted word for word."""

from hypothesis import given
from hypothesis import strategies as st

from ecosystem.matching.snapshot.texts import LONGEST_SENTENCE, STOP_WORDS, Sentences, counted, sentences, stem, stems
from ecosystem.matching.snapshot.vocabulary import Positions


def test_the_forms_of_a_word_share_a_stem_in_its_language():
    assert stem("exporter", "fr") == stem("exportées", "fr") == stem("Exporté", "fr")
    assert stem("exporting", "en") == stem("exports", "en") == stem("export", "en")
    assert stem("exporter", "fr") == stem("export", "en")


def test_small_words_and_those_of_asking_say_nothing():
    assert (
        stems("Nous cherchons de l’aide et un besoin pour la mer", "fr").keys()
        == stems("cherchons aide mer", "fr").keys()
    )
    assert not stems("We would like to have help with this, please: 2026!", "en").keys() - {"pleas"}
    assert all(word == word.lower() and word.isascii() for word in STOP_WORDS)


def test_a_text_is_cut_into_its_sentences_as_they_stand():
    text = "J’ai vendu aux ports, 12 ans durant. Puis j’ai monté une équipe !\n• Réseau en Allemagne"
    assert sentences(text) == [
        "J’ai vendu aux ports, 12 ans durant.",
        "Puis j’ai monté une équipe !",
        "• Réseau en Allemagne",
    ]


@given(st.text(max_size=900))
def test_every_sentence_is_a_short_piece_of_the_text(text):
    flat = " ".join(text.split())
    for sentence in sentences(text):
        assert 0 < len(sentence) <= LONGEST_SENTENCE
        assert sentence in flat


def test_only_words_of_the_needs_have_a_column():
    words = Positions()
    needs = counted([stems("Exporter vers le Japon, exporter", "fr"), stems("", "fr")], words, grow=True)
    assert needs.shape == (2, 2)
    assert sorted(needs.toarray()[0].tolist()) == [1, 2]
    said = Sentences()
    said.add(0, "J’exporte au Japon. Je peins.", "fr")
    people = counted(said.counts, words, grow=False)
    assert said.said == [("J’exporte au Japon.", "fr"), ("Je peins.", "fr")]
    assert people.shape == (2, 2)
    assert people.toarray().sum(axis=1).tolist() == [2, 0]
