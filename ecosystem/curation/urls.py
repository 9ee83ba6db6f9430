from django.urls import path

from ecosystem.curation.views import deciding, duplicates, queue

app_name = "curation"
urlpatterns = [
    path("equipe/relecture/", queue.queue, name="queue"),
    path("equipe/relecture/<row:pk>/decision/", deciding.decision, name="decision"),
    path("equipe/relecture/modifications/<row:pk>/", deciding.change_decision, name="change_decision"),
    path("equipe/relecture/suggestions/<row:pk>/", deciding.suggestion_decision, name="suggestion_decision"),
    path("equipe/relecture/signalements/<row:pk>/", deciding.report_decision, name="report_decision"),
    path("equipe/doublons/", duplicates.duplicates, name="duplicates"),
    path("equipe/doublons/<row:kept>/<row:gone>/", duplicates.compare_pair, name="compare"),
    path("equipe/doublons/<row:kept>/<row:gone>/fusionner/", duplicates.merge, name="merge"),
    path("equipe/doublons/<row:kept>/<row:gone>/distinctes/", duplicates.distinct, name="distinct"),
    path("equipe/fusions/<row:pk>/annuler/", duplicates.undo, name="undo_merge"),
]
