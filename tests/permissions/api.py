"""Rows of the public API: read-only, the same for everyone, published listings only. It knows no session."""

from functools import partial
from typing import Any

from tests.factories import ApiTokenFactory, EmbedFactory
from tests.permissions.answers import ELSEWHERE, Row, everyone, members, only, team
from tests.permissions.world import just_signed_in

KEY = "escale_0a1b2c3d"


def framed(world: Any, **more: Any) -> None:
    """A partner's list whose address is known."""
    EmbedFactory(pk=1, token="cadre", **more)


def key_of(role: str) -> Any:
    """A key of that person, just after everybody gave her password."""

    def given(world: Any) -> None:
        just_signed_in(world)
        ApiTokenFactory(user=world.people[role], token_key=KEY)

    return given


def resource(name: str, published: str, *lost: str) -> list[Row]:
    """The list, one published listing, and those that are not."""
    detail = f"api:{name}-detail"
    return [
        Row(f"api:{name}-list", get=everyone(200), page=False, csrf=False),
        Row(detail, (f"{published}.slug",), "published", get=everyone(200), page=False, csrf=False),
        *(Row(detail, (f"{one}.slug",), one, get=everyone(404), csrf=False) for one in lost),
    ]


ROWS = [
    *resource("startup", "startup", "draft", "hidden", "other_draft", "other_hidden"),
    *resource("mentor", "mentor", "draft_mentor", "hidden_mentor"),
    *resource("funder", "funder", "draft_funder", "hidden_funder"),
    *resource("tradeshow", "show", "draft_show", "hidden_show"),
    *(Row(f"api:{name}-list", get=everyone(200), page=False, csrf=False)
      for name in ("need", "edition", "sector", "skill", "figure")),
    Row("api:search-list", query="?q=a", get=everyone(200), page=False, csrf=False),
    *(Row(f"api:{name}-list", get=everyone(401), post=everyone(401), page=False, csrf=False)
      for name in ("own_listing", "own_need")),
    Row("api:schema", get=everyone(200), page=False, csrf=False),
    Row("api_pages:docs", get=everyone(200)),
    Row("api_pages:trial", get=everyone(200), page=False),
    Row("api:nothing", get=everyone(404), post=everyone(404), csrf=False),
    Row("home:open_data", get=everyone(200)),
    Row("home:open_data_file", ("=startups.csv",), "before the first night", get=everyone(404)),
    Row("home:open_data_catalogue", get=everyone(404), page=False),
    Row("home:list_export", ("=startup",), get=everyone(200), page=False),
    Row("home:list_export", ("=personne",), "unknown", get=everyone(404)),
    Row("home:embed_help", get=everyone(200)),
    Row("home:embed", ("=cadre",), "in service", get=everyone(200), given=framed, page=False),
    Row("home:embed", ("=cadre",), "stopped", get=everyone(404), given=partial(framed, is_on=False)),
    Row("home:embeds", get=team(200), given=framed),
    Row("home:embed_new", get=team(200), post=team(422)),
    Row("home:embed_edit", ("=1",), get=team(200), post=team(422), given=framed),
    Row("home:embed_switch", ("=1",), post=team(ELSEWHERE), given=framed),
    Row("home:embed_delete", ("=1",), post=team(ELSEWHERE), given=framed),
    Row("home:api_keys", get=members(200), post=members(422), given=just_signed_in),
    Row("home:revoke_own_key", (f"={KEY}",), post=only(founder=ELSEWHERE), given=key_of("founder")),
    Row("home:every_api_key", get=only(admin=200), given=just_signed_in),
    Row("home:revoke_any_key", (f"={KEY}",), post=only(admin=ELSEWHERE), given=key_of("founder")),
]  # fmt: skip
