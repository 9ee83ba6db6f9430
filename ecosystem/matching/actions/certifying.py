"""The certificate of a round: sealed, verified by the checker as anybody would, kept with the proposals."""

import gzip
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from ecosystem.core.errors import Refused
from ecosystem.matching.actions.replaying import Replay, replay_round
from ecosystem.matching.certificate_refusals import refusal
from ecosystem.matching.certificate_words import Who
from ecosystem.matching.engine.certificate_file import write
from ecosystem.matching.engine.checker import verify_file
from ecosystem.matching.engine.document import document
from ecosystem.matching.engine.problem import Result
from ecosystem.matching.errors import CertificateRefused
from ecosystem.matching.models import Round, RoundCertificate
from ecosystem.matching.snapshot import Snapshot
from ecosystem.matching.verifying import verify_on_data

MOST_DIFFERENCES = 5
UNPROVEN = {"gap", "unproven"}
"""Refusals of a document whose pairs are allowed, and which nothing proves to be the best."""


@dataclass(frozen=True)
class Sealed:
    """A certificate that the checker accepted, ready to be kept."""

    compressed: bytes
    content: str
    size: int
    findings: list[dict[str, Any]]


def seal(round_: Round, snapshot: Snapshot, result: Result) -> Sealed:
    """Write the document of a computed round and have the very bytes verified; raises CertificateRefused.

    Where the engine itself says that the optimum is not proven, the document is kept and says so too.
    """
    made = document(snapshot.problem, result, about(round_))
    plain = write(made)
    compressed = gzip.compress(plain, 6, mtime=0)
    findings = verify_file(compressed, content=made["content"], digest=result.digest)
    allowed = set() if result.certificate.optimal else UNPROVEN
    refused = next((one for one in findings if not one.ok and one.code not in allowed), None)
    if refused is not None:
        told = asdict(refused)
        raise CertificateRefused(refusal(told, Who.of(round_.kind, [told])))
    return Sealed(compressed, made["content"], len(plain), [asdict(one) for one in findings])


def keep_certificate(round_: Round, sealed: Sealed) -> RoundCertificate:
    """Store it in place of a former one, read it back, and read the rules again on the data, in one transaction.

    Raises CertificateRefused when the database does not give back what it was given.
    """
    RoundCertificate.objects.filter(round=round_).delete()
    kept = RoundCertificate.objects.create(
        round=round_,
        document=sealed.compressed,
        content_hash=sealed.content,
        size=sealed.size,
        findings=[*sealed.findings, *verify_on_data(round_)],
        checked_at=timezone.now(),
    )
    stored = RoundCertificate.objects.values_list("document", flat=True).get(pk=kept.pk)
    if bytes(stored) != sealed.compressed:
        raise CertificateRefused(_("le document enregistré n’est pas celui qui a été vérifié."))
    return kept


def replay(round_id: int) -> bool | None:
    """Compute a round again on its own inputs and note whether the result is the same; None when it cannot be told.

    Done twice, it notes the same verdict twice. What hinders it is noted too: nobody waits for a replay in vain.
    """
    kept = RoundCertificate.objects.select_related("round").filter(round=round_id).first()
    if kept is None:
        return None
    noted = RoundCertificate.objects.filter(pk=kept.pk)
    try:
        found = replay_round(kept.round)
    except Refused as error:
        noted.update(replay_asked_at=None, replay_differences=[str(error)])
        return None
    note_replay(kept.round, found)
    return found.identical


def note_replay(round_: Round, found: Replay) -> None:
    """Keep the verdict of a replay where the certificate's page reads it."""
    differences = [str(one)[:300] for one in found.differences][:MOST_DIFFERENCES]
    RoundCertificate.objects.filter(round=round_).update(
        replayed_at=timezone.now(), replay_identical=found.identical, replay_differences=differences
    )


def about(round_: Round) -> Mapping[str, int | str]:
    """What names a round outside of the engine."""
    return {"id": round_.pk, "title": round_.title, "as_of": round_.as_of.isoformat()}
