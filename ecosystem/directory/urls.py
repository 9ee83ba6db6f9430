"""What everybody opens of the directory as a whole: logos, which alone of all uploads have an address; favourites."""

from django.urls import path, re_path

from ecosystem.directory.keeping.views import compare, lists, one
from ecosystem.directory.views import logo

app_name = "directory"

urlpatterns = [
    re_path(r"^media/logos/(?P<name>[0-9a-f]{32}[.][a-z]{3,4})$", logo, name="logo"),
    path("comparer/", compare.comparison, name="compare"),
    path("favoris/", lists.favourites, name="favourites"),
    path("favoris/<row:pk>/", lists.favourite_list, name="favourite_list"),
    path("favoris/<row:pk>/acte/", lists.favourite_list_act, name="favourite_list_act"),
    path("favoris/<row:pk>/export.csv", lists.favourite_export, {"form": "csv"}, name="favourite_csv"),
    path("favoris/<row:pk>/export.json", lists.favourite_export, {"form": "json"}, name="favourite_json"),
    path("favoris/fiche/<row:pk>/", one.keep_listing, name="keep"),
    path("favoris/entree/<row:pk>/", lists.favourite_act, name="favourite_act"),
    path("favoris/partage/<str:key>/", lists.shared_list, name="shared_list"),
]
