"""The sample listings of the four kinds, published by the sample curator."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any, TypeVar

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from tqdm import tqdm

from ecosystem.accounts.models import User
from ecosystem.directory.actions import free_slug, move_listing
from ecosystem.directory.models import Listing, Sector, Skill
from ecosystem.directory.places import find_place
from ecosystem.home.demo.content import SOURCE, address, read, sectors
from ecosystem.tradeshows.actions import say_attendance
from ecosystem.tradeshows.models import Edition, TradeShow
from funders.models import Deal, Funder
from mentors.models import Mentor, MentorSkill
from startups.models import Member, Startup
from startups.telling import tell_news

L = TypeVar("L", bound=Listing)
TEXTS = ("name", "tagline", "description", "language", "tagline_alt", "description_alt", "website", "siren", "city")

EDITION = (
    "year", "month", "starts_on", "ends_on", "dates_confirmed", "city", "country", "venue", "stand_cost_eur",
    "closes_on", "stand_places", "subsidy_eur",
)  # fmt: skip

WAITING = {"Sillage", "Xylo Sud"}
"""Left in the queue, so that the sample curator has something to read."""


UNREGISTERED = {"Argile", "Genêt Papier"}
"""Projects that are not companies yet."""
BARE = {"Quartz Bleu": ("website", "headcount", "founded_on", "description_alt", "tagline_alt")}
"""What a page that says little leaves out."""
KEEPING_BACK = {"Sophie Anglade": ["company", "places"]}
"""What mentors show only to whom they meet."""


def create_listings(users: dict[str, User]) -> int:
    """Every listing that is not there yet; returns how many were created."""
    makers: list[tuple[str, Callable[[dict[str, Any], dict[str, User]], None], type[Listing]]] = [
        ("startups", _startup, Startup),
        ("mentors", _mentor, Mentor),
        ("funders", _funder, Funder),
        ("tradeshows", _tradeshow, TradeShow),
    ]
    created = 0
    for name, make, model in makers:
        known = set(model.objects.filter(source=SOURCE).values_list("source_ref", flat=True))
        for entry in tqdm(read(name), desc=name, leave=False, disable=None):
            if entry["name"] not in known:
                with transaction.atomic():
                    make(entry, users)
                created += 1
    return created


def _startup(entry: dict[str, Any], users: dict[str, User]) -> None:
    entry = {**entry, **dict.fromkeys(BARE.get(entry["name"], ()))}
    own = (
        "stage",
        "founded_on",
        "headcount",
        "raised_eur",
        "women_led",
        "first_time_founders",
        "languages",
        "countries",
    )
    startup = Startup(
        **_common(entry, Startup),
        **_picked(entry, own),
        unregistered=entry["name"] in UNREGISTERED,
        contact_email=address(entry["name"], "startups"),
    )
    _publish(startup, entry, users)
    is_demo = entry["name"] == "Calanque Robotics"
    for rank, founder in enumerate(entry["founders"]):
        user = users["founder"] if is_demo and rank == 0 else None
        role = Member.Role.ADMIN if rank == 0 else Member.Role.MEMBER
        Member.objects.create(startup=startup, user=user, name=founder["name"], title=founder["title"], role=role)
    teller = users["founder" if is_demo else "curator"]
    for told in entry["news"]:
        on = date.fromisoformat(told["told_on"])
        tell_news(startup, by=teller, kind=told["kind"], title=told["title"], on=on, body=told["body"])


def _mentor(entry: dict[str, Any], users: dict[str, User]) -> None:
    own = (
        "job_title", "company", "languages", "countries", "stages", "formats", "capacity", "hours_per_month",
        "sector_note", "stage_note", "availability_note", "slots",
    )  # fmt: skip
    mentor = Mentor(**_common(entry, Mentor), **_picked(entry, own), contact_email=address(entry["name"], "mentors"))
    mentor.hidden_parts = KEEPING_BACK.get(entry["name"], [])
    if entry["name"] == users["mentor"].full_name:
        mentor.user = users["mentor"]
    _publish(mentor, entry, users)
    mentor.refused_sectors.set(sectors(entry.get("refused_sectors", [])))
    skills = {skill.slug: skill for skill in Skill.objects.all()}
    for held in entry["skills"]:
        MentorSkill.objects.create(
            mentor=mentor, skill=skills[held["slug"]], level=held["level"], proof=held.get("proof", "")
        )


def _funder(entry: dict[str, Any], users: dict[str, User]) -> None:
    own = (
        "funder_type", "thesis", "stages", "exception_stages", "countries", "languages", "instruments", "lead",
        "lead_time_days", "files_per_month",
    )  # fmt: skip
    funder = Funder(
        **_common(entry, Funder),
        **_picked(entry, own),
        ticket_min_eur=entry["ticket_min_eur"],
        ticket_max_eur=entry["ticket_max_eur"],
        contact_email=address(entry["name"], "financeurs"),
    )
    if not Funder.objects.filter(user=users["funder"]).exists():
        funder.user = users["funder"]
    _publish(funder, entry, users)
    funder.refused_sectors.set(sectors(entry.get("refused_sectors", [])))
    today = timezone.localdate()
    lines = {sector.slug: sector for sector in Sector.objects.all()}
    for deal in entry.get("deals", []):
        facts = _picked(deal, ("company", "city", "country", "stage"))
        place = find_place(deal.get("city", ""), deal.get("country", ""))
        Deal.objects.create(
            funder=funder,
            sector=lines.get(deal.get("sector", "")),
            region=(place.department or place.region) if place else "",
            amount=deal.get("amount_eur"),
            announced_on=today - timedelta(days=deal["days_ago"]),
            source=SOURCE,
            **facts,
        )


def _tradeshow(entry: dict[str, Any], users: dict[str, User]) -> None:
    show = TradeShow(**_common(entry, TradeShow), **_picked(entry, ("organiser",)))
    _publish(show, entry, users)
    for told in entry["editions"]:
        edition = Edition.objects.create(tradeshow=show, **_picked(told, EDITION))
        _attendances(edition, told, users)


def _attendances(edition: Edition, told: dict[str, Any], users: dict[str, User]) -> None:
    """Who is on the shared stand, by the team's word, and who visits, by her own."""
    for name, shared in (("on_stand", True), ("visiting", False)):
        known = {one.name: one for one in Listing.objects.filter(kind="startup", name__in=told.get(name, []))}
        for startup in filter(None, map(known.get, told.get(name, []))):
            say_attendance(edition, startup, exhibits=shared, by=users["curator"], on_shared_stand=shared)


