"""Refusals of the matching, each with the sentence that the person reads."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from ecosystem.core.errors import Refused


class WeightsDoNotSum(Refused):
    """The weights of a round make 100, no more and no less."""

    message = _("Les poids doivent faire 100 au total.")


class NothingToMatch(Refused):
    """A round needs at least one open need of its kind."""

    message = _("Il n’y a aucun besoin ouvert à servir. Ouvrez un besoin, puis relancez le calcul.")


class InputsNotKept(Refused):
    """The round has no stored inputs: it was never computed, or is older than what is kept."""

    message = _("Les données de cette tournée ne sont pas conservées : elle ne peut pas être rejouée.")


class TooLateToChoose(Refused):
    """What is asked by hand is told before a computation: never while it runs, nor after the round was sent."""

    message = _("Cette tournée est en calcul ou déjà partie : ce choix ne peut plus y changer quoi que ce soit.")


class NeedNotInTheRound(Refused):
    """Only an open need of the round's kind can be imposed or set aside."""

    message = _("Ce besoin n’est plus ouvert, ou ne cherche personne de cette tournée.")


class PersonNotOfTheRound(Refused):
    """Only a published person of the round's kind can be imposed or set aside."""

    message = _("Cette personne n’est plus publiée, ou n’est pas de cette tournée.")


class AlreadyARuleOfThatName(Refused):
    """A failure names the rule: two rules of a round do not share a name."""

    message = _("Une règle de cette tournée porte déjà ce nom. Choisissez-en un autre.")


class NotComputedYet(Refused):
    """What is said of proposals needs a round that has some."""

    message = _("Cette tournée n’a pas encore de propositions : lancez d’abord son calcul.")


class NotInTheRound(Refused):
    """A need or a person that the round was not computed with."""

    message = _("Ce besoin ou cette personne n’était pas dans les données de la tournée.")


class TooLargeToExplain(Refused):
    """The round has more pairs than one page, or one list, can solve again."""

    message = _("Cette tournée a trop de paires pour être recalculée ici, paire par paire.")


class TooLargeToPreview(Refused):
    """The round has more pairs than a page can try while somebody moves a weight."""

    message = _("Cette tournée est trop grande pour un aperçu : lancez le calcul, il se suit pas à pas.")


class PreviewImpossible(Refused):
    """What the team asks by hand cannot all be kept: the sentence names it."""


class BalancedNotExplained(Refused):
    """A round with balance rules cannot be repaired pair by pair."""

    message = _("Cette tournée suit une règle d’équilibre : elle ne peut pas être recalculée paire par paire.")


class NothingToSend(Refused):
    """A round without a single proposal cannot be published."""

    message = _("Il n’y a aucune proposition à envoyer.")


class NothingValidated(Refused):
    """Only what somebody of the team has validated is sent."""

    message = _("Aucune proposition n’est validée. Validez celles qui peuvent partir, ou validez tout.")


class SendingUnderWay(Refused):
    """A sending that can still be undone holds its round as it is."""

    message = _("Un envoi est confirmé et part dans quelques minutes : annulez d’abord l’envoi.")


class AlreadyLeft(Refused):
    """Once it has left, a sending is not undone; it can be taken back as long as nobody has answered."""

    message = _(
        "Cet envoi est déjà parti : les courriels sont en route. Il peut être dépublié tant que nul n’a répondu."
    )


class SomebodyAnswered(Refused):
    """What somebody has answered is not taken back with the rest."""

    message = _("Quelqu’un a déjà répondu : cet envoi ne peut plus être dépublié. Retirez les propositions une à une.")


class PairBarred(Refused):
    """A hard rule of the round excludes the pair: no hand puts it together."""

    def __init__(self, why: str) -> None:
        super().__init__(_("Cette paire est exclue par une règle : %(why)s.") % {"why": why})


class AlreadyProposed(Refused):
    """The person is already proposed to this need."""

    message = _("Cette personne est déjà proposée à ce besoin.")


class NoPlaceInTheRound(Refused):
    """Every place of the person is taken, promised, or given by this round."""

    message = _("Cette personne n’a plus de place dans cette tournée. Retirez-lui d’abord une autre proposition.")


