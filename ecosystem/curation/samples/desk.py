"""The whole sample desk, once: what was decided since by whoever tries the site is left as it is."""

from django.db import transaction
from django.utils import timezone

from ecosystem.core.models import Mail
from ecosystem.curation.samples import people, upkeep, waiting
from ecosystem.curation.samples.reading import REF, content
from ecosystem.directory.models import Version

PARTS = (
    waiting.write_owners,
    upkeep.write_versions,
    upkeep.write_openings,
    upkeep.write_imports,
    upkeep.write_merge,
    upkeep.write_freshness,
    upkeep.write_links,
    waiting.write_listings,
    waiting.write_revisions,
    waiting.write_suggestions,
    waiting.write_reports,
    people.write_claims,
    people.write_invitations,
    people.write_chases,
    people.write_networks,
    people.write_team_words,
    people.write_agreements,
    people.write_acting,
    upkeep.write_likenesses,
)


@transaction.atomic
def write_desk() -> int:
    """Everything or nothing; the versions of the sample, which nobody deletes, say that it is there."""
    if Version.objects.filter(ref=REF).exists():
        return 0
    said = content()
    count = sum(write(said) for write in PARTS)
    Mail.objects.queued().update(state=Mail.State.SENT, sent_at=timezone.now())
    return count