def _common(entry: dict[str, Any], model: type[Listing]) -> dict[str, Any]:
    place = find_place(entry.get("city", ""), entry.get("country", ""))
    where: dict[str, Any] = {}
    if place is not None:
        where = {
            "region": place.department or place.region,
            "country": place.country,
            "latitude": place.latitude,
            "longitude": place.longitude,
        }
    return {
        **_picked(entry, TEXTS),
        **where,
        "slug": free_slug(str(model.KIND), entry["name"]),
        "source": SOURCE,
        "source_ref": entry["name"],
    }


def _picked(entry: dict[str, Any], names: tuple[str, ...]) -> dict[str, Any]:
    return {name: entry[name] for name in names if entry.get(name) is not None}


def _publish(listing: Listing, entry: dict[str, Any], users: dict[str, User]) -> None:
    """Along the real moves, then dated back to when the sample says that it was read."""
    listing.created_by = users["curator"]
    listing.save()
    listing.sectors.set(sectors(entry.get("sectors", [])))
    move_listing(listing, "submit", by=users["curator"])
    if listing.name in WAITING:
        return
    move_listing(listing, "publish", by=users["curator"])
    read_at = timezone.now() - timedelta(days=entry.get("verified_days_ago", 20))
    sent_at = read_at - timedelta(days=1)
    Listing.objects.filter(pk=listing.pk).update(
        created_at=sent_at, submitted_at=sent_at, verified_at=read_at, published_at=read_at, updated_at=read_at
    )
    listing.moves.filter(to_state=Listing.State.SUBMITTED).update(at=sent_at)
    listing.moves.filter(to_state=Listing.State.PUBLISHED).update(at=read_at)


def date_back_listings() -> None:
    """The life of the sample needs has touched their startups: each listing says again when it was last read."""
    read = Listing.objects.filter(source=SOURCE, verified_at__isnull=False)
    read.update(updated_at=F("verified_at"))
