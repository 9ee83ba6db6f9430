"""What an entry of the register of personal data says."""

from dataclasses import dataclass, fields


@dataclass(frozen=True, kw_only=True)
class Held:
    """What one model holds of people; each field of it stands in exactly one list (names with spaces between them).

    Links to an account or to a listing, which may be a person's own: `signed` are signatures, which lead to an account
    without a name; of `about`, the row stays and its `emptied` words go; of `goes`, the row goes.
    Words: `scrubbed` (and `emptied` of the rows of others) are searched for her name, addresses and telephone; `own`
    are written or removed by the eraser of their app, or go with their row; `kept` stay, for the reason that `why`
    gives; `plain` tell of nobody.
    """

    model: str
    section: str = ""
    unexported: str = ""
    signed: str = ""
    about: str = ""
    goes: str = ""
    emptied: str = ""
    scrubbed: str = ""
    own: str = ""
    kept: str = ""
    why: str = ""
    plain: str = ""
    through: str = ""
    """Lookups that lead to her account or listing where no field of the model does."""
    within: str = ""
    """On a table of many rows, the lookups to the listings that she touched: her words are looked for there only."""
    first: str = ""
    """On a table of many rows that no listing leads to, the short fields by which a row that names her is found."""

    def names(self, *lists: str) -> list[str]:
        """The fields of some lists."""
        return [name for one in lists for name in getattr(self, one).split()]

    @property
    def all_fields(self) -> list[str]:
        """Every field of the model that the entry speaks of."""
        lists = {"signed", "about", "goes", "emptied", "scrubbed", "own", "kept", "plain"}
        return self.names(*(one.name for one in fields(self) if one.name in lists))
