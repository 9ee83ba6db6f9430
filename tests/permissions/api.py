"""Rows of the public API: read-only, the same for everyone, published listings only. It knows no session."""

from tests.permissions.answers import Row, everyone


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
    Row("api:schema", get=everyone(200), page=False, csrf=False),
    Row("api:docs", get=everyone(200)),
    Row("api:nothing", get=everyone(404), post=everyone(404), csrf=False),
]
