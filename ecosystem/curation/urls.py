from django.urls import path

from ecosystem.curation.views import deciding, freshness, history, notes, queue

app_name = "curation"
urlpatterns = [
    path("equipe/relecture/", queue.queue, name="queue"),
    path("equipe/relecture/<row:pk>/decision/", deciding.decision, name="decision"),
    path("equipe/relecture/modifications/<row:pk>/", deciding.change_decision, name="change_decision"),
    path("equipe/relecture/suggestions/<row:pk>/", deciding.suggestion_decision, name="suggestion_decision"),
    path("equipe/fiches/<row:pk>/historique/", history.history, name="history"),
    path("equipe/fiches/<row:pk>/historique/<row:number>/retablir/", history.restore, name="restore"),
    path("equipe/fiches/<row:pk>/notes/", notes.note, name="note"),
    path("equipe/fiches/<row:pk>/notes/<row:note_pk>/effacer/", notes.remove_note, name="remove_note"),
    path("equipe/fiches/<row:pk>/etiquettes/", notes.tag, name="tag"),
    path("equipe/fiches/<row:pk>/suivi/", notes.assign, name="assign"),
    path("equipe/relecture/signalements/<row:pk>/", deciding.report_decision, name="report_decision"),
    path("equipe/relecture/<row:pk>/decision/", queue.decision, name="decision"),
    path("equipe/fraicheur/", freshness.freshness, name="freshness"),
    path("equipe/fraicheur/fraicheur.csv", freshness.freshness_csv, name="freshness_csv"),
    path("equipe/fraicheur/relancer/", freshness.freshness_bulk, name="freshness_bulk"),
    path("equipe/fraicheur/<row:pk>/relancer/", freshness.freshness_ask, name="freshness_ask"),
    path("equipe/fraicheur/<row:pk>/verifiee/", freshness.freshness_call, name="freshness_call"),
]
