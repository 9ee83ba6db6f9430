"""The work that is done without anybody waiting for it, in the team's words."""

from dataclasses import dataclass, field
from typing import Any

from celery import current_app, schedules
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy
from django_celery_beat.models import PeriodicTask

from ecosystem.ui.navigation import Text

ROUND_TASK = "ecosystem.matching.tasks.compute_round"
BY_ITSELF = _("Rien n’est perdu : la tâche repart d’elle-même à son prochain passage.")
WATCHED = _("La veille des tournées la relance d’elle-même ; rien n’est envoyé deux fois.")
IMPORTS = _("La veille des imports la reprend à la ligne où elle s’est arrêtée ; aucune ligne n’est écrite deux fois.")
ON_DEMAND = _("Rien n’a été changé. Vous pouvez la relancer.")


@dataclass(frozen=True)
class Job:
    """A task as the team reads it: its name, what a failure means, and what its result counts."""

    task: str
    label: Text
    after: Text = BY_ITSELF
    found: Promise | None = field(default=None, compare=False)


JOBS = (
    Job(ROUND_TASK, _("Calcul d’une tournée"), WATCHED),
    Job("ecosystem.matching.tasks.compute_chunk", _("Part d’un grand calcul"), WATCHED),
    Job("ecosystem.matching.tasks.compute_frontier", _("Prix des planchers"), ON_DEMAND),
    Job("ecosystem.matching.tasks.replay_round", _("Calcul rejoué"), ON_DEMAND),
    Job("ecosystem.matching.tasks.price_scarcity", _("Liste de recrutement"), ON_DEMAND),
    Job(
        "ecosystem.matching.tasks.send_proposals",
        _("Départ d’un envoi"),
        _("La veille des envois le reprend d’elle-même ; personne ne reçoit deux fois le même courriel."),
    ),
    Job("ecosystem.matching.tasks.announce_round", _("Courriels d’une tournée"), WATCHED),
    Job(
        "ecosystem.core.tasks.deliver_queued_mails",
        _("Envoi des courriels"),
        _("Les courriels qui ne sont pas partis attendent dans la file : aucun n’est perdu ni envoyé deux fois."),
        ngettext_lazy("%(count)d courriel", "%(count)d courriels", "count"),
    ),
    Job(
        "ecosystem.core.tasks.gather_digests",
        _("Résumés"),
        found=ngettext_lazy("%(count)d résumé", "%(count)d résumés", "count"),
    ),
    Job(
        "ecosystem.home.tasks.write_daily",
        _("Matin de l’équipe"),
        found=ngettext_lazy("%(count)d courriel", "%(count)d courriels", "count"),
    ),
    Job(
        "ecosystem.home.tasks.write_letter",
        _("Lettre mensuelle"),
        found=ngettext_lazy("%(count)d courriel", "%(count)d courriels", "count"),
    ),
    Job(
        "ecosystem.home.tasks.count_searches",
        _("Compte des recherches"),
        _("Les recherches notées attendent un jour ; au-delà, elles ne sont pas comptées."),
        ngettext_lazy("%(count)d recherche", "%(count)d recherches", "count"),
    ),
    Job(
        "ecosystem.search.tasks.send_alerts",
        _("Alertes sur des recherches"),
        _("Ce qui n’est pas parti repart au prochain passage ; aucune fiche n’est annoncée deux fois."),
        ngettext_lazy("%(count)d alerte", "%(count)d alertes", "count"),
    ),
    Job(
        "ecosystem.matching.tasks.climb_ladder",
        _("Relances"),
        found=ngettext_lazy("%(count)d relance", "%(count)d relances", "count"),
    ),
    Job(
        "ecosystem.matching.tasks.expire_overdue_proposals",
        _("Expirations et suppléants"),
        found=ngettext_lazy("%(count)d proposition", "%(count)d propositions", "count"),
    ),
    Job(
        "ecosystem.matching.tasks.end_pointless_proposals",
        _("Propositions sans objet"),
        found=ngettext_lazy("%(count)d proposition", "%(count)d propositions", "count"),
    ),
    Job(
        "startups.tasks.expire_overdue_needs",
        _("Besoins échus"),
        found=ngettext_lazy("%(count)d besoin", "%(count)d besoins", "count"),
    ),
    Job(
        "startups.tasks.remind_drafts",
        _("Rappel des fiches commencées"),
        found=ngettext_lazy("%(count)d fiche", "%(count)d fiches", "count"),
    ),
    Job(
        "ecosystem.directory.tasks.follow_claims",
        _("Reprises et invitations"),
        found=ngettext_lazy("%(count)d suite donnée", "%(count)d suites données", "count"),
    ),
    Job("ecosystem.matching.tasks.watch_rounds", _("Veille des tournées")),
    Job("ecosystem.matching.tasks.watch_sendings", _("Veille des envois")),
    Job("ecosystem.matching.tasks.watch_scarcity", _("Veille des listes de recrutement")),
    Job(
        "ecosystem.directory.tasks.index_changes",
        _("Index de recherche"),
        _("La recherche répond avec l’index d’avant ; la tâche repart d’elle-même."),
        ngettext_lazy("%(count)d fiche", "%(count)d fiches", "count"),
    ),
    Job(
        "ecosystem.directory.tasks.index_listing",
        _("Index d’une fiche"),
        _("La fiche entrera dans l’index au prochain passage."),
    ),
    Job(
        "ecosystem.directory.tasks.find_duplicates",
        _("Recherche de doublons"),
        found=ngettext_lazy("%(count)d paire", "%(count)d paires", "count"),
    ),
    Job(
        "ecosystem.directory.tasks.keep_fresh",
        _("Fraîcheur des fiches"),
        found=ngettext_lazy("%(count)d fiche", "%(count)d fiches", "count"),
    ),
    Job(
        "ecosystem.directory.tasks.check_links",
        _("Liens des fiches"),
        _("Les liens déjà essayés cette nuit ne le sont pas deux fois ; le prochain passage continue."),
        ngettext_lazy("%(count)d lien", "%(count)d liens", "count"),
    ),
    Job(
        "ecosystem.tradeshows.tasks.tell_show_news",
        _("Nouvelles des salons suivis"),
        _("Ce qui n’est pas annoncé le sera au prochain passage ; personne n’est averti deux fois."),
        ngettext_lazy("%(count)d annonce", "%(count)d annonces", "count"),
    ),
    Job("ecosystem.curation.tasks.try_import", _("Essai d’un import"), ON_DEMAND),
    Job("ecosystem.curation.tasks.write_import", _("Import d’un fichier"), IMPORTS),
    Job("ecosystem.curation.tasks.undo_import", _("Annulation d’un import"), IMPORTS),
    Job("ecosystem.curation.tasks.watch_imports", _("Veille des imports")),
    Job("ecosystem.curation.tasks.prune_imports", _("Ménage des fichiers importés")),
    Job("ecosystem.matching.tasks.prune_inputs", _("Ménage des données de calcul")),
    Job(
        "ecosystem.home.tasks.write_open_data",
        _("Données ouvertes"),
        _("Les fichiers de la nuit précédente restent en ligne ; la tâche repart d’elle-même."),
        ngettext_lazy("%(count)d ligne", "%(count)d lignes", "count"),
    ),
    Job("ecosystem.home.tasks.forget_in_time", _("Données gardées assez longtemps")),
    Job("ecosystem.core.tasks.prune_task_runs", _("Ménage de ce tableau")),
)


def job_of(task: str) -> Job:
    """A task that has no words yet is shown under its own name."""
    known = {job.task: job for job in JOBS}
    return known.get(task) or Job(task, task.rpartition(".")[2].replace("_", " "), ON_DEMAND)


def planned() -> dict[str, Any]:
    """When the beat asks for each task: what the database says where the beat has written it, else the settings."""
    told: dict[str, Any] = {
        row["task"]: schedules.maybe_schedule(row["schedule"]) for row in current_app.conf.beat_schedule.values()
    }
    kept = PeriodicTask.objects.filter(task__in=told).select_related("interval", "crontab", "solar", "clocked")
    for row in kept:
        told[row.task] = row.schedule if row.enabled else None
    return told
