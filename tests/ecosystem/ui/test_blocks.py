from tests.ecosystem.ui.drawing import draw


def test_a_card_with_a_title_is_a_section() -> None:
    drawn = draw("{% card title level=3 id='why' %}<p>Oui</p>{% endcard %}", title="Pourquoi <lui>")
    assert drawn.startswith('<section class="card')
    assert "<h3>Pourquoi &lt;lui&gt;</h3>" in drawn
    assert "<p>Oui</p>" in drawn


def test_what_a_block_wraps_stays_escaped() -> None:
    assert "&lt;script&gt;" in draw("{% note tone='red' %}{{ text }}{% endnote %}", text="<script>")


def test_a_button_carries_its_name_and_value() -> None:
    drawn = draw("{% button variant='primary' name='answer' value='0' %}Non{% endbutton %}")
    assert 'name="answer" value="0"' in drawn
    assert 'type="submit"' in drawn


def test_a_disabled_link_goes_nowhere() -> None:
    drawn = draw("{% linkbutton '/next/' disabled=True %}Suite{% endlinkbutton %}")
    assert "href" not in drawn
    assert 'aria-disabled="true"' in drawn


def test_the_address_of_a_button_is_escaped() -> None:
    assert '"><script>' not in draw("{% linkbutton url %}x{% endlinkbutton %}", url='"><script>')


def test_an_act_is_a_post_with_its_token() -> None:
    drawn = draw("{% postbutton '/act/' variant='primary' %}Publier{% endpostbutton %}", csrf_token="secret")
    assert '<form class="inline" method="post" action="/act/">' in drawn
    assert 'name="csrfmiddlewaretoken" value="secret"' in drawn


def test_an_empty_state_has_a_title_and_a_way_out() -> None:
    drawn = draw("{% empty 'Rien' flags='qcu' %}<a href='/x/'>Voir</a>{% endempty %}")
    assert "<h2>Rien</h2>" in drawn
    assert drawn.count("#f-") == 3


def test_a_failed_run_shows_no_progress() -> None:
    assert "progressbar" not in draw("{% runbar 'Échec' state='failed' %}{% endrunbar %}")
    assert "progressbar" in draw("{% runbar 'Calcul' 5 10 %}{% endrunbar %}")
