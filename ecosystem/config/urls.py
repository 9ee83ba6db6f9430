"""Addresses: French paths are canonical, `/en/` mirrors them."""

from allauth.account.decorators import secure_admin_login
from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path
from django.utils.translation import gettext_lazy as _
from health_check.views import HealthCheckView

from ecosystem.api.urls import pages as api_pages

admin.site.site_header = admin.site.site_title = settings.ESCALE_NAME
admin.site.index_title = _("Administration")
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]  # the site's one way in

handler400 = "ecosystem.ui.views.bad_request"
handler404 = "ecosystem.home.views.lost.page_not_found"
handler429 = "ecosystem.ui.views.too_many_requests"
handler500 = "ecosystem.ui.views.server_error"

urlpatterns = i18n_patterns(path("api/v1/docs/", include(api_pages)), prefix_default_language=False)

urlpatterns += [
    path("admin/", admin.site.urls),
    path("api/v1/", include("ecosystem.api.urls")),
    path(
        "sante/",
        HealthCheckView.as_view(checks=("health_check.checks.Cache", "health_check.checks.Database")),
        name="health",
    ),
    path("", include("ecosystem.ui.urls")),
]

urlpatterns += i18n_patterns(
    path("", include("ecosystem.core.urls")),
    path("", include("ecosystem.home.urls")),
    path("", include("ecosystem.search.alerts.urls")),
    path("", include("ecosystem.accounts.urls")),
    path("", include("ecosystem.directory.urls")),
    path("", include("ecosystem.directory.claiming.urls")),
    path("", include("startups.urls")),
    path("", include("mentors.urls")),
    path("", include("funders.urls")),
    path("", include("ecosystem.tradeshows.urls")),
    path("", include("ecosystem.matching.urls")),
    path("", include("ecosystem.directory.telling_urls")),
    path("", include("ecosystem.directory.sharing_urls")),
    path("", include("ecosystem.curation.urls")),
    prefix_default_language=False,
)
