"""What follows two yeses, in the back office: states change by their actions only, so that each change is signed."""

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from ecosystem.accounts.access import person_of
from ecosystem.core.errors import Refused
from ecosystem.engagements.actions import close_engagement
from ecosystem.engagements.models import Engagement, EngagementMove, Introduction, IntroductionMove

MOVE_FIELDS = ("at", "from_state", "to_state", "by", "reason")


class EngagementMoveInline(admin.TabularInline[EngagementMove, Engagement]):
    """History is read, never rewritten."""

    model = EngagementMove
    fields = readonly_fields = MOVE_FIELDS
    extra = max_num = 0
    can_delete = False


class IntroductionMoveInline(admin.TabularInline[IntroductionMove, Introduction]):
    """History is read, never rewritten."""

    model = IntroductionMove
    fields = readonly_fields = MOVE_FIELDS
    extra = max_num = 0
    can_delete = False


@admin.register(Engagement)
class EngagementAdmin(admin.ModelAdmin[Engagement]):
    """Engagements are opened by two yeses and closed here or by their people: a deleted one would keep its place."""

    list_display = ["need", "mentor", "state", "started_at", "ended_at"]
    list_filter = ["state"]
    list_select_related = ["need", "mentor"]
    search_fields = ["need__title", "need__startup__name", "mentor__name"]
    date_hierarchy = "started_at"
    readonly_fields = ["need", "mentor", "state", "started_at", "ended_at"]
    inlines = [EngagementMoveInline]
    actions = ["close_chosen"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Engagement | None = None) -> bool:
        return False

    @admin.action(description=gettext_lazy("Terminer les accompagnements choisis"), permissions=["change"])
    def close_chosen(self, request: HttpRequest, chosen: QuerySet[Engagement]) -> None:
        """Each ends by its action, which frees the mentor's place; those that ended already are counted apart."""
        closed = 0
        for engagement in chosen:
            try:
                close_engagement(engagement, by=person_of(request), reason=_("par l’équipe"))
            except Refused as error:
                self.message_user(request, f"{engagement} · {error}", messages.WARNING)
            else:
                closed += 1
        told = ngettext("%(count)d accompagnement terminé.", "%(count)d accompagnements terminés.", closed)
        self.message_user(request, told % {"count": closed}, messages.SUCCESS)


@admin.register(Introduction)
class IntroductionAdmin(admin.ModelAdmin[Introduction]):
    """Introductions are opened by two yeses; their funnel belongs to the funder."""

    list_display = ["need", "funder", "state", "opened_at", "moved_at"]
    list_filter = ["state"]
    list_select_related = ["need", "funder"]
    search_fields = ["need__title", "need__startup__name", "funder__name"]
    date_hierarchy = "opened_at"
    readonly_fields = ["need", "funder", "state", "opened_at", "moved_at"]
    inlines = [IntroductionMoveInline]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Introduction | None = None) -> bool:
        return False
