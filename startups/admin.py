"""The back office of startups, their teams and their needs."""

from typing import Any

from django.contrib import admin
from modeltranslation.admin import TranslationAdmin, TranslationTabularInline

from ecosystem.directory.admin import ListingKindAdmin, ListingMoveInline, ListingPartAdmin, ReadOnlyInline
from startups.models import Choice, Member, Need, NeedMove, NeedReview, News, Question, Startup


class MemberInline(admin.TabularInline[Member, Startup]):
    """The people of the team."""

    model = Member
    extra = 0
    autocomplete_fields = ("user",)


class NeedInline(admin.TabularInline[Need, Startup]):
    """The needs, each edited on its own page."""

    model = Need
    extra = 0
    fields = readonly_fields = ("title", "topic", "state", "deadline_on")
    show_change_link = True
    can_delete = False

    def has_add_permission(self, request: Any, obj: Any = None) -> bool:
        return False


@admin.register(Startup)
class StartupAdmin(ListingKindAdmin[Startup]):
    list_display = ["name", "state", "stage", "city", "headcount", "updated_at"]
    list_filter = ("state", "stage", "women_led", "language", "source")
    inlines = (MemberInline, NeedInline, ListingMoveInline)
    exclude = ("deck",)


class NeedMoveInline(ReadOnlyInline):
    """What happened to the need."""

    model = NeedMove
    fields = readonly_fields = ("at", "from_state", "to_state", "by", "reason")


class NeedReviewInline(ReadOnlyInline):
    """What the team answered."""

    model = NeedReview
    fk_name = "need"
    fields = readonly_fields = ("at", "verdict", "words", "by")


@admin.register(Need)
class NeedAdmin(ListingPartAdmin[Need]):
    """Needs are read and mended here; they open and close on their own pages."""

    listing_field = "startup"
    list_display = ["title", "startup", "topic", "state", "deadline_on", "mentors_wanted", "funders_wanted"]
    list_filter = ("state", "is_public", "topic__parent")
    search_fields = ("title", "details", "startup__search_text")
    date_hierarchy = "created_at"
    autocomplete_fields = ("startup", "topic", "sectors")
    readonly_fields = ("state", "review", "answers", "importance", "created_at", "opened_at", "closed_at")
    list_select_related = ("startup", "topic")
    inlines = (NeedMoveInline, NeedReviewInline)


@admin.register(Member)
class MemberAdmin(admin.ModelAdmin[Member]):
    list_display = ["name", "title", "startup", "user", "role"]
    list_filter = ("role",)
    search_fields = ("name", "startup__search_text", "user__email")
    autocomplete_fields = ("startup", "user")
    list_select_related = ("startup", "user")


@admin.register(NeedMove)
class NeedMoveAdmin(admin.ModelAdmin[NeedMove]):
    """The journal of needs: read, never written."""

    list_display = ["at", "need", "from_state", "to_state", "by"]
    list_filter = ("to_state",)
    search_fields = ("need__title", "reason")
    list_select_related = ("need", "by")

    def has_add_permission(self, request: Any) -> bool:
        return False

    def has_change_permission(self, request: Any, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: Any, obj: Any = None) -> bool:
        return False


class ChoiceInline(TranslationTabularInline[Choice, Question]):
    """The answers that the question offers."""

    model = Choice
    extra = 0
    fields = ("slug", "label", "position")


@admin.register(Question)
class QuestionAdmin(TranslationAdmin[Question]):
    """What each family of subjects asks: worded, ordered and put aside here."""

    list_display = ["label", "family", "kind", "position", "is_asked"]
    list_filter = ("family", "kind", "is_asked")
    search_fields = ("label_fr", "label_en", "slug")
    autocomplete_fields = ("family",)
    list_select_related = ("family",)
    inlines = (ChoiceInline,)


@admin.register(News)
class NewsAdmin(ListingPartAdmin[News]):
    """What startups tell of themselves."""

    listing_field = "startup"
    list_display = ["title", "kind", "startup", "on", "by"]
    list_filter = ("kind",)
    search_fields = ("title", "startup__search_text")
    date_hierarchy = "on"
    autocomplete_fields = ("startup",)
    readonly_fields = ("by", "at")
    list_select_related = ("startup", "by")
