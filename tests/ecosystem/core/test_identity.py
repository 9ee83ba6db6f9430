"""One person and one company, however they write their addresses and names."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecosystem.core.identity import company_domain, company_key, masked, same_mailbox

SAME = [
    ("nadia@exemple.fr", "NADIA@Exemple.FR"),
    ("nadia@exemple.fr", "  nadia@exemple.fr "),
    ("nadia@exemple.fr", "nadia+asso@exemple.fr"),
    ("nadia@exemple.fr", "Nadia+a+b@exemple.fr"),
    ("nadia@exemple.fr.", "nadia@exemple.fr"),
    ("n.belkacem@gmail.com", "nbelkacem@gmail.com"),
    ("n.b.e.lkacem@gmail.com", "NBelkacem+tournee@googlemail.com"),
    ("n.belkacem@googlemail.com", "nbelkacem@gmail.com"),
    ("nadia@société.fr", "nadia@xn--socit-esab.fr"),
]
OTHERS = [
    ("n.belkacem@exemple.fr", "nbelkacem@exemple.fr"),
    ("n.belkacem@outlook.fr", "nbelkacem@outlook.fr"),
    ("nadia@exemple.fr", "nadia@exemple.com"),
    ("nadia@exemple.fr", "nadia2@exemple.fr"),
    ("+nadia@exemple.fr", "+paul@exemple.fr"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_an_alias_is_the_same_mailbox(one: str, other: str) -> None:
    assert same_mailbox(one) == same_mailbox(other) != ""


@pytest.mark.parametrize(("one", "other"), OTHERS)
def test_different_people_stay_apart(one: str, other: str) -> None:
    assert same_mailbox(one) != same_mailbox(other)


@pytest.mark.parametrize("text", ["", "   ", "nadia", "@exemple.fr", "nadia@", "@"])
def test_what_is_no_address_is_nobodys_mailbox(text: str) -> None:
    assert same_mailbox(text) == ""


@given(st.emails())
def test_taking_the_mailbox_of_a_mailbox_changes_nothing(address: str) -> None:
    assert same_mailbox(same_mailbox(address)) == same_mailbox(address)


def test_a_masked_address_keeps_its_domain_and_its_tag_alone() -> None:
    assert masked("n.belkacem+asso@exemple.fr") == "n…+asso@exemple.fr"
    assert masked("Nadia@exemple.fr") == "N…@exemple.fr"
    assert masked("nadia") == ""


@pytest.mark.parametrize(
    ("text", "domain"),
    [
        ("https://www.exemple.fr/equipe?a=1", "exemple.fr"),
        ("http://exemple.fr:8080", "exemple.fr"),
        ("exemple.fr", "exemple.fr"),
        ("nadia@rh.exemple.fr", "exemple.fr"),
        ("NADIA@EXEMPLE.FR", "exemple.fr"),
        ("https://shop.exemple.co.uk", "exemple.co.uk"),
        ("nadia@exemple.com.au", "exemple.com.au"),
        ("https://exemple.asso.fr", "exemple.asso.fr"),
        ("https://co.uk", ""),
        ("https://exemple.fr.", "exemple.fr"),
        ("https://société.fr", "xn--socit-esab.fr"),
        ("nadia@gmail.com", ""),
        ("nadia@yahoo.co.uk", ""),
        ("nadia@orange.fr", ""),
        ("https://www.linkedin.com/in/nadia", ""),
        ("https://nadia.github.io", ""),
        ("https://sites.google.com/view/nadia", ""),
        ("https://nadia.wixsite.com/moi", ""),
        ("https://192.168.1.4/", ""),
        ("https://[::1]/", ""),
        ("https://[", ""),
        ("nadia@machine.test", ""),
        ("localhost", ""),
        ("", ""),
    ],
)
def test_the_company_behind_a_site_or_a_mail(text: str, domain: str) -> None:
    assert company_domain(text) == domain


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Calanque Robotics", "CALANQUE ROBOTICS SAS"),
        ("Calanque Robotics", "Calanque-Robotics, S.A.S."),
        ("Énergie du Sud", "SARL Energie du sud"),
        ("Exemple", "Exemple GmbH"),
    ],
)
def test_a_company_is_known_by_its_name_without_its_form(one: str, other: str) -> None:
    assert company_key(one) == company_key(other) != ""


def test_a_company_whose_whole_name_is_a_form_keeps_it() -> None:
    assert company_key("SAS") == "sas"
    assert company_key("SA SARL") != company_key("")
