"""The people of the sample desk: who asks for a listing, who is invited, who follows what, and who was helped."""

from datetime import timedelta

from ecosystem.accounts.acting import start_acting
from ecosystem.accounts.consents import Purpose, agree
from ecosystem.accounts.models import ActingAs, Consent
from ecosystem.curation.networks import add_partner, add_startup, free_network_slug
from ecosystem.curation.samples.reading import Said, ago, curator, listing, person
from ecosystem.directory.claiming import claims, invitations
from ecosystem.directory.claiming.chasing import start_chases
from ecosystem.directory.models import (
    Claim,
    Invitation,
    Network,
    NetworkMember,
    NetworkStaff,
    Note,
    OrphanChase,
)
from ecosystem.directory.noting import add_note, assign_listing, tag_listing

NEXT_LETTER = timedelta(days=5)


def write_claims(said: Said) -> int:
    for entry in said["claims"]:
        when = ago(hours=entry["hours_ago"])
        made = claims.ask(listing(entry["listing"]), by=person(entry["by"]), message=entry["message"])
        Claim.objects.filter(pk=made.pk).update(at=when, expires_at=when + claims.ASKED_FOR)
        if entry.get("answer"):
            claims.decide(made, by=curator(), accept=False, answer=entry["answer"])
            Claim.objects.filter(pk=made.pk).update(decided_at=when + timedelta(days=1))
        elif when + claims.REMINDED_AFTER < ago():
            Claim.objects.filter(pk=made.pk).update(reminded_at=when + claims.REMINDED_AFTER)
    return len(said["claims"])


def write_invitations(said: Said) -> int:
    for entry in said["invitations"]:
        when, chased = ago(days=entry["days_ago"]), entry.get("chased", 0)
        made, _new = invitations.invite(
            target=entry["target"],
            email=entry["email"],
            name=entry["name"],
            word=entry.get("word", ""),
            by=person(entry["by"]) if entry.get("by") else curator(),
            listing=listing(entry["listing"]) if entry.get("listing") else None,
            role=Invitation.Role.MEMBER if entry["target"] == "member" else Invitation.Role.ADMIN,
        )
        dates = {"at": when, "sent_at": when, "chased_count": chased}
        if state := entry.get("state"):
            dates |= {"state": state, "next_at": None, "ended_at": when + timedelta(days=3)}
        else:
            dates["next_at"] = when + invitations.LADDER[chased]
        Invitation.objects.filter(pk=made.pk).update(**dates)
    return len(said["invitations"])


def write_chases(said: Said) -> int:
    """Letters to listings of nobody, each at another rung."""
    for name, count in said["chases"].items():
        found = listing(name)
        start_chases([found.pk], by=curator())
        began = ago(days=14 * count - 9)
        row = OrphanChase.objects.filter(listing=found.pk)
        row.update(started_at=began, sent_count=count, next_at=ago() + NEXT_LETTER)
    return len(said["chases"])


def write_networks(said: Said) -> int:
    for entry in said["networks"]:
        made = Network.objects.create(
            kind=entry["kind"],
            name=entry["name"],
            slug=free_network_slug(entry["name"]),
            website=entry["website"],
            created_at=ago(days=60),
        )
        for name in entry["startups"]:
            add_startup(made, name, by=curator())
        if entry.get("partner"):
            add_partner(made, entry["partner"], by=curator())
        NetworkMember.objects.filter(network=made).update(at=ago(days=58))
        NetworkStaff.objects.filter(network=made).update(at=ago(days=57))
    return len(said["networks"])


def write_team_words(said: Said) -> int:
    """Notes, tags, and who of the team follows what."""
    for entry in said["notes"]:
        note = add_note(listing(entry["listing"]), entry["text"], by=curator())
        if note is not None:
            Note.objects.filter(pk=note.pk).update(at=ago(days=entry["days_ago"]))
    for word, names in said["tags"].items():
        for name in names:
            tag_listing(listing(name), word)
    for name in said["assignments"]:
        assign_listing(listing(name), curator(), by=curator())
    return len(said["notes"])


def write_agreements(said: Said) -> int:
    """What those whose listings are on line said yes to when they sent them."""
    for entry in said["agreements"]:
        user = person(entry["user"])
        agree(user, *map(Purpose, entry["purposes"]), where="envoi", space=entry["space"])
        Consent.objects.filter(user=user).update(at=ago(days=entry["days_ago"]))
    return len(said["agreements"])


def write_acting(said: Said) -> int:
    """The team helped somebody once: twelve minutes, and one thing was not written."""
    entry = said["acting"]
    when = ago(days=entry["days_ago"])
    made = start_acting(person(entry["user"]), by=curator(), reason=entry["reason"])
    ended = {"ends_at": when + timedelta(minutes=30), "ended_at": when + timedelta(minutes=12)}
    ActingAs.objects.filter(pk=made.pk).update(at=when, refused_count=1, **ended)
    return 1
