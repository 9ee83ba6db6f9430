"""The back office of listings: their words are edited, their moves and counts are only read."""

from collections.abc import Callable
from typing import Any, ClassVar, TypeVar, cast

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.db import models, transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from modeltranslation.admin import TranslationAdmin

from ecosystem.accounts.models import User
from ecosystem.core.admin import ReadOnly
from ecosystem.core.errors import Refused
from ecosystem.core.queue import enqueue
from ecosystem.core.text import fold
from ecosystem.directory.actions import INDEX_CHANGES, INDEX_LISTING, ListingVerb, move_listing
from ecosystem.directory.addresses import keep_address
from ecosystem.directory.bulk import touch_listings
from ecosystem.directory.forms import LogoField, OfficeForm, checked_siren
from ecosystem.directory.models import (
    CapacityChange,
    Claim,
    FreshnessAsk,
    Invitation,
    Likeness,
    LinkCheck,
    Listing,
    ListingMove,
    Merge,
    NeverAgain,
    Origin,
    OrphanChase,
    Redirect,
    Rival,
    Sector,
    Skill,
    Stake,
)
from ecosystem.directory.writing import recording

_L = TypeVar("_L", bound=Listing)
_P = TypeVar("_P", bound=models.Model)


SECURE_ADDRESSES: dict[type[models.Field[Any, Any]], dict[str, Any]] = {models.URLField: {"assume_scheme": "https"}}


class ReadOnlyInline(admin.TabularInline[Any, Any]):
    """Rows that are only ever added by the site itself."""

    extra = 0
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class ListingMoveInline(ReadOnlyInline):
    """What happened to the listing, by whom."""

    model = ListingMove
    fk_name = "listing"
    fields = readonly_fields = ("at", "from_state", "to_state", "by", "reason")


def mover(verb: ListingVerb, label: Any) -> Callable[..., None]:
    """An action that moves the chosen listings; those whose state does not allow it are told apart."""

    @admin.action(description=label)
    def act(modeladmin: Any, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        done = refused = 0
        for listing in queryset:
            try:
                move_listing(listing, verb, by=request.user)  # type: ignore[arg-type]  # the admin lets no anonymous in
                done += 1
            except Refused:
                refused += 1
        if done:
            enqueue(INDEX_CHANGES)
            said = ngettext("%(n)d fiche a changé d’état.", "%(n)d fiches ont changé d’état.", done)
            modeladmin.message_user(request, said % {"n": done}, messages.SUCCESS)
        if refused:
            said = ngettext(
                "%(n)d fiche n’a pas changé : son état ne le permet pas.",
                "%(n)d fiches n’ont pas changé : leur état ne le permet pas.",
                refused,
            )
            modeladmin.message_user(request, said % {"n": refused}, messages.WARNING)

    act.__name__ = f"{verb}_listings"
    return act


MOVES = (
    mover("submit", _("Soumettre à la relecture")),
    mover("request_changes", _("Demander une correction")),
    mover("publish", _("Publier")),
    mover("hide", _("Masquer")),
    mover("archive", _("Archiver")),
)


class ListingKindAdmin(admin.ModelAdmin[_L]):
    """What the four kinds have in common; the state changes through the actions alone."""

    form: type[OfficeForm[Any]] = OfficeForm
    list_display = ["name", "state", "city", "updated_at", "verified_at"]
    list_filter: ClassVar[Any] = ("state", "language", "country", "source")
    search_fields: ClassVar[Any] = ("search_text", "slug", "siren", "contact_email")
    date_hierarchy = "updated_at"
    prepopulated_fields = {"slug": ("name",)}
    autocomplete_fields: ClassVar[Any] = ("sectors",)
    raw_id_fields: ClassVar[Any] = ("created_by",)
    readonly_fields: ClassVar[Any] = (
        "state",
        "created_at",
        "updated_at",
        "submitted_at",
        "published_at",
        "verified_at",
    )
    inlines: ClassVar[Any] = (ListingMoveInline,)
    actions = MOVES
    list_per_page = 50
    formfield_overrides = {**SECURE_ADDRESSES, models.ImageField: {"form_class": LogoField}}

    @transaction.atomic
    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """The form saves every column: the row is locked before it is read, so a place taken meanwhile is not lost.

        What changed enters the listing's history, and its former address goes on leading to its page.
        """
        row = self.get_object(request, unquote(object_id)) if request.method == "POST" and object_id else None
        if row is None or not self.has_change_permission(request, row):
            return super().changeform_view(request, object_id, form_url, extra_context)
        former = row.slug
        with recording(row, by=cast(User, request.user), origin=Origin.STAFF):
            response = super().changeform_view(request, object_id, form_url, extra_context)
        keep_address(self.model._base_manager.get(pk=row.pk), former)
        return response

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[_L], search_term: str
    ) -> tuple[QuerySet[_L], bool]:
        """Accents do not matter: the stored text has none."""
        return super().get_search_results(request, queryset, fold(search_term))

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """The search follows what is written here, the relations too."""
        super().save_related(request, form, formsets, change)
        if form.instance.is_public:
            enqueue(INDEX_LISTING, form.instance.pk)


class ListingPartAdmin(admin.ModelAdmin[_P]):
    """Rows that the search reads with their listing: whatever is done to them alone, it is read anew."""

    listing_field = ""

    def save_model(self, request: HttpRequest, obj: _P, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        self._read_anew({form.initial.get(self.listing_field), getattr(obj, f"{self.listing_field}_id")})

    def delete_model(self, request: HttpRequest, obj: _P) -> None:
        super().delete_model(request, obj)
        self._read_anew({getattr(obj, f"{self.listing_field}_id")})

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[_P]) -> None:
        pks = set(queryset.values_list(self.listing_field, flat=True))
        super().delete_queryset(request, queryset)
        self._read_anew(pks)

    def _read_anew(self, pks: set[Any]) -> None:
        touch_listings(pks)
        enqueue(INDEX_CHANGES)


