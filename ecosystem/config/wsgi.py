"""WSGI entry point (gunicorn ecosystem.config.wsgi)."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ecosystem.config.settings")

application = get_wsgi_application()
