"""Rows of the rounds and of the desk, which are the team's, and of the proposals, which belong to their two sides."""

from tests.permissions.answers import ELSEWHERE, Row, everyone, members, only, team

READ, MOVE = team(200), team(ELSEWHERE)
MINE, FUNDERS, BOTH = only(mentor=200), only(funder=200), only(mentor=200, founder=200)
ACCEPT = {"answer": "accept"}
LOST = members(404)


def round_(name: str, state: str, get=MOVE, post=None, **more) -> Row:
    """A page of the round that stands in this state."""
    return Row(f"matching:{name}", (f"rounds.{state}",), state, get=get, post=post or everyone(405), **more)


def act(name: str, state: str) -> Row:
    """What only a POST does, whatever the rules then answer."""
    return round_(name, state, get=everyone(405), post=MOVE)


ROUNDS = [
    Row("matching:rounds", get=READ),
    Row("matching:fairness_check", get=READ, post=everyone(405)),
    Row("matching:create", get=READ, post=READ),
    Row("matching:create", state="filled", get=READ, post=MOVE, data={"title": "Mars", "kind": "mentors"}),
    *(round_("round", state) for state in ("draft", "computing", "failed", "ready", "published", "closed")),
    round_("settings", "draft", READ, READ),
    round_("settings", "ready", MOVE, READ),
    round_("clone", "closed", READ, MOVE),
    round_("clone", "ready", READ, READ, data={"source": "1", "title": ""}),
    round_("delete", "draft", READ, MOVE),
    round_("delete", "ready", MOVE, MOVE),
    round_("settings", "draft", READ, READ, data={"then": "preview"}),
    round_("settings", "ready", MOVE, MOVE, data={"then": "preview"}),
    round_("compare", "ready", READ),
    round_("compare", "draft", READ),
    round_("compare", "published", READ, query="?qui=tous"),
    round_("what_if", "ready", READ),
    round_("what_if", "ready", READ, query="?weight_expertise=35&nombre=x&qui=tous"),
    round_("what_if", "draft"),
    round_("what_if", "published"),
    act("make_scenario", "ready"),
    act("adopt", "ready"),
    act("frontier", "ready"),
    act("frontier", "draft"),
    act("adopt", "draft"),
    act("close", "published"),
    act("close", "draft"),
    round_("impose", "draft", READ, READ),
    round_("impose", "ready", READ, READ, query="?besoin=1&personne=1"),
    round_("impose", "published", MOVE, READ),
    round_("balance", "draft", everyone(405), READ),
    round_("balance", "published", everyone(405), MOVE),
    act("recompute", "ready"),
    act("recompute", "published"),
    Row("matching:release", ("rounds.draft", "first.matching.RoundPair"), "of the round", post=MOVE),
    Row("matching:release", ("rounds.closed", "first.matching.RoundPair"), "of another round", post=LOST),
    Row("matching:balance_remove", ("rounds.draft", "first.matching.BalanceRule"), "of the round", post=MOVE),
    Row("matching:balance_remove", ("rounds.closed", "first.matching.BalanceRule"), "of another round", post=LOST),
    act("start", "draft"),
    act("start", "ready"),
    act("cancel", "computing"),
    act("cancel", "ready"),
    act("reopen", "failed"),
    act("reopen", "published"),
    round_("progress", "computing", READ),
    round_("progress", "failed", READ),
    round_("progress", "cancelled", READ),
    round_("progress", "ready"),
    round_("proposals", "draft"),
    round_("proposals", "ready", READ),
    round_("proposals", "ready", READ, query="?vue=matrice"),
    round_("proposals", "ready", READ, query="?vue=cartes"),
    round_("proposals", "ready", READ, query="?vue=liste"),
    round_("proposals", "published", READ),
    round_("proposals", "funders", READ),
    round_("proposals", "closed", READ),
    round_("certificate", "draft", READ),
    round_("certificate", "ready", READ),
    round_("certificate", "published", READ),
    round_("certificate", "certified", READ),
    round_("certificate_file", "certified", READ, page=False),
    round_("certificate_file", "published", LOST),
    act("certificate_replay", "certified"),
    round_("certificate_replay", "published", everyone(405), LOST),
    round_("certificate_examine", "certified", MOVE, team(422)),
    round_("certificate_examine", "published", LOST, LOST),
    round_("why_not", "draft"),
    round_("why_not", "ready", READ),
    round_("why_not", "funders", READ, query="?besoin=1&personne=1"),
    round_("scarcity", "computing"),
    round_("scarcity", "ready", READ),
    round_("scarcity", "closed", READ),
    act("scarcity_ask", "ready"),
    act("scarcity_ask", "draft"),
    round_("scarcity_csv", "ready", team(404)),
    Row("matching:recruitment", get=MOVE),
    round_("send", "draft", MOVE, MOVE),
    round_("send", "ready", READ, MOVE),
    round_("send", "published", READ, MOVE),
    round_("send", "ready", READ, MOVE, query="?par=personne"),
    round_("read_mail", "ready", READ),
    round_("read_mail", "ready", READ, query="?a=startup"),
    round_("read_mail", "draft"),
    act("validate_all", "ready"),
    act("validate_all", "draft"),
    Row("matching:send_cancel", ("rounds.published", "first.matching.Sending"), "left", post=MOVE),
    Row("matching:send_cancel", ("rounds.closed", "first.matching.Sending"), "of another round", post=LOST),
    Row("matching:unpublish", ("rounds.published", "first.matching.Sending"), "left", get=READ, post=MOVE),
    Row("matching:unpublish", ("rounds.closed", "first.matching.Sending"), "of another round", get=LOST, post=LOST),
    Row("matching:word", ("rounds.ready", "drafted.pk"), "drafted", post=MOVE, data={"word": "Un mot."}),
    Row("matching:word", ("rounds.closed", "drafted.pk"), "of another round", post=LOST),
    Row("matching:withdraw", ("rounds.ready", "drafted.pk"), "drafted", get=READ, post=MOVE),
    Row("matching:withdraw", ("rounds.closed", "drafted.pk"), "of another round", get=LOST, post=LOST),
]

