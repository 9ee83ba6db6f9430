from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from ecosystem.core.models import Mail, MailChoice, MailText, TaskRun


class ReadOnly(admin.ModelAdmin[Any]):
    """Written by the site: read here, never edited."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Mail)
class MailAdmin(ReadOnly):
    """The outbox."""

    list_display = ["subject", "to", "state", "attempt_count", "created_at", "sent_at"]
    list_filter = ["state", "template", "language"]
    search_fields = ["to", "subject", "key", "about"]
    date_hierarchy = "created_at"
    list_select_related = ["reader"]


@admin.register(MailText)
class MailTextAdmin(ReadOnly):
    """The versions of the words of mails: none is ever lost."""

    list_display = ["template", "language", "version", "subject", "by", "at"]
    list_filter = ["language", "template"]
    list_select_related = ["by"]

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(MailChoice)
class MailChoiceAdmin(ReadOnly):
    """What each address chose to receive."""

    list_display = ["address", "template", "rhythm", "at"]
    list_filter = ["rhythm"]
    search_fields = ["address"]


@admin.register(TaskRun)
class TaskRunAdmin(ReadOnly):
    """What the workers did is read, never edited."""

    list_display = ["task", "arguments", "state", "attempt_count", "run_count", "started_at", "seconds"]
    list_filter = ["state", "task"]
    search_fields = ["task", "request_id", "failure"]
    date_hierarchy = "started_at"