class NeedHasEnough(Refused):
    """The need already has as many people as it wanted."""

    message = _("Ce besoin a déjà autant de personnes qu’il en demandait. Remplacez l’une d’elles.")


class AnotherScenario(Refused):
    """Of scenarios that are ready, only the one that was kept is sent."""

    message = _("Plusieurs scénarios sont prêts. Retenez celui que vous voulez envoyer, puis envoyez-le.")


class ScenarioSent(Refused):
    """Once one scenario of a family was sent, the others stay what they are: answers that were not chosen."""

    message = _("Un autre scénario de cette tournée est déjà parti. Copiez le réglage dans une nouvelle tournée.")


class NotADraft(Refused):
    """Only a setting from which nothing was computed can be thrown away."""

    message = _("Seul un brouillon se supprime : ce réglage a déjà été calculé.")


class HasScenarios(Refused):
    """The round that others are scenarios of is their common question."""

    message = _("D’autres scénarios viennent de ce réglage. Supprimez-les d’abord, ou gardez celui-ci.")


class BreaksARule(Refused):
    """With the trial, a pair imposed by hand, a minimum load or a balance rule of the round cannot be kept."""

    message = _("Cet essai rend impossible une paire imposée, une charge minimale ou un équilibre de la tournée.")


class MustChangeMore(Refused):
    """A trial takes away more of the present pairs than may go."""

    def __init__(self, least: int) -> None:
        sentence = ngettext(
            "Cet essai défait à lui seul %(least)s paire. Autorisez au moins autant de changements.",
            "Cet essai défait à lui seul %(least)s paires. Autorisez au moins autant de changements.",
            least,
        )
        super().__init__(sentence % {"least": least})
        self.least = least


class CertificateRefused(Refused):
    """The checker, which shares no code with the solver, refuses what was computed: nothing of it is kept."""

    def __init__(self, why: str) -> None:
        super().__init__(_("Le vérificateur refuse le résultat du calcul : %(why)s") % {"why": why})


class AlreadyAnswered(Refused):
    """An answer is given once."""

    message = _("Cette proposition a déjà reçu votre réponse.")


class NoLongerOpen(Refused):
    """The proposal was withdrawn, has expired, or the other side has declined."""

    message = _("Cette proposition n’attend plus de réponse.")


class NotYourTurn(Refused):
    """The startup answers after the mentor or the funder has said yes."""

    message = _("La personne proposée n’a pas encore répondu. Nous vous écrirons dès qu’elle l’aura fait.")


class NowInConflict(Refused):
    """A conflict of interest appeared after the proposal was sent; its cause is the team's to know."""

    message = _("Cette proposition ne peut plus être acceptée. Déclinez-la, ou écrivez à l’équipe.")


class NothingToGiveBack(Refused):
    """Only a yes that still stands can be taken back."""

    message = _("Il n’y a plus rien à rendre : cette mise en relation a déjà pris fin.")


class AlreadyCommitted(Refused):
    """A funder that has committed money ends it in its own follow-up, not by giving the match back."""

    message = _("Ce financement est engagé : il ne peut plus être rendu. Écrivez à l’équipe.")


class NothingToReconsider(Refused):
    """Only whoever said no can think again, once."""

    message = _("Vous n’avez pas décliné cette proposition, ou vous êtes déjà revenu sur votre réponse.")


class LinkAltered(Refused):
    """The link of the mail is incomplete or was changed."""

    message = _("Ce lien est incomplet ou a été modifié. Ouvrez-le de nouveau depuis le courriel, en entier.")


class LinkExpired(Refused):
    """The link of the mail is too old."""

    message = _("Ce lien a expiré. Demandez-en un nouveau : il arrivera à la même adresse.")

    def __init__(self, link: Any) -> None:
        super().__init__()
        self.link = link


class LinkOfSomebodyElse(Refused):
    """The account that the link was written to no longer answers for that side."""

    message = _("Ce lien a été envoyé à quelqu’un qui ne répond plus pour cette fiche.")


class RoundCancelled(Exception):
    """A curator asked to stop the computation."""


class LeaseLost(Exception):
    """Another worker took the round over, or it is no longer computing: this one must stop without writing."""
