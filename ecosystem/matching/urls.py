from django.urls import path

from ecosystem.matching.views import (
    answers,
    comparing,
    fairness,
    progress,
    proposals,
    rounds,
    sending,
    settings,
    tokens,
    trying,
)

app_name = "matching"
urlpatterns = [
    path("equipe/tournees/", rounds.rounds, name="rounds"),
    path("equipe/tournees/nouvelle/", rounds.create, name="create"),
    path("equipe/tournees/controle/", fairness.fairness_check, name="fairness_check"),
    path("equipe/tournees/<int:pk>/", rounds.show, name="round"),
    path("equipe/tournees/<int:pk>/copie/", rounds.clone, name="clone"),
    path("equipe/tournees/<int:pk>/clore/", rounds.close, name="close"),
    path("equipe/tournees/<int:pk>/criteres/", settings.settings, name="settings"),
    path("equipe/tournees/<int:pk>/calculer/", settings.start, name="start"),
    path("equipe/tournees/<int:pk>/calcul/", progress.progress, name="progress"),
    path("equipe/tournees/<int:pk>/annuler/", progress.cancel, name="cancel"),
    path("equipe/tournees/<int:pk>/rouvrir/", progress.reopen, name="reopen"),
    path("equipe/tournees/<int:pk>/propositions/", proposals.proposals, name="proposals"),
    path("equipe/tournees/<int:pk>/propositions/<int:proposal>/mot/", proposals.word, name="word"),
    path("equipe/tournees/<int:pk>/propositions/<int:proposal>/ecarter/", proposals.withdraw, name="withdraw"),
    path("equipe/tournees/<int:pk>/comparer/", comparing.compare, name="compare"),
    path("equipe/tournees/<int:pk>/essai/", trying.what_if, name="what_if"),
    path("equipe/tournees/<int:pk>/essai/scenario/", trying.make_scenario, name="make_scenario"),
    path("equipe/tournees/<int:pk>/frontiere/", comparing.ask_for_frontier, name="frontier"),
    path("equipe/tournees/<int:pk>/retenir/", comparing.adopt, name="adopt"),
    path("equipe/tournees/<int:pk>/envoi/", sending.send, name="send"),
    path("reponse/<str:token>/", tokens.answer, name="answer"),
    path("reponse/<str:token>/decliner/", tokens.decline, name="answer_decline"),
    path("reponse/<str:token>/nouveau-lien/", tokens.resend, name="resend"),
    path("propositions/<int:pk>/", answers.proposal, name="proposal"),
    path("propositions/<int:pk>/decliner/", answers.decline, name="decline"),
]
