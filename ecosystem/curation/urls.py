from django.urls import path

from ecosystem.curation.views import bulk, deciding, duplicates, freshness, history, imports, notes, queue

app_name = "curation"
urlpatterns = [
    path("equipe/relecture/", queue.queue, name="queue"),
    path("equipe/relecture/ensemble/", bulk.together, name="together"),
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
    path("equipe/doublons/", duplicates.duplicates, name="duplicates"),
    path("equipe/doublons/<row:kept>/<row:gone>/", duplicates.compare_pair, name="compare"),
    path("equipe/doublons/<row:kept>/<row:gone>/fusionner/", duplicates.merge, name="merge"),
    path("equipe/doublons/<row:kept>/<row:gone>/distinctes/", duplicates.distinct, name="distinct"),
    path("equipe/doublons/chercher/", duplicates.look, name="look_for_duplicates"),
    path("equipe/fusions/<row:pk>/annuler/", duplicates.undo, name="undo_merge"),
    path("equipe/fraicheur/", freshness.freshness, name="freshness"),
    path("equipe/fraicheur/fraicheur.csv", freshness.freshness_csv, name="freshness_csv"),
    path("equipe/fraicheur/relancer/", freshness.freshness_bulk, name="freshness_bulk"),
    path("equipe/fraicheur/<row:pk>/relancer/", freshness.freshness_ask, name="freshness_ask"),
    path("equipe/fraicheur/<row:pk>/verifiee/", freshness.freshness_call, name="freshness_call"),
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
