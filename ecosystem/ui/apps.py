from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "ecosystem.ui"
    label = "ui"
    verbose_name = "Interface"
