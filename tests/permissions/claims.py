"""Rows of claims, invitations and the team of a startup."""

from tests.permissions.answers import ELSEWHERE, LOGIN, Row, everyone, members, only, team
from tests.permissions.spaces import OTHERS_ACT, OTHERS_FORM, OWN_ACT, OWN_FORM

LOST = everyone(404)
NOT_HERE = members(404)
ANY = everyone(200)
MINE = ("=startup", "startup.slug")
HERE = everyone(ELSEWHERE)
PAST = everyone(410)
ALTERED = everyone(400)
NEWCOMER = {"visitor": 422, "inactive": 422}
ASK = {"message": "Je dirige cette entreprise."}
LIST = {"target": "mentor", "language": "fr", "rows": "samia@exemple.test;Samia Haddad"}

PUBLIC = [
    Row("claims:claim", MINE, "published", get=ANY, post=members(ELSEWHERE, visitor=LOGIN, founder=422), data=ASK),
    Row("claims:claim", MINE, "empty", get=ANY, post=members(422, visitor=LOGIN), query="?x=1"),
    Row("claims:claim", ("=startup", "draft.slug"), "draft", get=LOST, post=LOST, data=ASK),
    Row("claims:claim", ("=mentor", "other_mentor.slug"), "mentor", get=ANY, post=members(422, visitor=LOGIN),
        data=ASK),
    Row("claims:claim", ("=salon", "show.slug"), "of the team", get=LOST, post=LOST, data=ASK),
    Row("claims:send_link", MINE, "published", post=HERE),
    Row("claims:send_link", ("=startup", "hidden.slug"), "hidden", post=LOST),
    Row("claims:cancel", ("claim.pk",), "founder's", post=only(founder=ELSEWHERE)),
    Row("claims:claim_link", ("link_token.claim_link",), "waits", get=ANY, post=members(ELSEWHERE, **NEWCOMER)),
    Row("claims:claim_link", ("=altered",), "altered", get=ALTERED, post=ALTERED),
    Row("claims:invitation", ("link_token.invitation",), "waits", get=ANY, post=members(ELSEWHERE, **NEWCOMER)),
    Row("claims:invitation", ("link_token.old_invitation",), "cancelled", get=PAST, post=PAST),
    Row("claims:invitation", ("=altered",), "altered", get=ALTERED, post=ALTERED),
]  # fmt: skip

DESK = [
    Row("claims:desk", get=team(200)),
    Row("claims:desk", state="decided", get=team(200), query="?etat=decidees"),
    Row("claims:decide", ("claim.pk",), "waits", post=team(ELSEWHERE), data={"decision": "accept"}),
    Row("claims:orphans", get=team(200)),
    Row("claims:chase", post=team(ELSEWHERE)),
    Row("claims:stop", ("first.directory.OrphanChase",), post=team(ELSEWHERE)),
    Row("claims:invitations", get=team(200), post=team(422)),
    Row("claims:invitations", state="checked", query="?etat=pending", get=team(200), post=team(200), data=LIST),
    Row("claims:invitation_act", ("invitation.pk",), post=team(ELSEWHERE), data={"act": "cancel"}),
]

TEAM = [
    Row("startups:team", ("startup.pk",), "own", get=OWN_FORM, post=OWN_FORM),
    Row("startups:team", ("other.pk",), "other's", get=OTHERS_FORM, post=OTHERS_FORM),
    Row("startups:member_remove", ("startup.pk", "member.pk"), "own", get=OWN_FORM, post=OWN_ACT),
    Row("startups:member_remove", ("other.pk", "other_member.pk"), "other's", get=OTHERS_FORM, post=OTHERS_ACT),
    Row("startups:member_remove", ("startup.pk", "other_member.pk"), "of another startup", NOT_HERE, NOT_HERE),
    Row("startups:member_role", ("startup.pk", "member.pk"), "own", post=OWN_ACT),
    Row("startups:member_role", ("other.pk", "other_member.pk"), "other's", post=OTHERS_ACT),
    Row("startups:team_invitation", ("startup.pk", "invitation.pk"), "own", post=OWN_ACT, data={"act": "cancel"}),
    Row("startups:team_invitation", ("other.pk", "invitation.pk"), "of another startup", post=NOT_HERE),
    Row("startups:team_claim", ("startup.pk", "own_claim.pk"), "own", post=OWN_ACT, data={"decision": "refuse"}),
    Row("startups:team_claim", ("other.pk", "own_claim.pk"), "of another startup", post=NOT_HERE),
    Row("startups:team_ask", ("startup.pk",), "own", post=OWN_ACT),
    Row("startups:team_ask", ("other.pk",), "other's", post=OTHERS_ACT),
]

ROWS = [*PUBLIC, *DESK, *TEAM]
