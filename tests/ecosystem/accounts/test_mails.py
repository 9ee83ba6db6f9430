"""The mails about an account: text and picture of it, in the person's language, never in the outbox."""

from typing import Any

import pytest
from django.utils import timezone

from ecosystem.accounts.adapter import AccountAdapter
from ecosystem.accounts.mails import WORDINGS
from ecosystem.accounts.models import User
from ecosystem.core.models import Mail

CONTEXT: dict[str, Any] = {
    "email": "ines@exemple.test",
    "code": "AB12CD",
    "activate_url": "https://escale.example/confirmer/",
    "password_reset_url": "https://escale.example/changer/",
    "signup_url": "https://escale.example/inscription/",
    "from_email": "avant@exemple.test",
    "to_email": "apres@exemple.test",
    "deleted_email": "partie@exemple.test",
    "ip": "192.0.2.1",
    "user_agent": "Navigateur <b>",
    "timestamp": timezone.now(),
}


@pytest.mark.parametrize("prefix", sorted(WORDINGS))
@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_mail_has_a_subject_a_text_and_a_picture_of_it(prefix: str, language: str) -> None:
    wording = WORDINGS[prefix]
    context = {**CONTEXT, "user": User(email="ines@exemple.test", language=language)}
    message = AccountAdapter().render_mail(prefix, "ines@exemple.test", context)
    html = str(message.alternatives[0].content)
    assert message.subject
    assert "\n" not in message.subject
    assert f'lang="{language}"' in html
    assert "%(" not in message.body + html
    assert "<style>" not in html.split("</head>")[1]
    if wording.link:
        assert CONTEXT[wording.link] in message.body
        assert CONTEXT[wording.link] in html
    if wording.is_notice:
        assert "192.0.2.1" in message.body
        assert "&lt;b&gt;" in html


def test_a_code_stands_in_the_text_and_in_the_picture() -> None:
    message = AccountAdapter().render_mail("account/email/login_code", "ines@exemple.test", CONTEXT)
    assert "\nAB12CD\n" in message.body
    assert "AB12CD" in str(message.alternatives[0].content)


@pytest.mark.django_db
def test_a_secret_never_enters_the_outbox() -> None:
    AccountAdapter().render_mail("account/email/login_code", "ines@exemple.test", CONTEXT)
    assert not Mail.objects.exists()
