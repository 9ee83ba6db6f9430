"""What the team answers to a need, written once to each admin of its startup, in her language."""

from django.urls import reverse
from django.utils import translation

from ecosystem.core.mail import write_mail
from ecosystem.directory.owners import readers_of
from startups.models import NeedReview

RETURNED = "startups/mails/returned_"
"""What the templates of the typed replies begin with: one for each reason."""


def tell_returned(review: NeedReview) -> None:
    """One mail a reason: why the need went back, what to change, and where else to look."""
    need = review.need
    for reader in readers_of(need.startup):
        account = reader.user.pk if reader.user else None
        with translation.override(reader.language):
            path = reverse("startups:need", args=[need.pk])
        write_mail(
            key=f"need:{need.pk}:review:{review.pk}:{account or 'address'}",
            to=reader.address,
            template=f"{RETURNED}{review.verdict}",
            context={"review": review, "need": need, "path": path, "name": reader.name},
            language=reader.language,
            reader=account,
            about=f"startups.need:{need.pk}",
            url=path,
        )
