from django.urls import path

from ecosystem.curation.views import deciding, queue

app_name = "curation"
urlpatterns = [
    path("equipe/relecture/", queue.queue, name="queue"),
    path("equipe/relecture/<row:pk>/decision/", deciding.decision, name="decision"),
    path("equipe/relecture/modifications/<row:pk>/", deciding.change_decision, name="change_decision"),
    path("equipe/relecture/suggestions/<row:pk>/", deciding.suggestion_decision, name="suggestion_decision"),
    path("equipe/relecture/signalements/<row:pk>/", deciding.report_decision, name="report_decision"),
]
