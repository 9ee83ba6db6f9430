"""Addresses of the landing page, the search, the figures and the pages of text."""

from django.contrib.sitemaps.views import index, sitemap
from django.urls import path

from ecosystem.home.sitemaps import SITEMAPS
from ecosystem.home.views import (
    account,
    consents,
    inbox,
    mail_choices,
    mail_log,
    mail_texts,
    pages,
    public,
    spaces,
    tasks,
)

app_name = "home"
urlpatterns = [
    path("", public.index, name="index"),
    path("recherche/", public.search, name="search"),
    path("chiffres/", public.public_figures, name="figures"),
    path("chiffres/<slug:chart>.csv", public.figures_csv, name="figures_csv"),
    path("methode/", pages.method, name="method"),
    path("accessibilite/", pages.accessibility, name="accessibility"),
    path("donnees-personnelles/", pages.privacy, name="privacy"),
    path("mentions-legales/", pages.legal, name="legal"),
    path("credits/", pages.credits_page, name="credits"),
    path("espace/", spaces.space, name="space"),
    path("mentor/", spaces.mentor, name="mentor"),
    path("financeur/", spaces.funder, name="funder"),
    path("compte/", account.account, name="account"),
    path("compte/deconnexion-ailleurs/", account.sign_out_elsewhere, name="sign_out_elsewhere"),
    path("compte/donnees/", account.export, name="export"),
    path("compte/accords/", consents.decide, name="consent"),
    path("compte/accords/preuves/", consents.proofs, name="consent_proofs"),
    path("compte/reglages/", account.settings_page, name="settings"),
    path("compte/appareils/<row:pk>/deconnexion/", account.sign_out_one, name="sign_out_one"),
    path("compte/courriels/", mail_choices.mail_choices, name="mail_choices"),
    path("messages/", inbox.inbox, name="inbox"),
    path("messages/tout-lire/", inbox.read_all, name="inbox_read_all"),
    path("messages/<row:pk>/", inbox.message, name="message"),
    path("messages/<row:pk>/lu/", inbox.read, name="message_read"),
    path("messages/<row:pk>/non-lu/", inbox.unread, name="message_unread"),
    path("equipe/courriels/", mail_texts.mails, name="mails"),
    path("equipe/courriels/journal/", mail_log.mail_log, name="mail_log"),
    path("equipe/courriels/journal/<row:pk>/", mail_log.mail_sent, name="mail_sent"),
    path("equipe/courriels/journal/<row:pk>/apercu/", mail_log.mail_drawn, name="mail_drawn"),
    path("equipe/courriels/journal/<row:pk>/renvoyer/", mail_log.mail_again, name="mail_again"),
    path("equipe/courriels/<slug:slug>/", mail_texts.mail_text, name="mail_text"),
    path("equipe/courriels/<slug:slug>/apercu/", mail_texts.mail_preview, name="mail_preview"),
    path("equipe/courriels/<slug:slug>/essai/", mail_texts.mail_test, name="mail_test"),
    path("equipe/courriels/<slug:slug>/origine/", mail_texts.mail_original, name="mail_original"),
    path("equipe/taches/", tasks.tasks, name="tasks"),
    path("equipe/taches/lancer/", tasks.start_task, name="task_start"),
    path("equipe/taches/<row:pk>/relancer/", tasks.start_again, name="task_again"),
    path("equipe/taches/<row:pk>/classer/", tasks.set_aside, name="task_aside"),
    path("sitemap.xml", index, {"sitemaps": SITEMAPS, "sitemap_url_name": "home:sitemap_part"}, name="sitemap"),
    path("sitemap-<slug:section>.xml", sitemap, {"sitemaps": SITEMAPS}, name="sitemap_part"),
    path("robots.txt", pages.robots, name="robots"),
]
