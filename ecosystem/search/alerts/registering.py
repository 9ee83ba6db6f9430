"""What alerts tell the rest of the site, once the apps are ready."""

from ecosystem.accounts.erasing import Eraser, register_eraser
from ecosystem.core.mail import register_stop, register_truth
from ecosystem.core.mail_choices import choice_moved
from ecosystem.search.alerts import mail_words
from ecosystem.search.alerts.asking import forget_alerts, stop_all
from ecosystem.search.alerts.links import stop_url
from ecosystem.search.alerts.mails import ABOUT, still_true


def register() -> None:
    """Called once, when the apps are ready."""
    mail_words.register()
    register_truth(ABOUT, still_true)
    register_stop(ABOUT, stop_url)
    register_eraser("alerts", Eraser(forget_alerts))
    choice_moved.connect(stop_all, dispatch_uid="search.alerts")
