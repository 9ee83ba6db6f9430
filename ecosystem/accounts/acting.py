"""Seeing the site as somebody sees it, to help her: for half an hour, read only, written down and told to her."""

from datetime import timedelta

from django.conf import settings
from django.contrib.auth import get_user
from django.contrib.auth.signals import user_logged_out
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.dispatch import receiver
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone, translation

from ecosystem.accounts.acting_mails import BEGUN
from ecosystem.accounts.errors import CannotActAs, ReasonMissing
from ecosystem.accounts.models import CURATORS, ActingAs, User
from ecosystem.core.mail import write_mail

SESSION_KEY = "acting_as"
DURATION = timedelta(minutes=30)


def openable() -> QuerySet[User]:
    """The people whose space the team may open: active accounts that are not of the team."""
    team = Q(is_superuser=True) | Q(is_staff=True) | Q(groups__name=CURATORS)
    return User.objects.filter(is_active=True).exclude(pk__in=User.objects.filter(team).values("pk"))


def may_act(by: User, user: User) -> bool:
    return by.is_curator and by.pk != user.pk and openable().filter(pk=user.pk).exists()


@transaction.atomic
def start_acting(user: User, *, by: User, reason: str) -> ActingAs:
    """Open somebody's space for half an hour; what the curator had open before is left, and the person is told."""
    words = " ".join(reason.split())
    if not words:
        raise ReasonMissing
    if not may_act(by, user):
        raise CannotActAs
    now = timezone.now()
    end_all(by)
    acting = ActingAs.objects.create(user=user, by=by, reason=words[:300], at=now, ends_at=now + DURATION)
    _tell(acting)
    return acting


def end_all(by: User) -> None:
    """Leave every space that the curator still has open."""
    ActingAs.objects.open().filter(by=by).update(ended_at=timezone.now())


def count_refusal(acting: ActingAs) -> None:
    """Something was about to be written, and was not."""
    ActingAs.objects.filter(pk=acting.pk).update(refused_count=F("refused_count") + 1)


def open_in_session(request: HttpRequest) -> ActingAs | None:
    """What the session has open, while both people still may; None when it has ended."""
    key = request.session.get(SESSION_KEY, 0)
    acting = ActingAs.objects.open().filter(pk=key).select_related("user", "by").first()
    curator = get_user(request)
    if acting is None or not isinstance(curator, User) or acting.by_id != curator.pk:
        return None
    return acting if may_act(curator, acting.user) else None


def lend(request: HttpRequest, acting: ActingAs) -> None:
    """From here on the request is that of the person."""
    request.acting = acting  # type: ignore[attr-defined]
    request.user = acting.user


@receiver(user_logged_out)
def left_with_the_session(user: User | None = None, **_: object) -> None:
    """Whoever signs out leaves what she had open."""
    if user is not None:
        end_all(user)


def _tell(acting: ActingAs) -> None:
    user = acting.user
    with translation.override(user.language):
        path = reverse("home:journal_mine")
    write_mail(
        key=f"acting:{acting.pk}",
        to=user.email,
        template=BEGUN,
        context={"acting": acting, "lien": f"{settings.SITE_URL}{path}"},
        language=user.language,
        reader=user.pk,
        about=f"accounts.actingas:{acting.pk}",
        url=path,
    )
