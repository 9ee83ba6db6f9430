"""What the forms of the kinds have in common: the vocabulary as choices, the SIREN, the logo."""

from collections.abc import Iterator
from itertools import groupby
from typing import Any, ClassVar, TypeVar

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db.models import QuerySet
from django.forms.models import ModelChoiceIterator
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_countries import countries
from stdnum.exceptions import InvalidChecksum, InvalidLength
from stdnum.exceptions import ValidationError as NotASiren
from stdnum.fr import siren as siren_rules

from ecosystem.core.images import FORMATS, small_picture
from ecosystem.core.text import whole
from ecosystem.directory.models import Listing, Sector, Skill
from ecosystem.directory.taken import SirenTaken, bearer_of, taken_words
from ecosystem.ui.forms import capital_choices

_M = TypeVar("_M", bound=Listing)
MARKETS = ("FR", "DE", "ES", "IT", "BE", "CH", "NL", "GB", "PT", "MA", "TN", "US", "CA", "AE", "SG", "JP")
SIRET_LENGTH = 14


class GroupedIterator(ModelChoiceIterator):  # type: ignore[type-arg]
    """Terms under the name of their family."""

    def __iter__(self) -> Iterator[tuple[Any, Any]]:
        if self.field.empty_label is not None:
            yield "", self.field.empty_label
        for family, terms in groupby(self.queryset, key=lambda term: term.parent):
            yield str(family), [self.choice(term) for term in terms]


def by_family(terms: QuerySet[Any]) -> QuerySet[Any]:
    """The terms of the second level, family after family."""
    return terms.select_related("parent").order_by("parent__position", "position", "pk")


class RowsField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    """Rows by their keys; what is no key of any database is refused before it is asked for."""

    def clean(self, value: Any) -> Any:
        for one in value if isinstance(value, list | tuple) else ():
            if whole(str(one)) is None:
                raise ValidationError(self.error_messages["invalid_choice"], "invalid_choice", {"value": one})
        return super().clean(value)


class SectorsField(RowsField):
    """Sectors of the second level, as boxes to tick under the name of their family."""

    iterator = GroupedIterator
    widget = forms.CheckboxSelectMultiple

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(Sector.objects.none(), required=kwargs.pop("required", False), **kwargs)

    def __deepcopy__(self, memo: dict[int, Any]) -> "SectorsField":
        """Each form asks for the terms anew."""
        copied: SectorsField = super().__deepcopy__(memo)
        copied.queryset = by_family(Sector.objects.leaves())
        return copied


class TopicField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """One subject, in a list under the names of the families."""

    iterator = GroupedIterator

    def __init__(self, **kwargs: Any) -> None:
        empty_label = kwargs.pop("empty_label", _("Choisissez un sujet"))
        super().__init__(Skill.objects.none(), empty_label=empty_label, **kwargs)
        self.error_messages["required"] = _("Choisissez un sujet.")

    def __deepcopy__(self, memo: dict[int, Any]) -> "TopicField":
        """Each form asks for the terms anew."""
        copied: TopicField = super().__deepcopy__(memo)
        copied.queryset = by_family(Skill.objects.leaves())
        return copied


