"""Rows of the pages that people have once signed in: their spaces, their listings, their needs, their account."""

from typing import Any

from tests.permissions.answers import ELSEWHERE, Row, everyone, members, only, team
from tests.permissions.world import becomes, just_signed_in

THREE = {"curator": 200, "admin": 200}
OWN_FORM = only(founder=200, **THREE)
OTHERS_FORM = only(**THREE)
OWN_ACT = only(founder=ELSEWHERE, curator=ELSEWHERE, admin=ELSEWHERE)
OTHERS_ACT = only(curator=ELSEWHERE, admin=ELSEWHERE)
MENTOR, FUNDER = only(mentor=200), only(funder=200)
MENTOR_ACTS, FUNDER_ACTS = only(mentor=ELSEWHERE), only(funder=ELSEWHERE)
LOST = members(404)

HOME = [
    Row("home:space", get=members(ELSEWHERE, founder=200)),
    Row("home:mentor", get=MENTOR),
    Row("home:mentor", state="own, archived", get=LOST, given=becomes("mentor", "archived")),
    Row("home:funder", get=FUNDER),
    Row("home:funder", state="own, archived", get=LOST, given=becomes("funder", "archived")),
    Row("home:account", get=members(200)),
    Row("home:account", state="a year", query="?periode=365", get=members(200)),
    Row("home:settings", get=members(200), post=members(200)),
    Row("home:consent", post=members(ELSEWHERE), data={"purpose": "newsletter", "given": "yes"}),
    Row(
        "home:consent",
        state="of another space",
        post=members(404, founder=ELSEWHERE),
        data={"purpose": "cited", "given": "yes"},
    ),
    Row("home:archive", post=members(200), page=False),
    Row("home:erase", get=members(200), post=members(200)),
    Row("home:consent_proofs", get=members(200), page=False),
    Row("home:sign_out_one", ("=0",), "unknown", post=LOST),
    Row("home:sign_out_elsewhere", post=members(ELSEWHERE)),
    Row("home:export", post=members(200)),
    Row("home:mail_choices", get=members(200), post=members(422), data={"rhythm": "?"}),
    Row("home:inbox", get=members(200)),
    Row("home:inbox_read_all", post=members(ELSEWHERE)),
    Row("home:message", ("message.pk",), "founder's", get=only(founder=200)),
    Row("home:message_read", ("message.pk",), "founder's", post=only(founder=ELSEWHERE)),
    Row("home:message_unread", ("message.pk",), "founder's", post=only(founder=ELSEWHERE)),
    Row("home:mails", get=team(ELSEWHERE)),
    Row("home:mail_text", ("=core-digest",), get=team(200), post=team(422)),
    Row("home:mail_text", ("=nothing",), "unknown kind", get=LOST, post=LOST),
    Row("home:mail_preview", ("=core-digest",), get=team(200), post=team(200), page=False),
    Row("home:mail_test", ("=core-digest",), post=team(422)),
    Row("home:mail_original", ("=core-digest",), post=team(ELSEWHERE)),
    Row("home:mail_log", get=team(200)),
    Row("home:mail_sent", ("message.pk",), get=team(200)),
    Row("home:mail_drawn", ("message.pk",), get=team(404)),
    Row("home:mail_again", ("message.pk",), post=team(ELSEWHERE)),
    Row("home:tasks", get=team(200)),
    Row("home:task_start", post=team(404), data={"tache": "os.system"}),
    Row("home:task_again", ("first.core.TaskRun",), post=team(ELSEWHERE)),
    Row("home:task_aside", ("first.core.TaskRun",), post=team(ELSEWHERE)),
]

