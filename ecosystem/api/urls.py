"""Addresses of the API, of its description and of its documentation."""

from django.urls import include, path, re_path
from rest_framework.routers import SimpleRouter

from ecosystem.api.description import Description
from ecosystem.api.figures import FigureViewSet
from ecosystem.api.funders import FunderViewSet
from ecosystem.api.mentors import MentorViewSet
from ecosystem.api.own import OwnListingViewSet, OwnNeedViewSet
from ecosystem.api.search import SearchViewSet
from ecosystem.api.startups import NeedViewSet, StartupViewSet
from ecosystem.api.terms import SectorViewSet, SkillViewSet
from ecosystem.api.tradeshows import EditionViewSet, TradeShowViewSet
from ecosystem.api.views import Nothing, docs, trial

app_name = "api"

router = SimpleRouter()
router.register("startups", StartupViewSet, basename="startup")
router.register("needs", NeedViewSet, basename="need")
router.register("mentors", MentorViewSet, basename="mentor")
router.register("funders", FunderViewSet, basename="funder")
router.register("tradeshows", TradeShowViewSet, basename="tradeshow")
router.register("editions", EditionViewSet, basename="edition")
router.register("sectors", SectorViewSet, basename="sector")
router.register("skills", SkillViewSet, basename="skill")
router.register("search", SearchViewSet, basename="search")
router.register("figures", FigureViewSet, basename="figure")
router.register("own/listings", OwnListingViewSet, basename="own_listing")
router.register("own/needs", OwnNeedViewSet, basename="own_need")

pages = (
    [path("", docs, {"routes": router.registry}, name="docs"), path("essayer/", trial, name="trial")],
    "api_pages",
)
"""What people read about the API: unlike its answers, in the language of the address."""

urlpatterns = [
    path("schema/", Description.as_view(), name="schema"),
    path("", include(router.urls)),
    re_path(r"^(?:.*/)?$", Nothing.as_view(), name="nothing"),  # without its last slash, an address is first given it
]
