from django import forms
from django.core.paginator import Paginator

from tests.ecosystem.ui.drawing import at, draw


class Filters(forms.Form):
    q = forms.CharField(required=False)
    sector = forms.MultipleChoiceField(label="Secteur", choices=[("a", "Aéro"), ("b", "Bio")], required=False)
    city = forms.CharField(label="Ville", required=False)
    free = forms.BooleanField(label="Place libre", required=False)


def test_pages_keep_the_query() -> None:
    page = Paginator(range(100), 10).get_page(2)
    drawn = draw("{% pagination page %}", request=at("/startups/?q=a%26b&page=2"), page=page)
    assert 'href="?q=a%26b&amp;page=3" rel="next"' in drawn
    assert 'aria-current="page"' in drawn


def test_one_page_needs_no_pages() -> None:
    assert draw("{% pagination page %}", page=Paginator([1], 10).get_page(1)).strip() == ""


def test_each_filter_can_be_taken_off_alone() -> None:
    request = at("/startups/?q=eau&sector=a&sector=b&page=3")
    drawn = draw("{% filter_chips form %}", request=request, form=Filters(request.GET))
    assert 'href="?q=eau&amp;sector=b"' in drawn
    assert 'href="?q=eau&amp;sector=a"' in drawn
    assert 'href="?q=eau"' in drawn
    assert drawn.count('class="chip"') == 2


def test_a_filter_that_is_not_one_of_ours_is_not_shown() -> None:
    request = at("/startups/?sector=%3Cscript%3E&city=%3Cscript%3E")
    drawn = draw("{% filter_chips form %}", request=request, form=Filters(request.GET))
    assert drawn.count('class="chip"') == 1
    assert "<script>" not in drawn


def test_no_filter_no_chip() -> None:
    assert draw("{% filter_chips form %}", form=Filters()).strip() == ""


def test_crumbs_end_on_the_current_page() -> None:
    drawn = draw("{% crumbs 'Tournées' '/t/' name %}", name="<Mars>")
    assert '<a href="/t/">Tournées</a>' in drawn
    assert '<b aria-current="page">&lt;Mars&gt;</b>' in drawn


def test_steps_say_their_state_in_words() -> None:
    items = [{"label": "A", "state": "done"}, {"label": "B", "state": "current"}, {"label": "C"}]
    drawn = draw("{% steps items %}", items=items)
    assert "terminé" in drawn
    assert 'aria-current="step"' in drawn
    assert "à faire" in drawn


def test_labels_are_escaped() -> None:
    drawn = draw(
        "{% tag t %}{% state t kind='full' %}{% chip t '/x/' %}{% tabs i 'x' %}", t="<b>", i=[{"label": "<b>"}]
    )
    assert "<b>" not in drawn
