"""Rows of what people keep of the directory."""

from tests.permissions.answers import ELSEWHERE, Row, everyone, members, only

ANY = everyone(200)
TOLD = everyone(ELSEWHERE)
LOST = everyone(404)
ASKED = {"address": "quelquun@exemple.test", "rhythm": "weekly"}

ALERTS = [
    Row("search:alerts", get=members(200), post=members(405)),
    Row("search:alert_new", query="?liste=startups&stade=seed", get=ANY, post=TOLD, data=ASKED),
    Row("search:alert_new", (), "of no list", query="?liste=rien", get=LOST, post=LOST, data=ASKED),
    Row("search:alert_sent", get=ANY),
    Row("search:alert", ("kept.alert_token",), get=ANY, post=TOLD, data={"act": "stop"}),
    Row("search:alert", ("=unsigned",), "not signed", get=LOST, post=LOST),
    Row("search:alert_stop", ("kept.alert_token",), get=ANY, post=ANY, csrf=False),
    Row("search:alert_stop", ("=unsigned",), "not signed", get=LOST, post=LOST, csrf=False),
]

OWN = ("kept.own.inside_id",)
OTHERS = ("kept.other.inside_id",)
HERS = only(founder=200)
DONE = only(founder=ELSEWHERE)
NOT_HERE = members(404)
UNREAD = members(405)
NAMED = {"name": "À rappeler"}

FAVOURITES = [
    Row("directory:favourites", get=members(200), post=members(ELSEWHERE), data=NAMED),
    Row("directory:favourite_list", OWN, "own", get=HERS, post=DONE, data=NAMED),
    Row("directory:favourite_list", OTHERS, "other's", get=NOT_HERE, post=NOT_HERE, data=NAMED),
    Row("directory:favourite_list_act", OWN, "own", get=UNREAD, post=DONE, data={"act": "share"}),
    Row("directory:favourite_list_act", OTHERS, "other's", get=UNREAD, post=NOT_HERE, data={"act": "share"}),
    Row("directory:favourite_act", ("kept.own.pk",), "own", get=UNREAD, post=DONE, data={"act": "up"}),
    Row("directory:favourite_act", ("kept.other.pk",), "other's", get=UNREAD, post=NOT_HERE, data={"act": "up"}),
    Row("directory:favourite_csv", OWN, "own", get=HERS, post=UNREAD, page=False),
    Row("directory:favourite_csv", OTHERS, "other's", get=NOT_HERE, post=UNREAD, page=False),
    Row("directory:favourite_json", OWN, "own", get=HERS, post=UNREAD, page=False),
    Row("directory:favourite_json", OTHERS, "other's", get=NOT_HERE, post=UNREAD, page=False),
    Row("directory:keep", ("startup.pk",), "published", get=members(200), post=members(ELSEWHERE), data=NAMED),
    Row("directory:keep", ("hidden.pk",), "hidden", get=NOT_HERE, post=NOT_HERE, data=NAMED),
    Row("directory:shared_list", ("kept.other.inside.share_key",), "shared", get=ANY),
    Row("directory:shared_list", ("=nothing",), "not shared", get=LOST),
]

ROWS = [*ALERTS, *FAVOURITES]
