"""What the team is mailed about its own rounds."""

from django.conf import settings
from django.utils import translation

from ecosystem.core.mail import write_mail
from ecosystem.core.models import Mail
from ecosystem.matching.models import Round


def tell_round_failed(round_: Round) -> Mail | None:
    """Whoever started the computation learns that it failed and why, once a failure; nobody when nobody is known."""
    started = round_.moves.filter(to_state=Round.State.COMPUTING).select_related("by").last()
    author = (started and started.by) or round_.created_by
    if author is None or not author.is_active or not author.email:
        return None
    times = round_.moves.filter(to_state=Round.State.FAILED).count()
    with translation.override(author.language):
        path = round_.get_absolute_url()
    return write_mail(
        key=f"round:{round_.pk}:failed:{times}",
        to=author.email,
        template="matching/mails/round_failed",
        context={"round": round_, "url": f"{settings.SITE_URL}{path}"},
        language=author.language,
        reader=author.pk,
        about=f"matching.round:{round_.pk}",
        url=path,
    )
