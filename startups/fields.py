"""What a startup's listing is made of, and how much each field counts."""

from ecosystem.directory.fields import Field, register_fields, shared_fields


def register() -> None:
    """Called once, when the site starts."""
    register_fields(
        "startup",
        [
            *shared_fields(),
            Field("stage", "choice", weight=6, step="produit"),
            Field("unregistered", "yes_no", sensitive=True, step="identite"),
            Field("address", step="identite"),
            Field("naf", step="identite"),
            Field("founded_on", "date", weight=3, step="identite"),
            Field("headcount", "number", weight=4, step="traction"),
            Field("raised_eur", "number", step="traction"),
            Field("women_led", "yes_no", step="equipe"),
            Field("first_time_founders", "yes_no", step="equipe"),
            Field("languages", "list", weight=3, step="produit"),
            Field("countries", "list", weight=3, step="traction"),
            Field("raise_eur", "number", private=True, step="traction"),
            Field("raise_use", "words", private=True, step="traction"),
            Field("raise_by", "date", private=True, step="traction"),
        ],
    )