@admin.register(Listing)
class ListingAdmin(ListingKindAdmin[Listing]):
    """The four kinds in one list, to search and to move; each is edited in its own kind."""

    list_display = ["name", "kind", "state", "city", "updated_at"]
    list_filter = ("kind", "state", "language")
    inlines = ()

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return obj is None and super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class TermAdmin(TranslationAdmin[Any]):
    """A word of the vocabulary, in both languages."""

    list_display = ["name", "slug", "parent", "position"]
    list_filter = (("parent", admin.RelatedOnlyFieldListFilter),)
    search_fields = ("slug", "name_fr", "name_en")
    autocomplete_fields = ("parent",)
    list_select_related = ("parent",)


@admin.register(Sector)
class SectorAdmin(TermAdmin):
    pass


@admin.register(Skill)
class SkillAdmin(TermAdmin):
    list_display = ["name", "slug", "parent", "is_funding", "position"]


@admin.register(CapacityChange)
class CapacityChangeAdmin(admin.ModelAdmin[CapacityChange]):
    """What people changed of their capacity: read, never written."""

    list_display = ["at", "listing", "before", "after"]
    list_filter = ("listing__kind",)
    search_fields = ("listing__search_text",)
    date_hierarchy = "at"
    list_select_related = ("listing",)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class TieForm(forms.ModelForm[Any]):
    """The SIREN of the company is checked as everywhere."""

    def clean_company_siren(self) -> str:
        return checked_siren(self.cleaned_data["company_siren"])


class TieAdmin(admin.ModelAdmin[Any]):
    """What a person declared, or what the team found; who wrote it is kept."""

    form: Any = TieForm
    list_display = ["listing", "company_name", "company_siren", "declared_by", "created_at"]
    search_fields: ClassVar[Any] = ("listing__search_text", "company_name", "company_siren")
    autocomplete_fields: ClassVar[Any] = ("listing", "company")
    readonly_fields = ("declared_by",)
    list_select_related: ClassVar[Any] = ("listing", "declared_by")

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        if not change:
            obj.declared_by = request.user
        super().save_model(request, obj, form, change)


@admin.register(Stake)
class StakeAdmin(TieAdmin):
    list_display = ["listing", "company_name", "company_siren", "percent", "source", "declared_by"]


@admin.register(Rival)
class RivalAdmin(TieAdmin):
    pass


@admin.register(NeverAgain)
class NeverAgainAdmin(TieAdmin):
    form = forms.ModelForm
    list_display = ["listing", "other", "declared_by", "created_at"]
    search_fields = ("listing__search_text", "other__search_text")
    autocomplete_fields = ("listing", "other")
    list_select_related = ("listing", "other", "declared_by")


@admin.register(ListingMove)
class ListingMoveAdmin(admin.ModelAdmin[ListingMove]):
    """The journal of moves: read, never written."""

    list_display = ["at", "listing", "from_state", "to_state", "by"]
    list_filter = ("to_state", "listing__kind")
    search_fields = ("listing__search_text", "reason")
    date_hierarchy = "at"
    list_select_related = ("listing", "by")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(FreshnessAsk)
class FreshnessAskAdmin(ReadOnly):
    """What owners were asked: read, never written."""

    list_display = ["listing", "since", "count", "last_at", "answer", "answered_at"]
    list_filter = ["answer"]
    search_fields = ["listing__search_text"]
    list_select_related = ["listing"]

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(LinkCheck)
class LinkCheckAdmin(ReadOnly):
    """What links answered: read, never written."""

    list_display = ["url", "listing", "why", "status", "fail_count", "checked_at", "told_at"]
    list_filter = ["why"]
    search_fields = ["url", "listing__search_text"]
    list_select_related = ["listing"]

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Claim)
class ClaimAdmin(ReadOnly):
    """Who asked for a listing: read, never written."""

    list_display = ["at", "listing", "way", "by", "state", "decided_by", "decided_at"]
    list_filter = ["state", "way"]
    search_fields = ["listing__search_text"]
    list_select_related = ["listing", "by", "decided_by"]

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Invitation)
class InvitationAdmin(ReadOnly):
    """Who was invited: read, never written."""

    list_display = ["at", "email", "target", "listing", "by", "state", "chased_count", "next_at"]
    list_filter = ["state", "target"]
    search_fields = ["email", "listing__search_text"]
    list_select_related = ["listing", "by"]

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(OrphanChase)
class OrphanChaseAdmin(ReadOnly):
    """What listings of nobody were written: read, never written."""

    list_display = ["listing", "started_at", "sent_count", "next_at", "outcome"]
    list_filter = ["outcome"]
    search_fields = ["listing__search_text"]
    list_select_related = ["listing"]

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class Kept(ReadOnly):
    """What is found and done about duplicates: read, never written nor deleted here."""

    list_select_related = True

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Likeness)
class LikenessAdmin(Kept):
    list_display = ["first", "second", "strength", "distinct_at", "distinct_by"]


@admin.register(Merge)
class MergeAdmin(Kept):
    list_display = ["at", "gone", "kept", "by", "undone_at"]


@admin.register(Redirect)
class RedirectAdmin(Kept):
    list_display = ["slug", "kind", "listing", "at"]
