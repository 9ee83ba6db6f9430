from django.urls import path

from ecosystem.curation import views

app_name = "curation"
urlpatterns = [
    path("equipe/relecture/", views.queue, name="queue"),
    path("equipe/relecture/<row:pk>/decision/", views.decision, name="decision"),
]