BEHALF = {"answer": "accept", "why": "Dit au téléphone."}
BOARD = [
    Row("matching:board", get=READ),
    Row("matching:board", state="filtered", get=READ, query="?charge=1&colonne=recentes"),
    Row("matching:board_calls", get=READ),
    Row("matching:board_schedule", get=READ, post=READ),
    Row("matching:board_one", ("asked.pk",), "asked", get=READ),
    Row("matching:board_one", ("promised.pk",), "promised", get=READ),
    Row("matching:board_one", ("accepted.pk",), "accepted", get=READ),
    Row("matching:board_one", ("drafted.pk",), "drafted", get=LOST),
    Row("matching:board_call", ("asked.pk",), "asked", post=MOVE, data={"said": "Pas joint."}),
    Row("matching:board_call", ("asked.pk",), "empty", post=team(422)),
    Row("matching:board_on_behalf", ("asked.pk",), "asked", post=MOVE, data=BEHALF),
    Row("matching:board_on_behalf", ("asked.pk",), "empty", post=team(422)),
    Row("matching:board_on_behalf", ("drafted.pk",), "drafted", post=LOST, data=BEHALF),
    Row("matching:board_pass_on", ("asked.pk",), "asked", get=READ, post=MOVE),
    Row("matching:board_pass_on", ("drafted.pk",), "drafted", get=LOST, post=LOST),
]

DESK = [
    Row("curation:queue", get=READ),
    Row("curation:decision", ("waiting.pk",), "publish", post=MOVE, data={"decision": "publish"}),
    Row("curation:decision", ("waiting.pk",), "send back", post=MOVE, data={"decision": "request_changes"}),
    Row("curation:decision", ("startup.pk",), "published", post=MOVE, data={"decision": "publish"}),
    Row("curation:decision", ("waiting.pk",), "unknown verb", post=LOST, data={"decision": "archive"}),
]

