"""WSGI entry point (gunicorn ecosystem.config.wsgi)."""

import os

from django.core.wsgi import get_wsgi_application

from ecosystem.accounts.checks import refuse_demo_accounts

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ecosystem.config.settings")

application = get_wsgi_application()
refuse_demo_accounts()
