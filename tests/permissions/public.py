"""Rows of the pages that everyone reads, and of the listings behind them."""

from tests.permissions.answers import ELSEWHERE, Row, everyone, shown_to
from tests.permissions.world import becomes

TEAM_ONLY = shown_to("curator", "admin")
OWN = {
    "founder": shown_to("founder", "curator", "admin"),
    "mentor": shown_to("mentor", "curator", "admin"),
    "funder": shown_to("funder", "curator", "admin"),
}

ROWS = [
    Row("home:index", get=everyone(200)),
    Row("home:search", get=everyone(200)),
    Row("home:search", state="with a text", query="?q=essai", get=everyone(200)),
    Row("home:figures", get=everyone(200)),
    Row("home:figures_csv", ("=secteurs",), get=everyone(200), page=False),
    Row("home:figures_csv", ("=nothing",), state="unknown", get=everyone(404)),
    Row("home:method", get=everyone(200)),
    Row("home:accessibility", get=everyone(200)),
    Row("home:privacy", get=everyone(200)),
    Row("home:legal", get=everyone(200)),
    Row("home:credits", get=everyone(200)),
    Row("home:sitemap", get=everyone(200), post=everyone(200), page=False),
    Row("home:sitemap_part", ("=fiches",), get=everyone(200), post=everyone(200), page=False),
    Row("home:sitemap_part", ("=nothing",), state="unknown", get=everyone(404), post=everyone(404)),
    Row("home:robots", get=everyone(200), page=False),
    Row("ui:theme", post=everyone(ELSEWHERE), data={"theme": "dark"}),
    Row("ui:components", get=shown_to("admin"), head=False),
    Row("directory:logo", ("logo_name",), get=everyone(200), page=False),
    Row("directory:logo", ("=00000000000000000000000000000000.png",), "unknown", get=everyone(404)),
    Row("health", get=everyone(200), post=everyone(405), page=False),
    Row("startups:list", get=everyone(200)),
    Row("startups:list", state="filtered to nothing", query="?q=introuvable", get=everyone(200)),
    Row("startups:detail", ("startup.slug",), "published", get=everyone(200)),
    Row("startups:detail", ("draft.slug",), "own draft", get=OWN["founder"]),
    Row("startups:detail", ("hidden.slug",), "own, hidden", get=OWN["founder"]),
    Row("startups:detail", ("other_draft.slug",), "other's draft", get=TEAM_ONLY),
    Row("startups:detail", ("other_hidden.slug",), "other's, hidden", get=TEAM_ONLY),
    Row("startups:detail", ("mentor.slug",), "of another kind", get=everyone(404)),
    Row("mentors:list", get=everyone(200)),
    Row("mentors:detail", ("mentor.slug",), "published", get=everyone(200)),
    Row("mentors:detail", ("mentor.slug",), "own draft", get=OWN["mentor"], given=becomes("mentor", "draft")),
    Row("mentors:detail", ("mentor.slug",), "own, hidden", get=OWN["mentor"], given=becomes("mentor", "hidden")),
    Row("mentors:detail", ("draft_mentor.slug",), "other's draft", get=TEAM_ONLY),
    Row("mentors:detail", ("hidden_mentor.slug",), "other's, hidden", get=TEAM_ONLY),
    Row("funders:list", get=everyone(200)),
    Row("funders:detail", ("funder.slug",), "published", get=everyone(200)),
    Row("funders:detail", ("funder.slug",), "own draft", get=OWN["funder"], given=becomes("funder", "draft")),
    Row("funders:detail", ("funder.slug",), "own, hidden", get=OWN["funder"], given=becomes("funder", "hidden")),
    Row("funders:detail", ("draft_funder.slug",), "other's draft", get=TEAM_ONLY),
    Row("funders:detail", ("hidden_funder.slug",), "other's, hidden", get=TEAM_ONLY),
    Row("tradeshows:list", get=everyone(200)),
    Row("tradeshows:calendar", get=everyone(200), page=False),
    Row("tradeshows:detail", ("show.slug",), "published", get=everyone(200)),
    Row("tradeshows:detail", ("draft_show.slug",), "draft", get=TEAM_ONLY),
    Row("tradeshows:detail", ("hidden_show.slug",), "hidden", get=TEAM_ONLY),
]