class CountriesField(forms.MultipleChoiceField):
    """Countries as boxes to tick: the usual markets first, the others in their own group."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(choices=country_groups, required=kwargs.pop("required", False), **kwargs)


def country_groups() -> list[tuple[Any, list[tuple[str, str]]]]:
    names = dict(countries)
    others = [(code, str(name)) for code, name in countries if code not in MARKETS]
    return [(_("Marchés habituels"), [(code, names[code]) for code in MARKETS]), (_("Autres pays"), others)]


class LogoField(forms.FileField):
    """A picture, read and written anew; its own words for each way of being wrong."""

    widget = forms.FileInput(attrs={"accept": ",".join(f"image/{name.lower()}" for name in FORMATS)})

    def to_python(self, data: Any) -> ContentFile[bytes] | None:
        upload = super().to_python(data)
        return small_picture(upload) if upload is not None else None


class LogoForm(forms.Form):
    """The logo has a form of its own: an error elsewhere never loses the file."""

    logo = LogoField(
        label=_("Logo"),
        help_text=_("PNG, JPEG ou WebP, 5 Mo au plus."),
        error_messages={
            "required": _("Choisissez une image avant de l’envoyer."),
            "empty": _("Ce fichier est vide. Choisissez une image."),
        },
    )


def checked_siren(typed: str) -> str:
    """Nine digits whose key holds, or nothing; ValidationError says what is wrong with others."""
    number = str(siren_rules.compact(typed))
    if not number:
        return ""
    if len(number) == SIRET_LENGTH and number.isdecimal():
        raise ValidationError(_("C’est un SIRET : gardez ses neuf premiers chiffres."), code="siret")
    if not number.isascii():
        raise ValidationError(_("Un SIREN ne contient que des chiffres."), code="format")
    try:
        siren_rules.validate(number)
    except InvalidLength as error:
        raise ValidationError(_("Un SIREN a neuf chiffres."), code="length") from error
    except InvalidChecksum as error:
        raise ValidationError(_("Ce numéro n’est pas un SIREN : vérifiez ses neuf chiffres."), code="key") from error
    except NotASiren as error:
        raise ValidationError(_("Un SIREN ne contient que des chiffres."), code="format") from error
    return number


class OfficeForm(forms.ModelForm[_M]):
    """A listing as the back office writes it: whatever the database would refuse is said on the page."""

    def clean_siren(self) -> str:
        return checked_siren(self.cleaned_data["siren"])

    def clean_parent_siren(self) -> str:
        return checked_siren(self.cleaned_data["parent_siren"])

    def validate_unique(self) -> None:
        """Once the rest is right, the rules on columns that the page does not show: the form itself leaves them out."""
        super().validate_unique()
        if self.errors:
            return
        self.instance.kind = self.instance.KIND
        try:
            self.instance.validate_constraints()
        except ValidationError as error:
            self.add_error(None, error)


class SirenField(forms.CharField):
    """A SIREN that may stay empty; spaces are let through, its key is checked."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs = {"required": False, "max_length": 20, **kwargs}
        widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})
        super().__init__(widget=widget, **kwargs)

    def clean(self, value: Any) -> str:
        return checked_siren(super().clean(value))


def parent_siren() -> SirenField:
    """The company above, for a startup, a funder, or a mentor's employer."""
    return SirenField(
        label=_("SIREN de la maison mère"),
        help_text=_("Si l’entreprise appartient à un groupe. Sert à ne pas proposer deux sociétés du même groupe."),
    )


class ListingForm(forms.ModelForm[_M]):
    """The fields that a startup and a funder share, in the words that their forms use."""

    kind: ClassVar[str] = ""
    taken: Listing | None = None
    """The listing that already bears the number that was typed."""

    sectors = SectorsField(label=_("Secteurs"))
    website = forms.URLField(
        label=_("Site web"),
        required=False,
        max_length=300,
        assume_scheme="https",
        widget=forms.URLInput(attrs={"inputmode": "url", "autocomplete": "url", "placeholder": "https://"}),
        error_messages={"invalid": _("Cette adresse n’est pas celle d’un site. Exemple : https://exemple.fr")},
    )
    siren = SirenField(
        label="SIREN", help_text=_("Neuf chiffres. Laissez vide si l’entreprise n’est pas encore immatriculée.")
    )
    parent_siren = parent_siren()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "language" in self.fields:
            capital_choices(self.fields["language"])

    def clean_siren(self) -> str:
        """A SIREN, carried by no other live listing of the kind."""
        number: str = self.cleaned_data["siren"]
        if number:
            self._refuse_a_twin(number)
        return number

    def refuse_taken(self, error: SirenTaken) -> None:
        """What the database found taken is said as the form itself says it."""
        self.taken = error.listing
        self.add_error("siren", str(error))

    def _refuse_a_twin(self, number: str) -> None:
        self.taken = bearer_of(self.kind, number, but=self.instance.pk)
        if self.taken is not None:
            raise ValidationError(taken_words(self.taken), code="taken")


class PauseForm(forms.Form):
    """A pause whose last day is given; it does not end in the past."""

    paused_until = forms.DateField(
        label=_("En pause jusqu’au"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("Dernier jour de pause. Rien ne vous est proposé d’ici là, ce qui est en cours continue."),
    )

    def clean_paused_until(self) -> Any:
        until = self.cleaned_data["paused_until"]
        if until is not None and until < timezone.localdate():
            raise ValidationError(_("Cette date est passée. Indiquez le dernier jour de votre pause."))
        return until
