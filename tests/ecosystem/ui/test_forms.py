from django import forms

from ecosystem.ui.forms import capital_choices
from tests.ecosystem.ui.drawing import draw


class Sample(forms.Form):
    name = forms.CharField(label="Nom", help_text="Comme sur vos papiers.")
    note = forms.CharField(label="Note", required=False, widget=forms.Textarea)
    sectors = forms.MultipleChoiceField(
        label="Secteurs", choices=[("a", "Aéro"), ("b", "Bio"), ("c", "Chimie")], widget=forms.CheckboxSelectMultiple
    )
    consent = forms.BooleanField(label="J’accepte")
    secret = forms.CharField(widget=forms.HiddenInput, required=False)
    weight = forms.IntegerField(label="Poids", min_value=0, max_value=60, initial=35)


def test_a_field_ties_its_label_and_its_hint() -> None:
    drawn = draw("{% field form.name %}", form=Sample())
    assert '<label for="id_name">' in drawn
    assert 'aria-describedby="id_name_helptext"' in drawn
    assert 'id="id_name_helptext"' in drawn
    assert 'class="input"' in drawn


def test_a_wrong_field_says_what_to_correct() -> None:
    drawn = draw("{% field form.name %}", form=Sample({"name": ""}))
    assert 'aria-invalid="true"' in drawn
    assert 'aria-describedby="id_name_helptext id_name_error"' in drawn
    assert 'id="id_name_error"' in drawn


def test_an_optional_field_says_so() -> None:
    assert "facultatif" in draw("{% field form.note %}", form=Sample())
    assert "facultatif" not in draw("{% field form.name %}", form=Sample())
    assert "facultatif" not in draw("{% field form.note optional=False %}", form=Sample())


def test_what_people_typed_is_escaped() -> None:
    drawn = draw(
        "{% field form.name %}{% field form.note %}", form=Sample({"name": '"><script>', "note": "</textarea><b>"})
    )
    assert "<script>" not in drawn
    assert "</textarea><b>" not in drawn


def test_choices_are_a_fieldset_that_the_summary_can_reach() -> None:
    form = Sample({"name": "x"})
    drawn = draw("{% form_errors form %}{% field form.sectors %}", form=form)
    assert 'href="#id_sectors"' in drawn
    assert 'id="id_sectors"' in drawn
    assert "<legend" in drawn


def test_the_summary_counts_and_links() -> None:
    drawn = draw("{% form_errors form %}", form=Sample({"name": "", "sectors": ["a"], "consent": "on", "weight": 5}))
    assert "Il reste une chose à corriger." in drawn
    assert 'href="#id_name"' in drawn
    assert draw("{% form_errors form %}", form=Sample()).strip() == ""


def test_a_plain_form_looks_like_ours() -> None:
    drawn = draw("{{ form }}", form=Sample({"name": ""}))
    assert 'class="note red summary"' in drawn
    assert 'class="check"' in drawn
    assert drawn.count('name="secret"') == 1


def test_extra_attributes_reach_the_control() -> None:
    drawn = draw("{% field form.name autocomplete='name' placeholder='Nom' class='wide' %}", form=Sample())
    assert 'autocomplete="name"' in drawn
    assert 'class="field wide"' in drawn


def test_a_facet_keeps_zero_counts_and_hides_the_rest() -> None:
    drawn = draw(
        "{% facet form.sectors counts=counts shown=2 %}", form=Sample({"sectors": ["b"]}), counts={"a": 4, "b": 0}
    )
    assert 'value="b" id="id_sectors_1" checked' in drawn
    assert '<span class="c">4</span>' in drawn
    assert '<span class="c">0</span>' in drawn
    assert "Voir plus" in drawn
    assert "<details>" in drawn


def test_a_facet_unfolds_when_what_is_hidden_is_chosen() -> None:
    assert "<details open>" in draw("{% facet form.sectors shown=2 %}", form=Sample({"sectors": ["c"]}))


def test_a_slider_shows_its_bounds_and_value() -> None:
    drawn = draw("{% slider form.weight tone='p1' %}", form=Sample())
    assert 'min="0" max="60" step="1" value="35"' in drawn
    assert ">35</output>" in drawn


def test_picks_carry_their_explanations() -> None:
    form = Sample()
    form.fields["sectors"].descriptions = {"a": "Avions & fusées"}  # type: ignore[attr-defined]
    assert "Avions &amp; fusées" in draw("{% picks form.sectors %}", form=form)


class Asking(forms.Form):
    title = forms.CharField(label="Titre", error_messages={"required": "Indiquez un titre."})
    name = forms.CharField(label="Nom")


def test_a_field_that_asks_in_its_own_words_is_not_named_twice() -> None:
    drawn = draw("{% form_errors form %}", form=Asking({}))
    assert ">Indiquez un titre.</a>" in drawn
    assert "Nom\N{NO-BREAK SPACE}: Ce champ est obligatoire." in drawn


def test_one_refusal_of_the_whole_form_is_one_sentence() -> None:
    form = Asking({"title": "x", "name": "y"})
    form.add_error(None, "Cette adresse et ce mot de passe ne vont pas ensemble.")
    drawn = draw("{% form_errors form %}", form=form)
    assert "ne vont pas ensemble" in drawn
    assert "à corriger" not in drawn
    assert "<li>" not in drawn


def test_choices_of_a_list_start_with_a_capital() -> None:
    field = forms.ChoiceField(choices=[("", "---"), ("fr", "français")])
    capital_choices(field)
    assert list(field.choices) == [("", "---"), ("fr", "Français")]
