"""The Celery application; every process that loads the settings loads it, so that `delay()` finds the right broker."""

import os
from typing import Any

from celery import Celery
from celery.signals import beat_init, worker_init
from django.core.exceptions import ImproperlyConfigured

from ecosystem.accounts.checks import refuse_demo_accounts

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ecosystem.config.settings")

app = Celery("escale")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@worker_init.connect
@beat_init.connect
def refuse_to_start_on_sample_accounts(**kwargs: Any) -> None:
    """As the web does. Celery logs the exceptions of its signals and goes on: only SystemExit ends the process."""
    try:
        refuse_demo_accounts()
    except ImproperlyConfigured as error:
        raise SystemExit(str(error)) from error