STARTUPS = [
    Row("startups:own", get=members(ELSEWHERE), post=members(ELSEWHERE)),
    Row("startups:create", get=members(200), post=members(200)),
    Row("startups:edit", ("startup.pk",), "own", get=OWN_FORM, post=OWN_FORM),
    Row("startups:edit", ("draft.pk",), "own draft", get=OWN_FORM, post=OWN_FORM),
    Row("startups:edit", ("hidden.pk",), "own, hidden", get=OWN_FORM, post=OWN_FORM),
    Row("startups:edit", ("other.pk",), "other's", get=OTHERS_FORM, post=OTHERS_FORM),
    Row("startups:edit", ("other_draft.pk",), "other's draft", get=OTHERS_FORM, post=OTHERS_FORM),
    Row("startups:edit", ("startup.pk",), "archived", LOST, LOST, given=becomes("startup", "archived")),
    Row("startups:logo", ("startup.pk",), "own", get=OWN_ACT, post=OWN_ACT, data={"remove": "1"}),
    Row("startups:logo", ("other.pk",), "other's", get=OTHERS_ACT, post=OTHERS_ACT, data={"remove": "1"}),
    Row("startups:submit", ("draft.pk",), "own draft", post=OWN_ACT),
    Row("startups:submit", ("other_draft.pk",), "other's draft", post=OTHERS_ACT),
    Row("startups:hide", ("startup.pk",), "own", post=OWN_ACT),
    Row("startups:hide", ("other.pk",), "other's", post=OTHERS_ACT),
    Row("startups:team", ("startup.pk",), "own", get=OWN_FORM, post=OWN_FORM),
    Row("startups:team", ("other.pk",), "other's", get=OTHERS_FORM, post=OTHERS_FORM),
    Row("startups:member_remove", ("startup.pk", "member.pk"), "own", post=OWN_ACT),
    Row("startups:member_remove", ("other.pk", "other_member.pk"), "other's", post=OTHERS_ACT),
    Row("startups:member_remove", ("startup.pk", "other_member.pk"), "of another startup", post=LOST),
    Row("startups:ties", ("startup.pk",), "own", get=OWN_FORM, post=OWN_FORM, data={"add": "rival"}),
    Row("startups:ties", ("other.pk",), "other's", get=OTHERS_FORM, post=OTHERS_FORM, data={"add": "rival"}),
    Row("startups:needs", get=members(200), post=members(200)),
    Row("startups:need_create", get=members(ELSEWHERE, founder=200), post=members(ELSEWHERE, founder=200)),
    Row("startups:need", ("need.pk",), "own", get=OWN_FORM, post=OWN_FORM),
    Row("startups:need", ("draft_need.pk",), "own draft", get=OWN_FORM, post=OWN_FORM),
    Row("startups:need", ("other_need.pk",), "other's", get=OTHERS_FORM, post=OTHERS_FORM),
    Row("startups:need_edit", ("need.pk",), "own", get=OWN_FORM, post=OWN_FORM),
    Row("startups:need_edit", ("other_need.pk",), "other's", get=OTHERS_FORM, post=OTHERS_FORM),
    Row("startups:need_open", ("draft_need.pk",), "own draft", post=OWN_ACT),
    Row("startups:need_open", ("other_need.pk",), "other's", post=OTHERS_ACT),
    Row("startups:need_close", ("need.pk",), "own", get=OWN_FORM, post=OWN_ACT),
    Row("startups:need_close", ("other_need.pk",), "other's", get=OTHERS_FORM, post=OTHERS_ACT),
    Row("startups:need_draft", post=members(404, founder=204)),
    Row("startups:need_questions", post=members(404, founder=200)),
    Row("startups:need_reopen", ("need.pk",), "own", get=OWN_ACT, post=OWN_FORM),
    Row("startups:need_reopen", ("other_need.pk",), "other's", get=OTHERS_ACT, post=OTHERS_FORM),
    Row("startups:triage", get=OTHERS_FORM),
    Row("startups:review", ("need.pk",), get=OTHERS_FORM, post=OTHERS_FORM),
    Row("startups:keep", ("need.pk",), post=OTHERS_ACT),
    Row("matching:need_fit", post=members(404, founder=200)),
    Row("matching:need_mails", ("need.pk",), "own", get=OWN_FORM),
    Row("matching:need_mails", ("other_need.pk",), "other's", get=OTHERS_FORM),
]

MENTORS = [
    Row("mentors:welcome", get=members(ELSEWHERE), post=members(ELSEWHERE)),
    Row(
        "mentors:welcome_step",
        ("=savoir-faire",),
        get=members(200, mentor=ELSEWHERE),
        post=members(200, mentor=ELSEWHERE),
    ),
    Row(
        "mentors:welcome_step",
        ("=places",),
        "own draft",
        get=members(ELSEWHERE, mentor=200),
        post=members(ELSEWHERE, mentor=200),
        given=becomes("mentor", "draft"),
    ),
    Row("mentors:welcome_step", ("=ailleurs",), "unknown", get=LOST, post=LOST),
    Row("mentors:welcome_done", get=members(ELSEWHERE), post=members(ELSEWHERE)),
    Row("mentors:profile", get=members(200), post=members(200), data={"another": "1"}),
    Row("mentors:logo", get=MENTOR_ACTS, post=MENTOR_ACTS, data={"remove": "1"}),
    Row("mentors:submit", post=MENTOR_ACTS),
    Row("mentors:submit", state="own draft", post=MENTOR_ACTS, given=becomes("mentor", "draft")),
    Row("mentors:hide", post=MENTOR_ACTS),
    Row("mentors:ties", get=MENTOR, post=MENTOR, data={"add": "stake"}),
    Row("mentors:ties", state="own, archived", get=LOST, post=LOST, given=becomes("mentor", "archived")),
    Row("mentors:availability", get=MENTOR, post=MENTOR),
    Row("mentors:availability", state="own, archived", get=LOST, post=LOST, given=becomes("mentor", "archived")),
]

