from django.contrib import admin
from django.http import HttpRequest

from ecosystem.core.models import Mail, TaskRun


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


@admin.register(TaskRun)
class TaskRunAdmin(admin.ModelAdmin[TaskRun]):
    """What the workers did is read, never edited."""

    list_display = ["task", "arguments", "state", "attempt_count", "run_count", "started_at", "seconds"]
    list_filter = ["state", "task"]
    search_fields = ["task", "request_id", "failure"]
    date_hierarchy = "started_at"

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: TaskRun | None = None) -> bool:
        return False
