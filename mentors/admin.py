"""The back office of mentors."""

from django.contrib import admin
from django.core.exceptions import ValidationError

from ecosystem.directory.admin import ListingKindAdmin, ListingMoveInline, ListingPartAdmin
from ecosystem.directory.forms import OfficeForm, checked_siren
from mentors.errors import CapacityBelowTaken
from mentors.models import Mentor, MentorSkill


class MentorSkillInline(admin.TabularInline[MentorSkill, Mentor]):
    """What the mentor brings."""

    model = MentorSkill
    extra = 0
    autocomplete_fields = ("skill",)


class MentorOfficeForm(OfficeForm[Mentor]):
    """Places that are taken stay."""

    def clean_employer_siren(self) -> str:
        return checked_siren(self.cleaned_data["employer_siren"])

    def clean_capacity(self) -> int:
        capacity: int = self.cleaned_data["capacity"]
        if capacity < self.instance.taken_count:
            raise ValidationError(str(CapacityBelowTaken(self.instance.taken_count)))
        return capacity


@admin.register(Mentor)
class MentorAdmin(ListingKindAdmin[Mentor]):
    form = MentorOfficeForm
    list_display = ["name", "state", "company", "city", "taken_count", "capacity", "load_min", "paused_until"]
    list_filter = ("state", "paused_until", "language", "source")
    autocomplete_fields = ("sectors", "refused_sectors", "conflicts", "user")
    readonly_fields = (*ListingKindAdmin.readonly_fields, "taken_count")
    inlines = (MentorSkillInline, ListingMoveInline)


@admin.register(MentorSkill)
class MentorSkillAdmin(ListingPartAdmin[MentorSkill]):
    listing_field = "mentor"
    list_display = ["mentor", "skill", "level", "proof"]
    list_filter = ("level", "skill__parent")
    search_fields = ("mentor__search_text", "skill__slug", "proof")
    autocomplete_fields = ("mentor", "skill")
    list_select_related = ("mentor", "skill")
