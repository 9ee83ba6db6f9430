"""The rows of a list, drawn once for every reader as long as nothing public is written."""

from typing import Any

from django import template
from django.template import Context, Node, NodeList
from django.template.base import FilterExpression, Parser, Token
from django.utils.safestring import SafeString, mark_safe

from ecosystem.core.kept import kept_each

register = template.Library()


class KeptRows(Node):
    """What stands between the tags, once for each row; nothing of the reader, nor of what was asked, may stand there.

    Rows that show something of what was asked (`filters.marks_rows`: words, a distance, an amount) are drawn afresh.
    """

    def __init__(self, name: str, rows: FilterExpression, nodelist: NodeList, place: str) -> None:
        self.name, self.rows, self.nodelist, self.place = name, rows, nodelist, place

    def render(self, context: Context) -> SafeString:
        rows = self.rows.resolve(context)

        def drawn(row: Any) -> str:
            with context.push(**{self.name: row}):
                return str(self.nodelist.render(context))

        if context["filters"].marks_rows:
            parts = [drawn(row) for row in rows]
        else:
            parts = kept_each(f"row.{self.place}", context["request"], rows, drawn)
        return mark_safe("".join(parts))  # noqa: S308 - drawn by this template, which escapes what it shows


@register.tag
def keptrows(parser: Parser, token: Token) -> KeptRows:
    """`{% keptrows startup in page %}…{% endkeptrows %}`."""
    _tag, name, _in, rows = token.split_contents()
    nodelist = parser.parse(("endkeptrows",))
    parser.delete_first_token()
    return KeptRows(name, parser.compile_filter(rows), nodelist, f"{parser.origin}.{token.lineno}")
