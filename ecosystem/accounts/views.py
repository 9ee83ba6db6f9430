"""Where allauth's own pages would act too soon."""

from typing import Any

from allauth.account.views import ConfirmEmailView


class ConfirmEmail(ConfirmEmailView):  # type: ignore[misc]  # allauth has no types
    """Opening the link changes nothing, not even who is signed in: the button does."""

    def logout_other_user(self, confirmation: Any) -> None:
        if self.request.method == "POST":
            super().logout_other_user(confirmation)
