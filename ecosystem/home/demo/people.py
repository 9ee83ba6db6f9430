"""The accounts of the sample data, known to everyone: the site refuses to start with them outside DEBUG."""

from allauth.account.models import EmailAddress
from django.contrib.auth.models import Group

from ecosystem.accounts.models import CURATORS, User

PASSWORD = "escale-demo"  # noqa: S105 - written in the README, for sample data only
ACCOUNTS = {
    "founder@demo.test": "Inès Vidal",
    "mentor@demo.test": "Nadia Belkacem",
    "funder@demo.test": "Hélène Castellan",
    "curator@demo.test": "Lucie Marchetti",
    "partner@demo.test": "Marius Tavernier",
    "admin@demo.test": "Admin Démo",
}


def create_accounts() -> dict[str, User]:
    """The accounts, verified, with their roles; those that exist keep what was changed in them."""
    users = {}
    for email, name in ACCOUNTS.items():
        user = User.objects.filter(email=email).first()
        if user is None:
            rights = {"is_staff": True, "is_superuser": True} if email.startswith("admin") else {}
            user = User.objects.create_user(email, PASSWORD, full_name=name, **rights)
            EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
        users[email.partition("@")[0]] = user
    curators, _ = Group.objects.get_or_create(name=CURATORS)
    users["curator"].groups.add(curators)
    return users
