"""The page where a person erases her account: what goes, what stays, and one act that she confirms by her address."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth import logout
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache

from ecosystem.accounts.access import person_of
from ecosystem.accounts.erasing import obstacles_of
from ecosystem.accounts.models import User
from ecosystem.core.access import member_required
from ecosystem.core.errors import Refused
from ecosystem.core.queue import enqueue
from ecosystem.directory.actions import INDEX_CHANGES
from ecosystem.home.erasing import erase_account, lone_drafts
from ecosystem.ui.navigation import space_of
from startups.models import Startup


class EraseForm(forms.Form):
    """Typing one's own address is the confirmation: nobody does it by mistake."""

    address = forms.CharField(
        label=gettext_lazy("Recopiez votre adresse e-mail pour confirmer"),
        max_length=254,
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "email"}),
        error_messages={"required": gettext_lazy("Recopiez votre adresse pour confirmer.")},
    )

    def __init__(self, person: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person

    def clean_address(self) -> str:
        typed: str = self.cleaned_data["address"].strip().lower()
        if typed != self.person.email:
            raise ValidationError(_("Ce n’est pas l’adresse de ce compte : recopiez %(email)s."),
                                  params={"email": self.person.email})  # fmt: skip
        return typed


@never_cache
@member_required
def erase(request: HttpRequest) -> HttpResponse:
    """What goes and what stays; once confirmed, the account is gone and the person signed out."""
    person = person_of(request)
    form = EraseForm(person, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            erase_account(person)
        except Refused as error:
            form.add_error(None, str(error))
        else:
            enqueue(INDEX_CHANGES)
            logout(request)
            messages.success(request, _("Votre compte est effacé."))
            return redirect("home:index")
    context = {
        "form": form,
        "obstacles": obstacles_of(person),
        "staying": list(
            Startup.objects.live().of(person).exclude(pk__in=lone_drafts(person).values("pk")).order_by("name")
        ),
        "space": space_of(request),
    }
    return render(request, "home/account/erase.html", context)
