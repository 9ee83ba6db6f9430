"""Addresses of the API, of its description and of its documentation."""

from django.urls import include, path
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView
from rest_framework.routers import SimpleRouter

from ecosystem.api.funders import FunderViewSet
from ecosystem.api.mentors import MentorViewSet
from ecosystem.api.startups import StartupViewSet
from ecosystem.api.tradeshows import TradeShowViewSet

app_name = "api"

router = SimpleRouter()
router.register("startups", StartupViewSet, basename="startup")
router.register("mentors", MentorViewSet, basename="mentor")
router.register("funders", FunderViewSet, basename="funder")
router.register("tradeshows", TradeShowViewSet, basename="tradeshow")

docs = SpectacularSwaggerSplitView.as_view(
    url_name="api:schema", template_name="api/docs.html", http_method_names=["get", "head"]
)

urlpatterns = [
    path("schema/", SpectacularAPIView.as_view(), name="schema"),
    path("docs/", docs, name="docs"),
    path("", include(router.urls)),
]
