"""The back office of funders and of what they financed."""

from django.contrib import admin
from django.core.exceptions import ValidationError

from ecosystem.directory.admin import ListingKindAdmin, ListingMoveInline
from ecosystem.directory.forms import OfficeForm
from funders.errors import FilesBelowTaken
from funders.models import Deal, Funder


class FunderOfficeForm(OfficeForm[Funder]):
    """Files that are taken this month stay."""

    def clean_files_per_month(self) -> int:
        files: int = self.cleaned_data["files_per_month"]
        if files < self.instance.taken_count:
            raise ValidationError(str(FilesBelowTaken(self.instance.taken_count)))
        return files


@admin.register(Funder)
class FunderAdmin(ListingKindAdmin[Funder]):
    """A funder may have thousands of deals: they have their own list."""

    form = FunderOfficeForm
    list_display = [
        "name",
        "state",
        "funder_type",
        "ticket_min_eur",
        "ticket_max_eur",
        "taken_count",
        "files_per_month",
    ]
    list_filter = ("state", "funder_type", "language", "source")
    autocomplete_fields = ("sectors", "refused_sectors", "conflicts", "user")
    readonly_fields = (*ListingKindAdmin.readonly_fields, "month_on", "taken_count")
    inlines = (ListingMoveInline,)


@admin.register(Deal)
class DealAdmin(admin.ModelAdmin[Deal]):
    list_display = ["company", "funder", "stage", "amount", "currency", "announced_on", "source"]
    list_filter = ("stage", "source", "currency")
    search_fields = ("company", "funder__search_text")
    date_hierarchy = "announced_on"
    autocomplete_fields = ("funder", "sector")
    list_select_related = ("funder",)
    show_full_result_count = False
