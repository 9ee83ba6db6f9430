"""What the register says of an erasure, done: rows and words that go, and her name taken out of what stays."""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property, reduce
from operator import or_
from typing import Any

from allauth.account.models import EmailAddress
from django.apps import apps
from django.db import models
from django.db.models import Q
from django.db.models.functions import Cast

from ecosystem.accounts.models import User
from ecosystem.directory.merging import family_of
from ecosystem.directory.models import Listing, Version
from ecosystem.home.held import Held
from ecosystem.home.personal_register import REGISTER
from funders.models import Funder
from mentors.models import Mentor
from startups.models import Startup

NO_WORD = "…"
ORGANISATIONS = frozenset(Funder.Type.values) - {Funder.Type.BUSINESS_ANGEL}


@dataclass(frozen=True)
class Traces:
    """Whom an erasure is about, read before anything goes: her own listings, those she touched, her words."""

    user: User
    family: tuple[int, ...]
    touched: tuple[int, ...]
    addresses: tuple[str, ...]
    words: tuple[str, ...]

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """Her words wherever they stand by themselves, the longest first."""
        longest = sorted({*self.addresses, *self.words}, key=len, reverse=True)
        return re.compile(rf"(?<![\w@])(?:{'|'.join(map(re.escape, longest))})(?!\w)", re.IGNORECASE)


def traces_of(user: User) -> Traces:
    """Everything by which the person can be found again."""
    people = list(own_listings(user))
    family = tuple(pk for person in people for pk in family_of(person))
    rows = list(Listing.objects.filter(pk__in=family).values_list("name", "contact_email", "contact_phone"))
    said = [user.email, *EmailAddress.objects.filter(user=user).values_list("email", flat=True), *(r[1] for r in rows)]
    addresses = tuple(sorted({one.strip().lower() for one in said if one}))
    names = {name for name in (user.full_name, *(row[0] for row in rows)) if " " in name.strip()}
    phones = {form for row in rows for form in forms_of_phone(row[2])}
    startups = Startup.objects.of(user).values_list("pk", flat=True)
    written = Version.objects.filter(by=user).values_list("listing", flat=True)
    made = Listing.objects.filter(Q(created_by=user) | Q(contact_email__in=addresses)).values_list("pk", flat=True)
    touched = tuple(sorted({*family, *startups, *written.distinct().order_by(), *made}))
    return Traces(user, family, touched, addresses, tuple(sorted(names | phones)))


def own_listings(user: User) -> Iterator[Any]:
    """The listings that tell of the person herself, not of an organisation for which she signs."""
    yield from Mentor.objects.filter(user=user)
    yield from Funder.objects.filter(user=user).exclude(funder_type__in=ORGANISATIONS)


def forms_of_phone(phone: str) -> set[str]:
    """The usual ways to write one number: as it was written, in one piece, by pairs, at home and from abroad."""
    digits = re.sub(r"\D", "", phone.replace("(0)", ""))
    if len(digits) < 8:
        return set()
    digits = digits.removeprefix("00")
    home = f"0{digits[2:]}" if digits.startswith("33") and len(digits) == 11 else digits
    found = {phone.strip(), digits, f"+{digits}", home}
    if len(home) == 10 and home.startswith("0"):
        pairs = [home[start : start + 2] for start in range(0, 10, 2)]
        found |= {mark.join(pairs) for mark in (" ", ".", "-")}
        found |= {f"+33{home[1:]}", f"+33 {home[1]} {' '.join(pairs[1:])}"}
    return found


def apply_register(traces: Traces) -> None:
    """Every entry in turn: what goes, what is emptied, then the words that stay without her."""
    for held in REGISTER:
        model = apps.get_model(held.model)
        for name in held.names("goes"):
            _let_go(model, name, traces)
        if held.emptied:
            _empty(model, held, traces)
    for held in REGISTER:
        if held.scrubbed or held.emptied:
            _scrub(apps.get_model(held.model), held, traces)


def _let_go(model: type[models.Model], name: str, traces: Traces) -> None:
    field: Any = model._meta.get_field(name)
    if field.many_to_many:
        through, target = field.remote_field.through, field.m2m_reverse_field_name()
        through._base_manager.filter(**{f"{target}__in": _hers(field, traces)}).delete()
        return
    model._base_manager.filter(**{f"{name}__in": _hers(field, traces)}).delete()


def _hers(field: Any, traces: Traces) -> tuple[int, ...]:
    """The keys to which a link leads when it leads to her: her account's, or those of her listings."""
    return (traces.user.pk,) if field.related_model is User else traces.family


def _empty(model: type[models.Model], held: Held, traces: Traces) -> None:
    links = [(name, _hers(model._meta.get_field(name), traces)) for name in held.names("about")]
    mine = Q(pk__in=[])
    for name, keys in [*links, *((name, traces.family) for name in held.names("through"))]:
        mine |= Q(**{f"{name}__in": keys})
    found = list(model._base_manager.filter(mine).values_list("pk", flat=True))
    model._base_manager.filter(pk__in=found).update(**{name: _nothing(model, name) for name in held.names("emptied")})


def _nothing(model: type[models.Model], name: str) -> Any:
    field: Any = model._meta.get_field(name)
    if _is_json(model, name):
        return field.get_default()
    return "" if field.blank else NO_WORD


def _scrub(model: type[models.Model], held: Held, traces: Traces) -> None:
    names, words = held.names("scrubbed", "emptied"), [*traces.addresses, *traces.words]
    rows = model._base_manager.annotate(**{f"{name}_text": Cast(name, models.TextField()) for name in names})
    asked = _says(names, words, model)
    if held.within:
        signed = [Q(**{name: traces.user.pk}) for name in held.names("signed")]
        near = [Q(**{f"{name}__in": traces.touched}) for name in held.names("within")]
        asked &= reduce(or_, [*signed, *near])
    if held.first:
        first = _says(held.names("first"), words, model)
        asked = asked | first if held.within else first
    for row in rows.filter(asked).only("pk", *names).iterator(500):
        said = {name: getattr(row, name) for name in names}
        left = {name: without(value, traces.pattern) for name, value in said.items()}
        changed = {name: value for name, value in left.items() if value != said[name]}
        if changed:
            model._base_manager.filter(pk=row.pk).update(**changed)
            if isinstance(row, Listing):
                _say_again(row.pk)


def _says(names: Iterable[str], words: Iterable[str], model: type[models.Model]) -> Q:
    """One of the words stands in one of the fields; in JSON also as it is written without accents."""
    found, words = Q(pk__in=[]), list(words)
    for name in names:
        coded = [json.dumps(one)[1:-1] for one in words] if _is_json(model, name) else []
        for word in {*words, *coded}:
            found |= Q(**{f"{name}_text__icontains": word})
    return found


def _is_json(model: type[models.Model], name: str) -> bool:
    return isinstance(model._meta.get_field(name), models.JSONField)


def without(value: Any, pattern: re.Pattern[str]) -> Any:
    """The value without her words: nothing where it said nothing else, a mark where they stood in a sentence."""
    if isinstance(value, str):
        left = pattern.sub(NO_WORD, value)
        return "" if left.strip() == NO_WORD and value.strip() != NO_WORD else left
    if isinstance(value, list):
        return [without(one, pattern) for one in value]
    if isinstance(value, dict):
        return {name: without(one, pattern) for name, one in value.items()}
    return value


def _say_again(pk: int) -> None:
    """The derived words of a listing follow those that it has now."""
    listing = Listing.objects.get(pk=pk)
    listing.prepare()
    Listing.objects.filter(pk=pk).update(search_text=listing.search_text)
