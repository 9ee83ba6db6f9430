from django.urls import path

from ecosystem.curation.views import freshness, queue

app_name = "curation"
urlpatterns = [
    path("equipe/relecture/", queue.queue, name="queue"),
    path("equipe/relecture/<row:pk>/decision/", queue.decision, name="decision"),
    path("equipe/fraicheur/", freshness.freshness, name="freshness"),
    path("equipe/fraicheur/fraicheur.csv", freshness.freshness_csv, name="freshness_csv"),
    path("equipe/fraicheur/relancer/", freshness.freshness_bulk, name="freshness_bulk"),
    path("equipe/fraicheur/<row:pk>/relancer/", freshness.freshness_ask, name="freshness_ask"),
    path("equipe/fraicheur/<row:pk>/verifiee/", freshness.freshness_call, name="freshness_call"),
]
