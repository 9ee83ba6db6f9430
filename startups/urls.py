"""Addresses of startups and of their needs."""

from django.urls import path

from startups.views import confidential, contact, files, needs, news, public, space, team, triage, wizard, writing

app_name = "startups"
urlpatterns = [
    path("startups/", public.startup_list, name="list"),
    path("startups/<slug:slug>/", public.startup_detail, name="detail"),
    path("startups/<slug:slug>/contact/", contact.contact, name="contact"),
    path("startups/<slug:slug>/ouvrir/<slug:what>/", confidential.open_sheet, name="open"),
    path("espace/fiche/", space.own, name="own"),
    path("espace/fiche/nouvelle/", wizard.create, name="create"),
    path("espace/fiche/<row:pk>/", wizard.edit, name="edit"),
    path("espace/fiche/<row:pk>/etapes/<slug:etape>/", wizard.step, name="step"),
    path("espace/fiche/<row:pk>/conflit/", wizard.conflict, name="conflict"),
    path("espace/fiche/<row:pk>/attente/retrait/", space.withdraw, name="withdraw"),
    path("espace/fiche/<row:pk>/logo/", files.logo, name="logo"),
    path("espace/fiche/<row:pk>/deck/", files.deck, name="deck"),
    path("espace/fiche/<row:pk>/envoi/", space.submit, name="submit"),
    path("espace/fiche/<row:pk>/masquer/", space.hide, name="hide"),
    path("espace/fiche/<row:pk>/equipe/", team.team, name="team"),
    path("espace/fiche/<row:pk>/equipe/administrer/", team.ask, name="team_ask"),
    path("espace/fiche/<row:pk>/equipe/<row:member>/retrait/", team.member_remove, name="member_remove"),
    path("espace/fiche/<row:pk>/equipe/<row:member>/role/", team.member_role, name="member_role"),
    path("espace/fiche/<row:pk>/equipe/invitations/<row:invitation>/", team.invitation, name="team_invitation"),
    path("espace/fiche/<row:pk>/equipe/demandes/<row:claim>/", team.claim, name="team_claim"),
    path("espace/fiche/<row:pk>/nouvelles/", news.news, name="news"),
    path("espace/fiche/<row:pk>/nouvelles/<row:news>/retrait/", news.news_remove, name="news_remove"),
    path("espace/fiche/<row:pk>/liens/", space.ties, name="ties"),
    path("espace/besoins/", needs.need_list, name="needs"),
    path("espace/besoins/nouveau/", writing.need_create, name="need_create"),
    path("espace/besoins/brouillon/", writing.need_draft, name="need_draft"),
    path("espace/besoins/questions/", writing.need_questions, name="need_questions"),
    path("espace/besoins/<row:pk>/", needs.need_detail, name="need"),
    path("espace/besoins/<row:pk>/modifier/", writing.need_edit, name="need_edit"),
    path("espace/besoins/<row:pk>/ouverture/", needs.need_open, name="need_open"),
    path("espace/besoins/<row:pk>/cloture/", needs.need_close, name="need_close"),
    path("espace/besoins/<row:pk>/reouverture/", needs.need_reopen, name="need_reopen"),
    path("equipe/besoins/", triage.triage, name="triage"),
    path("equipe/besoins/<row:pk>/", triage.review, name="review"),
    path("equipe/besoins/<row:pk>/garder/", triage.keep, name="keep"),
]
