"""A write that the database refuses because another listing bears the same number is a refusal with its sentence."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from ecosystem.core.errors import Refused


class NumberTaken(Refused):
    """Two listings of a kind do not bear the same SIREN."""

    message = _("Une autre fiche porte déjà ce SIREN. Comparez les deux avant de publier celui-ci.")


class NotWritable(Refused):
    """A value that was kept can no longer be written: a term that has gone, for instance."""

    message = _("Une des valeurs ne peut plus être écrite. Laissez ce champ de côté, ou corrigez-le dans la fiche.")


@contextmanager
def written_or_refused() -> Iterator[None]:
    """The block writes all of it, or nothing and says why."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        if "siren" not in str(error).lower():
            raise
        raise NumberTaken from error
    except ValidationError as error:
        raise NotWritable from error
