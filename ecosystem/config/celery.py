"""The Celery application; every process that loads the settings loads it, so that `delay()` finds the right broker."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ecosystem.config.settings")

app = Celery("escale")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
