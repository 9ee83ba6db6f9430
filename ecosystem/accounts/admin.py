"""Accounts in the back office: by e-mail, with their groups."""

from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import AdminUserCreationForm, UserChangeForm
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from ecosystem.accounts.models import ActingAs, User
from ecosystem.core.admin import ReadOnly


class CreationForm(AdminUserCreationForm):  # type: ignore[type-arg]  # django-stubs makes it generic, Django does not
    """A new account has an address and a password, or no password: she then signs in with a code."""

    class Meta:
        model = User
        fields = ("email", "full_name")
        field_classes: ClassVar[dict[str, type[forms.Field]]] = {}


class ChangeForm(UserChangeForm):  # type: ignore[type-arg]
    class Meta:
        model = User
        fields = "__all__"  # the admin's fieldsets choose
        field_classes: ClassVar[dict[str, type[forms.Field]]] = {}


@admin.register(User)
class PersonAdmin(UserAdmin):  # type: ignore[type-arg]
    """Curators are made here, by adding a person to the group of that name."""

    form = ChangeForm
    add_form = CreationForm
    list_display = ["email", "full_name", "language", "is_active", "is_staff", "last_login"]
    list_filter = ["groups", "is_active", "is_staff", "is_superuser", "language"]
    search_fields = ["email", "full_name"]
    ordering = ["email"]
    date_hierarchy = "date_joined"
    fieldsets: ClassVar[Any] = [
        (None, {"fields": ["email", "password"]}),
        (_("Personne"), {"fields": ["full_name", "language", "timezone"]}),
        (_("Droits"), {"fields": ["is_active", "is_staff", "is_superuser", "groups", "user_permissions"]}),
        (_("Dates"), {"fields": ["last_login", "date_joined"]}),
    ]
    add_fieldsets: Any = [(None, {"fields": ["email", "full_name", "usable_password", "password1", "password2"]})]
    readonly_fields = ["last_login", "date_joined"]


@admin.register(ActingAs)
class ActingAsAdmin(ReadOnly):
    """Who opened whose space is read, never edited."""

    list_display = ["user", "by", "reason", "at", "ended_at", "refused_count"]
    search_fields = ["user__email", "user__full_name", "reason"]
    list_select_related = ["user", "by"]
    date_hierarchy = "at"

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