FUNDERS = [
    Row("funders:welcome", get=members(ELSEWHERE), post=members(ELSEWHERE)),
    Row("funders:welcome_step", ("=qui",), get=members(200, funder=ELSEWHERE), post=members(200, funder=ELSEWHERE)),
    Row(
        "funders:welcome_step",
        ("=quoi",),
        "own draft",
        get=members(ELSEWHERE, funder=200),
        post=members(ELSEWHERE, funder=200),
        given=becomes("funder", "draft"),
    ),
    Row("funders:welcome_step", ("=ailleurs",), "unknown", get=LOST, post=LOST),
    Row("funders:welcome_done", get=members(ELSEWHERE), post=members(ELSEWHERE)),
    Row("funders:thesis", get=members(200), post=members(200)),
    Row("funders:logo", get=FUNDER_ACTS, post=FUNDER_ACTS, data={"remove": "1"}),
    Row("funders:submit", post=FUNDER_ACTS),
    Row("funders:submit", state="own draft", post=FUNDER_ACTS, given=becomes("funder", "draft")),
    Row("funders:hide", post=FUNDER_ACTS),
    Row("funders:ties", get=FUNDER, post=FUNDER, data={"add": "stake"}),
    Row("funders:ties", state="own, archived", get=LOST, post=LOST, given=becomes("funder", "archived")),
    Row("funders:availability", get=FUNDER, post=FUNDER),
    Row("funders:availability", state="own, archived", get=LOST, post=LOST, given=becomes("funder", "archived")),
]

VISITOR_FORM = everyone(ELSEWHERE, visitor=200, inactive=200)
ANY = everyone(200)
AGAIN = members(ELSEWHERE)
FRESH: dict[str, Any] = {"given": just_signed_in, "stores_session": True}
UNKNOWN = {"login": "personne@ailleurs.test", "password": "rien"}

ACCOUNTS = [
    Row("account_login", get=VISITOR_FORM, post=VISITOR_FORM, data=UNKNOWN),
    Row("account_request_login_code", get=VISITOR_FORM, post=VISITOR_FORM),
    Row("account_confirm_login_code", get=everyone(ELSEWHERE), post=everyone(ELSEWHERE)),
    Row("account_logout", get=members(200, visitor=ELSEWHERE), post=everyone(ELSEWHERE)),
    Row("account_signup", get=VISITOR_FORM, post=VISITOR_FORM),
    Row("account_inactive", get=ANY),
    Row("account_reauthenticate", get=members(200), post=members(200)),
    Row("account_email", get=members(200), post=members(ELSEWHERE)),
    Row("account_email_verification_sent", get=everyone(ELSEWHERE), post=everyone(ELSEWHERE)),
    Row("account_confirm_email", ("=altered",), "of before codes", get=ANY),
    Row("account_change_password", get=members(200), post=members(200)),
    Row("account_set_password", get=members(ELSEWHERE), post=members(ELSEWHERE)),
    Row("account_reset_password", get=ANY, post=ANY),
    Row("account_reset_password_done", get=ANY),
    Row("account_reset_password_from_key", ("reset_uid", "reset_key"), get=everyone(ELSEWHERE),
        post=everyone(ELSEWHERE), stores_session=True),
    Row("account_reset_password_from_key", ("reset_uid", "=altered"), "altered", get=ANY, post=ANY),
    Row("account_reset_password_from_key_done", get=ANY),
    Row("mfa_index", get=members(200), post=members(405)),
    Row("mfa_authenticate", get=everyone(ELSEWHERE), post=everyone(ELSEWHERE)),
    Row("mfa_reauthenticate", get=AGAIN, post=AGAIN),
    Row("mfa_activate_totp", get=AGAIN, post=AGAIN, stores_session=True),
    Row("mfa_activate_totp", state="just signed in", get=members(200), post=members(200), **FRESH),
    Row("mfa_deactivate_totp", get=members(404), post=members(404)),
    Row("mfa_view_recovery_codes", get=members(404), post=members(405)),
    Row("mfa_login_webauthn", get=everyone(ELSEWHERE), post=everyone(ELSEWHERE)),
    Row("mfa_list_webauthn", get=members(200), post=members(405)),
    Row("mfa_add_webauthn", get=AGAIN, post=AGAIN, stores_session=True),
    Row("mfa_add_webauthn", state="just signed in", get=members(200), post=members(200), **FRESH),
    Row("mfa_reauthenticate_webauthn", get=AGAIN, post=AGAIN, stores_session=True),
    Row("mfa_edit_webauthn", ("=0",), "unknown", get=members(404), post=members(404), **FRESH),
    Row("mfa_remove_webauthn", ("=0",), "unknown", get=members(404), post=members(404), **FRESH),
    Row("mfa_generate_recovery_codes", get=AGAIN, post=AGAIN, stores_session=True),
    Row("mfa_generate_recovery_codes", state="just signed in", get=members(200), post=members(200), **FRESH),
    Row("mfa_download_recovery_codes", get=members(404), post=members(404)),
]  # fmt: skip

ROWS = [*HOME, *STARTUPS, *MENTORS, *FUNDERS, *ACCOUNTS]
