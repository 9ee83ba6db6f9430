from django.urls import path

from ecosystem.curation.views import imports, networks, queue

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
    path("equipe/reseaux/", networks.networks, name="networks"),
    path("equipe/reseaux/<row:pk>/", networks.network_edit, name="network_edit"),
    path("equipe/reseaux/<row:pk>/fiches/", networks.network_startup_add, name="network_startup_add"),
    path(
        "equipe/reseaux/<row:pk>/fiches/<row:member>/retirer/",
        networks.network_startup_remove,
        name="network_startup_remove",
    ),
    path("equipe/reseaux/<row:pk>/personnes/", networks.network_partner_add, name="network_partner_add"),
    path(
        "equipe/reseaux/<row:pk>/personnes/<row:person>/retirer/",
        networks.network_partner_remove,
        name="network_partner_remove",
    ),
    path("equipe/reseaux/<row:pk>/supprimer/", networks.network_delete, name="network_delete"),
    path("reseau/<slug:slug>/", networks.network, name="network"),
    path("reseau/<slug:slug>/fiches.csv", networks.network_csv, name="network_csv"),
]
