"""Settings, URLs and entry points: imported by nobody below."""

from ecosystem.config.celery import app as celery_app

__all__ = ["celery_app"]
