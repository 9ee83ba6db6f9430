from django.apps import AppConfig


class CoreConfig(AppConfig):
    """Mail, dates, text and access: what every app stands on."""

    name = "ecosystem.core"
    label = "core"
