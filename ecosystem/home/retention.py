"""What is kept for a time only: accounts that nobody uses, addresses of people who never came, sealed proofs.

Each rule may run every night: it finds nothing twice. The command `forget_in_time` runs them all, and so does the beat.
"""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format

from ecosystem.accounts.erasing import obstacles_of
from ecosystem.accounts.models import CURATORS, ApiToken, Consent, User
from ecosystem.core.mail import write_mail
from ecosystem.core.models import Mail
from ecosystem.core.rows import for_each
from ecosystem.directory.claiming.forgetting import NOBODY
from ecosystem.directory.keeping.favourites import forget_removed
from ecosystem.directory.models import Claim, FreshnessAsk, Invitation, ListingMove, Report, Suggestion, Version
from ecosystem.home.erasing import erase_account
from ecosystem.home.mail_words import INACTIVE
from ecosystem.matching.models import ProposalMove
from ecosystem.search.alerts.asking import forget_old_alerts
from ecosystem.search.counting import forget_old_counts

UNUSED_AFTER = timedelta(days=3 * 365)
WARNED_BEFORE = timedelta(days=30)
UNCONFIRMED_AFTER = timedelta(days=30)
ADDRESSES_KEPT = timedelta(days=365)
PROOFS_KEPT = timedelta(days=3 * 365)
KEYS_KEPT = timedelta(days=365)


def unused(since: datetime) -> QuerySet[User]:
    """Active accounts outside the team that neither signed in nor signed anything since."""
    found = User.objects.filter(is_active=True, is_superuser=False, is_staff=False).exclude(groups__name=CURATORS)
    found = found.annotate(seen_at=Coalesce(F("last_login"), F("date_joined"))).filter(seen_at__lt=since)
    mine = OuterRef("pk")
    signed = (
        Version.objects.filter(by=mine, at__gte=since),
        ListingMove.objects.filter(by=mine, at__gte=since),
        ProposalMove.objects.filter(by=mine, at__gte=since),
        FreshnessAsk.objects.filter(by=mine, answered_at__gte=since),
        Mail.objects.filter(reader=mine, read_at__gte=since),
    )
    for rows in signed:
        found = found.filter(~Exists(rows))
    return found.order_by("pk")


def warn_unused(now: datetime) -> int:
    """A month before an unused account goes, its person is told how to keep it: by signing in."""
    return for_each(unused(now - UNUSED_AFTER + WARNED_BEFORE), lambda person: _warn(person, now))


def anonymise_unused(now: datetime) -> int:
    """Those who were told a month ago and did not come; who is alone in charge of a listing on line stays."""
    told = Mail.objects.filter(reader=OuterRef("pk"), template=INACTIVE, created_at__lte=now - WARNED_BEFORE,
                               created_at__gt=OuterRef("seen_at"))  # fmt: skip
    return for_each(unused(now - UNUSED_AFTER).filter(Exists(told)), _anonymise)


def drop_unconfirmed(now: datetime) -> int:
    """Accounts that were asked for with an address that nobody confirmed, and never entered."""
    addresses = EmailAddress.objects.filter(user=OuterRef("pk"))
    found = User.objects.filter(
        Exists(addresses), ~Exists(addresses.filter(verified=True)),
        last_login=None, date_joined__lt=now - UNCONFIRMED_AFTER, is_staff=False, memberships=None,
    )  # fmt: skip
    count = found.count()
    found.delete()
    return count


def empty_addresses(now: datetime) -> int:
    """A year after an invitation, a claim, a suggestion or a report ended, nobody's address is needed any more."""
    before = now - ADDRESSES_KEPT
    over = Invitation.objects.exclude(state=Invitation.State.ACCEPTED).filter(ended_at__lt=before).exclude(email=NOBODY)
    count = over.update(email=NOBODY, name="", word="")
    claims = Claim.objects.filter(decided_at__lt=before).exclude(Q(address="") & Q(message=""))
    count += claims.update(address="", message="")
    for told in (Suggestion, Report):
        count += told.objects.filter(decided_at__lt=before).exclude(email="").update(email="")
    loose = Mail.objects.filter(reader=None, created_at__lt=before).exclude(state=Mail.State.QUEUED).exclude(to=NOBODY)
    return count + loose.update(to=NOBODY, text="", html="")


def drop_proofs(now: datetime) -> int:
    """The sealed proofs of those who left, three years after their last word, which is that of leaving."""
    later = Consent.objects.filter(user=OuterRef("user"), at__gte=now - PROOFS_KEPT)
    count, _models = Consent.objects.filter(~Exists(later), proof__has_key="seal").delete()
    return count


def drop_sessions(now: datetime) -> int:
    """Sessions that ran out, and what browsers they were of."""
    count, _models = Session.objects.filter(expire_date__lt=now).delete()
    UserSession.objects.exclude(Exists(Session.objects.filter(session_key=OuterRef("session_key")))).delete()
    return count


def drop_keys(now: datetime) -> int:
    """Keys of the API, a year after they opened anything."""
    count, _models = ApiToken.objects.over(now - KEYS_KEPT).delete()
    return count


RULES: Mapping[str, Callable[[datetime], int]] = {
    "unused accounts warned": warn_unused,
    "unused accounts anonymised": anonymise_unused,
    "unconfirmed accounts dropped": drop_unconfirmed,
    "addresses emptied": empty_addresses,
    "proofs dropped": drop_proofs,
    "sessions dropped": drop_sessions,
    "alerts dropped": forget_old_alerts,
    "removed favourites dropped": forget_removed,
    "counts of searches dropped": forget_old_counts,
    "keys dropped": drop_keys,
}


def forget_in_time(now: datetime | None = None) -> dict[str, int]:
    """Every rule once, and what each found."""
    moment = now or timezone.now()
    return {name: rule(moment) for name, rule in RULES.items()}


def _warn(person: User, now: datetime) -> bool:
    seen_at = getattr(person, "seen_at")  # noqa: B009
    key = f"inactive:{person.pk}:{seen_at:%Y-%m-%d}"
    if Mail.objects.filter(key=key).exists():
        return False
    with translation.override(person.language):
        day, url = date_format(timezone.localdate(now + WARNED_BEFORE), "j F Y"), reverse("account_login")
        context = {"prénom": person.get_short_name(), "jour": day, "lien": f"{settings.SITE_URL}{url}"}
    write_mail(key=key, to=person.email, template=INACTIVE, context=context, language=person.language,
               reader=person.pk, url=url)  # fmt: skip
    return True


def _anonymise(person: User) -> bool:
    if obstacles_of(person):
        return False
    erase_account(person)
    return True
