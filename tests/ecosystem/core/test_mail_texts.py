"""The words of mails: staff write them, holes are refused with what to write instead, and no version is lost."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from ecosystem.core.mail import write_mail
from ecosystem.core.mail_kinds import MailKind, all_kinds, editable_kinds, kind_of, register_kind
from ecosystem.core.mail_letters import compose, sample
from ecosystem.core.mail_previews import last_test, preview, send_test
from ecosystem.core.mail_texts import (
    TextChanged,
    TextRefused,
    Words,
    changed_templates,
    check_text,
    falls_behind,
    nearest,
    restore_original,
    save_text,
    versions_of,
    words_of,
)
from ecosystem.core.models import Mail, MailText
from tests.ecosystem.core.kinds import TEMPLATE, kind, registered
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
CONTEXT = {"prénom": "Inès", "startup": "Sel & Fils", "échéance": "3 décembre", "lien": "https://escale.test/x/"}


@pytest.fixture
def news() -> Iterator[MailKind]:
    with registered(kind()) as one:
        yield one


def write(key: str = "event:1", **fields: object) -> Mail:
    return write_mail(key=key, to="ines@exemple.test", template=TEMPLATE, context={**CONTEXT, **fields})


# --- drawing -----------------------------------------------------------------------------------------------------


def test_a_mail_takes_the_words_of_its_kind_and_the_values_of_its_event(news: MailKind) -> None:
    mail = write()
    assert mail.subject == "Sel & Fils\xa0: une nouvelle"
    assert "Bonjour Inès,\n" in mail.text
    assert "Sel & Fils vous attend avant le 3 décembre." in mail.text
    assert "Lire et répondre\xa0: https://escale.test/x/" in mail.text
    assert "<b>Sel &amp; Fils</b> vous attend" in mail.html
    assert 'href="https://escale.test/x/"' in mail.html
    assert "Avant le 3 décembre" in mail.html
    small = mail.html.split("Rien ne presse")[0].rpartition("<p")[2]
    assert "font-size: 14px" in small, "what comes after the button is small"


def test_what_people_wrote_is_neither_a_tag_nor_a_placeholder(news: MailKind) -> None:
    mail = write(prénom="<b>{startup}</b>\r\nBcc: x@y.test")
    assert "&lt;b&gt;{startup}&lt;/b&gt;" in mail.html
    assert "<b>{startup}" in mail.text


def test_a_line_of_the_frame_is_left_out_when_a_value_is_missing(news: MailKind) -> None:
    assert "Avant le" not in write(échéance="").html


def test_two_kinds_do_not_share_a_template(news: MailKind) -> None:
    register_kind(news)
    with pytest.raises(ValueError, match=TEMPLATE):
        register_kind(kind(label="Autre"))
    assert kind_of(TEMPLATE) == news
    assert news in all_kinds()


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("template", [one.template for one in editable_kinds()])
def test_the_sites_own_words_keep_to_their_own_rules(template: str, language: str) -> None:
    one = kind_of(template)
    assert one is not None
    words = words_of(one, language)
    assert check_text(one, words.subject, words.body) == {}
    assert len({placeholder.name for placeholder in one.placeholders}) == len(one.placeholders)
    drawn = sample(one, words, language)
    assert drawn.subject
    assert drawn.text.strip()
    assert f'lang="{language}"' in drawn.html
    assert "{" not in drawn.subject


# --- checking ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("{lien} avant {date_limite}", "{date_limite} n’existe pas. Écrivez {échéance}."),
        ("{lien} {echeance}", "{echeance} n’existe pas. Écrivez {échéance}."),
        ("{lien} {Prenom}", "{Prenom} n’existe pas. Écrivez {prénom}."),
        ("{lien} {zzz}", "{zzz} n’existe pas. Vous pouvez écrire : {prénom}, {startup}, {échéance}, {fiche}, {lien}."),
        ("Bonjour", "Il manque {lien} : sans cela, ce courriel ne sert à rien."),
        ("Bonjour {prénom\n\n{lien}", "Une accolade est seule : « {prénom »."),
        ("{lien} voici {fiche}", "{fiche} doit être seul dans son paragraphe"),
        ("   \n ", "Un courriel sans texte ne part pas."),
        ("{lien}" + "a" * 8000, "Le texte dépasse 8000 caractères."),
    ],
)
def test_a_text_that_would_leave_a_hole_is_refused_with_what_to_write(news: MailKind, body: str, said: str) -> None:
    with pytest.raises(TextRefused) as refused:
        save_text(news, "fr", subject="Objet", body=body, by=None)
    assert any(text.replace("\xa0", " ").startswith(said) for text in refused.value.errors["body"]), (
        refused.value.errors
    )
    assert not MailText.objects.exists()


@pytest.mark.parametrize(
    ("subject", "said"),
    [
        (" ", "Un courriel sans objet ne part pas."),
        ("a" * 201, "L’objet dépasse 200 caractères."),
        ("{lien}", "{lien} ne peut pas être dans l’objet."),
        ("{fiche}", "{fiche} ne peut pas être dans l’objet."),
        ("{start-up}", "{start-up} n’existe pas. Écrivez {startup}."),
    ],
)
def test_a_subject_is_checked_too(news: MailKind, subject: str, said: str) -> None:
    assert check_text(news, subject, "{lien}") == {"subject": [said]}


def test_a_name_that_nothing_resembles_has_no_nearest(news: MailKind) -> None:
    assert (nearest(news, "nom"), nearest(news, "kilomètres")) == ("prénom", "")


# --- versions ----------------------------------------------------------------------------------------------------


def test_each_change_is_a_version_and_the_newest_counts(news: MailKind) -> None:
    user = UserFactory()
    assert words_of(news, "fr").version == 0
    save_text(news, "fr", subject="Un", body="Bonjour !\r\n\r\n\r\n{lien}", by=user, based_on=0)
    save_text(news, "fr", subject="Deux", body="{lien}", by=user, based_on=1)
    assert [(words.version, words.subject) for words in versions_of(news, "fr")] == [
        (2, "Deux"), (1, "Un"), (0, "{startup}\xa0: une nouvelle"),
    ]  # fmt: skip
    assert words_of(news, "en").version == 0, "each language has its own"
    assert write().subject == "Deux"
    assert versions_of(news, "fr")[1].body == "Bonjour\xa0!\n\n{lien}", "French punctuation is tied"
    assert changed_templates() == {TEMPLATE}


def test_a_double_click_writes_one_version(news: MailKind) -> None:
    first = save_text(news, "fr", subject="Un", body="{lien}", by=None, based_on=0)
    assert first is not None
    assert save_text(news, "fr", subject="Un", body="{lien}\n", by=None, based_on=0) is None
    assert MailText.objects.count() == 1


def test_two_people_do_not_overwrite_each_other(news: MailKind) -> None:
    save_text(news, "fr", subject="Un", body="{lien}", by=None, based_on=0)
    with pytest.raises(TextChanged):
        save_text(news, "fr", subject="Autre", body="{lien}", by=None, based_on=0)
    assert words_of(news, "fr").subject == "Un"


def test_the_original_comes_back_as_a_new_version_and_nothing_is_lost(news: MailKind) -> None:
    assert restore_original(news, "fr", by=None) is None
    save_text(news, "fr", subject="Un", body="{lien}", by=None)
    restored = restore_original(news, "fr", by=UserFactory())
    assert restored is not None
    assert (restored.version, restored.is_original) == (2, True)
    assert words_of(news, "fr").subject == news.subject
    assert restore_original(news, "fr", by=None) is None
    assert [words.subject for words in versions_of(news, "fr")][1] == "Un"
    assert changed_templates() == set()


def test_a_language_that_was_left_behind_is_seen(news: MailKind) -> None:
    assert not falls_behind(news, "en")
    save_text(news, "fr", subject="Un", body="{lien}", by=None)
    assert falls_behind(news, "en")
    assert not falls_behind(news, "fr")
    save_text(news, "en", subject="One", body="{lien}", by=None)
    assert not falls_behind(news, "en")


def test_a_mail_already_written_keeps_its_words(news: MailKind) -> None:
    before = write().text
    save_text(news, "fr", subject="Autre", body="{lien}", by=None)
    assert write().text == before


# --- trying ------------------------------------------------------------------------------------------------------


def test_a_preview_shows_a_real_recipient_or_examples_and_leaves_what_is_wrong_to_be_seen(news: MailKind) -> None:
    said = {"subject": "{startup}", "body": "Bonjour {prénom}, avant {date_limite}\n\n{lien}"}
    real = preview(news, "fr", recipient="7", **said)
    assert real.subject == "Calanque"
    assert "Bonjour Nadia, avant {date_limite}" in real.text
    example = preview(news, "fr", recipient="gone", **said)
    assert example.subject == "Calanque Robotics"
    assert "Bonjour Inès" in example.text
    assert not Mail.objects.exists()


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_trial_goes_to_oneself_once_a_minute_and_says_that_it_is_one(news: MailKind, language: str) -> None:
    said = {"subject": "{startup}", "body": "{lien}", "to": "lucie@escale.test", "recipient": "7"}
    first, again = send_test(news, language, **said), send_test(news, language, **said)
    assert first == again
    assert (first.to, first.reader, first.state) == ("lucie@escale.test", None, Mail.State.QUEUED)
    assert first.subject.endswith("] Calanque")
    assert last_test(news, "Lucie@escale.test") == first
    with pytest.raises(TextRefused):
        send_test(news, language, **{**said, "body": "{nulle}"})


def test_blocks_are_drawn_alone_and_empty_ones_leave_nothing(news: MailKind) -> None:
    words = Words("Objet", "Avant\n\n{fiche}\n\n{lien}")
    todo = {"title": "Répondre", "detail": "<i>", "url": "https://escale.test/"}
    full = compose(news, words, {**CONTEXT, "todos": [todo]}, "fr")
    assert "&lt;i&gt;" in full.html
    assert "Répondre" in full.text
    assert "À faire" not in compose(news, words, {**CONTEXT, "todos": []}, "fr").html


def test_an_example_names_the_blocks_that_it_cannot_draw(news: MailKind) -> None:
    assert "la fiche" in sample(news, Words("Objet", "{fiche}\n\n{lien}"), "fr").text
    bare = kind(placeholders=tuple(replace(one, sample="") for one in news.placeholders))
    assert "[la fiche]" in sample(bare, Words("Objet", "{fiche}\n\n{lien}"), "fr").text
