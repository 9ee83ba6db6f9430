"""A visitor writes to a startup: the message is relayed, and no address is given away before an answer."""

from hashlib import sha256

from django.conf import settings

from ecosystem.core.mail import write_mail
from ecosystem.directory.owners import Reader, readers_of
from startups.models import Startup

TEMPLATE = "startups/mails/contact"


def relay(startup: Startup, *, name: str, email: str, message: str) -> None:
    """One mail to each of those who decide, or to the team where nobody does; the same message again is not sent."""
    team = Reader(None, settings.ESCALE_ASSOCIATION, settings.ESCALE_CONTACT, settings.LANGUAGE_CODE)
    for reader in readers_of(startup) or [team]:
        said = repr((startup.pk, reader.address, email.casefold(), message)).encode()
        write_mail(
            key=f"contact:{sha256(said).hexdigest()[:40]}",
            to=reader.address,
            template=TEMPLATE,
            context={
                "name": reader.name,
                "startup": startup,
                "sender": name,
                "reply": email,
                "message": message,
                "path": startup.get_absolute_url(),
            },
            language=reader.language,
            reader=reader.user.pk if reader.user else None,
            about=f"startups.startup:{startup.pk}",
            url=startup.get_absolute_url(),
        )