PAGES = [
    Row("matching:proposal", ("drafted.pk",), "drafted", get=LOST, post=LOST, data=ACCEPT),
    Row("matching:proposal", ("asked.pk",), "asked", get=MINE, post=only(mentor=ELSEWHERE), data=ACCEPT),
    Row("matching:proposal", ("promised.pk",), "promised", BOTH, only(mentor=ELSEWHERE, founder=ELSEWHERE), ACCEPT),
    Row("matching:proposal", ("accepted.pk",), "accepted", BOTH, only(mentor=ELSEWHERE, founder=ELSEWHERE), ACCEPT),
    Row("matching:proposal", ("to_funder.pk",), "to a funder", only(funder=200, founder=200), data=ACCEPT,
        post=only(funder=ELSEWHERE, founder=ELSEWHERE)),
    Row("matching:proposal", ("foreign.pk",), "other's", get=LOST, post=LOST, data=ACCEPT),
    Row("matching:decline", ("asked.pk",), "asked", get=MINE, post=MINE),
    Row("matching:decline", ("promised.pk",), "promised", get=only(founder=200, mentor=ELSEWHERE),
        post=only(founder=200, mentor=ELSEWHERE)),
    Row("matching:give_back", ("asked.pk",), "asked", get=only(mentor=ELSEWHERE), post=only(mentor=ELSEWHERE)),
    Row("matching:give_back", ("promised.pk",), "promised", get=only(mentor=200, founder=ELSEWHERE),
        post=only(mentor=ELSEWHERE, founder=ELSEWHERE)),
    Row("matching:give_back", ("accepted.pk",), "accepted, and nothing followed",
        get=only(mentor=ELSEWHERE, founder=ELSEWHERE), post=only(mentor=ELSEWHERE, founder=ELSEWHERE)),
    Row("matching:give_back", ("drafted.pk",), "drafted", get=LOST, post=LOST),
    Row("matching:give_back", ("foreign.pk",), "other's", get=LOST, post=LOST),
    Row("matching:reconsider", ("asked.pk",), "asked", post=only(mentor=ELSEWHERE)),
    Row("matching:reconsider", ("promised.pk",), "promised", post=only(mentor=ELSEWHERE, founder=ELSEWHERE)),
    Row("matching:reconsider", ("foreign.pk",), "other's", post=LOST),
    Row("matching:decline", ("drafted.pk",), "drafted", get=LOST, post=LOST),
    Row("matching:decline", ("foreign.pk",), "other's", get=LOST, post=LOST),
]  # fmt: skip

HERE = everyone(ELSEWHERE)
TOKENS = [
    Row("matching:answer", ("token.asked.person",), "to be answered", get=everyone(200), post=HERE, data=ACCEPT),
    Row("matching:answer", ("token.asked.startup",), "not her turn", get=everyone(200), post=everyone(200)),
    Row("matching:answer", ("token.promised.startup",), "startup's turn", get=everyone(200), post=HERE, data=ACCEPT),
    Row("matching:answer", ("token.to_funder.startup",), "to a funder", get=everyone(200), post=HERE, data=ACCEPT),
    Row("matching:answer", ("token.accepted.person",), "accepted", get=everyone(200), post=HERE, data=ACCEPT),
    Row("matching:answer", ("token.drafted.person",), "drafted", get=everyone(200), post=everyone(200), data=ACCEPT),
    Row("matching:answer", ("=altered",), "altered", get=everyone(400), post=everyone(400), data=ACCEPT),
    Row("matching:answer", ("old_token.asked.person",), "expired", get=everyone(410), post=everyone(410), data=ACCEPT),
    Row("matching:answer_decline", ("token.asked.person",), "to be answered", get=everyone(200), post=everyone(200)),
    Row("matching:answer_decline", ("token.accepted.person",), "accepted", get=HERE, post=HERE),
    Row("matching:answer_decline", ("=altered",), "altered", get=everyone(400), post=everyone(400)),
    Row("matching:answer_decline", ("old_token.asked.person",), "expired", get=everyone(410), post=everyone(410)),
    Row("matching:resend", ("token.asked.person",), "still good", post=HERE),
    Row("matching:resend", ("old_token.asked.person",), "expired", post=HERE),
    Row("matching:resend", ("=altered",), "altered", post=everyone(400)),
]

ROWS = [*ROUNDS, *BOARD, *DESK, *PAGES, *TOKENS]
