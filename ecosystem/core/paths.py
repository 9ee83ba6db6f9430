"""What stands in an address."""

from django.urls.converters import IntConverter

from ecosystem.core.text import WHOLE_DIGITS


class RowNumber(IntConverter):
    """The number of a row, as `<row:pk>`: one that no database can hold is the address of nothing."""

    regex = f"[0-9]{{1,{WHOLE_DIGITS}}}"
