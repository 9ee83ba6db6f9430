"""What the team answers to a need, written once to each admin of its startup, in her language."""

from django.urls import reverse
from django.utils import translation

from ecosystem.core.mail import write_mail
from startups.models import Member, NeedReview, Startup

RETURNED = "startups/mails/returned_"
"""What the templates of the typed replies begin with: one for each reason."""


def tell_returned(review: NeedReview) -> None:
    """One mail a reason: why the need went back, what to change, and where else to look."""
    need = review.need
    for reader, name, address, language in readers_of(need.startup):
        with translation.override(language):
            path = reverse("startups:need", args=[need.pk])
        write_mail(
            key=f"need:{need.pk}:review:{review.pk}:{reader or 'address'}",
            to=address,
            template=f"{RETURNED}{review.verdict}",
            context={"review": review, "need": need, "path": path, "name": name},
            language=language,
            reader=reader,
            about=f"startups.need:{need.pk}",
            url=path,
        )


def readers_of(startup: Startup) -> list[tuple[int | None, str, str, str]]:
    """Account, name, address and language of whoever decides: the startup's admins, else its own address."""
    admins = startup.members.filter(role=Member.Role.ADMIN, user__is_active=True).select_related("user")
    users = [one.user for one in admins.order_by("pk") if one.user is not None]
    if users or not startup.contact_email:
        return [(user.pk, user.get_short_name(), user.email, user.language) for user in users]
    return [(None, startup.name, startup.contact_email, startup.language)]
