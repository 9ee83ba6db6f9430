from django.contrib import admin
from django.http import HttpRequest

from ecosystem.core.models import Mail


@admin.register(Mail)
class MailAdmin(admin.ModelAdmin[Mail]):
    """The outbox is read, never edited."""

    list_display = ["subject", "to", "state", "attempt_count", "created_at", "sent_at"]
    list_filter = ["state", "template", "language"]
    search_fields = ["to", "subject", "key"]
    date_hierarchy = "created_at"

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Mail | None = None) -> bool:
        return False
