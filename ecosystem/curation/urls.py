from django.urls import path

from ecosystem.curation.views import imports, queue

app_name = "curation"
urlpatterns = [
    path("equipe/relecture/", queue.queue, name="queue"),
    path("equipe/relecture/<row:pk>/decision/", queue.decision, name="decision"),
    path("equipe/imports/", imports.imports, name="imports"),
    path("equipe/imports/modele/<slug:kind>.csv", imports.import_model, name="import_model"),
    path("equipe/imports/<row:pk>/", imports.import_run, name="import"),
    path("equipe/imports/<row:pk>/colonnes/", imports.import_columns, name="import_columns"),
    path("equipe/imports/<row:pk>/corriger/", imports.import_correct, name="import_correct"),
    path("equipe/imports/<row:pk>/ecrire/", imports.import_write, name="import_write"),
    path("equipe/imports/<row:pk>/arreter/", imports.import_stop, name="import_stop"),
    path("equipe/imports/<row:pk>/annuler/", imports.import_undo, name="import_undo"),
    path("equipe/imports/<row:pk>/erreurs.csv", imports.import_errors, name="import_errors"),
]
