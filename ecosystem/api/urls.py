"""Addresses of the API, of its description and of its documentation."""

from django.urls import include, path, re_path
from drf_spectacular.views import SpectacularAPIView
from rest_framework.routers import SimpleRouter

from ecosystem.api.funders import FunderViewSet
from ecosystem.api.mentors import MentorViewSet
from ecosystem.api.startups import StartupViewSet
from ecosystem.api.tradeshows import TradeShowViewSet
from ecosystem.api.views import Nothing, docs

app_name = "api"

router = SimpleRouter()
router.register("startups", StartupViewSet, basename="startup")
router.register("mentors", MentorViewSet, basename="mentor")
router.register("funders", FunderViewSet, basename="funder")
router.register("tradeshows", TradeShowViewSet, basename="tradeshow")

urlpatterns = [
    path("schema/", SpectacularAPIView.as_view(), name="schema"),
    path("docs/", docs, {"routes": router.registry}, name="docs"),
    path("", include(router.urls)),
    re_path(r"^(?:.*/)?$", Nothing.as_view(), name="nothing"),  # without its last slash, an address is first given it
]
