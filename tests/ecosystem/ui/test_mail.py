import css_inline
from django.template import Context, Template

from tests.ecosystem.ui.drawing import draw

PARTS = [{"label": "Expertise <b>", "points": 34, "weight": 35, "quote": "Trois distributeurs"}]


def mail(**context: object) -> str:
    body = (
        "{% block body %}<h1>Bonjour</h1>{% mail_card name 'Marseille' 87 'sur 100' %}"
        "{% mail_reasons parts %}{% mail_button url 'Lire' %}{% endblock %}"
    )
    source = "{% extends 'ui/mail.html' %}{% load ui %}" + body
    given = {"name": "Calanque", "parts": PARTS, "url": "https://escale.example/p/", **context}
    return css_inline.inline(Template(source).render(Context(given)))


def test_a_mail_carries_its_styles_and_no_picture() -> None:
    html = mail()
    assert "<img" not in html
    assert "url(" not in html
    assert '<h1 style="' in html
    assert "prefers-color-scheme: dark" in html


def test_a_mail_escapes_what_people_wrote() -> None:
    assert "Expertise &lt;b&gt;" in mail()
    assert "<script>" not in mail(name="<script>")


def test_a_mail_can_be_stopped() -> None:
    assert "https://escale.example/stop/" in mail(stop_url="https://escale.example/stop/")
    assert "Ne plus recevoir" not in mail(stop_url="")


def test_the_flag_of_a_mail_is_a_table() -> None:
    assert 'bgcolor="#da3b22"' in draw("{% mail_flag 'Calanque' %}")
