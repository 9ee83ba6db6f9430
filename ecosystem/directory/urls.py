"""Files that listings show: of all uploads, only logos have an address."""

from django.urls import re_path

from ecosystem.directory.views import logo

app_name = "directory"

urlpatterns = [re_path(r"^media/logos/(?P<name>[0-9a-f]{32}[.][a-z]{3,4})$", logo, name="logo")]
