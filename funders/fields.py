"""What a funder's listing is made of, and how much each field counts."""

from ecosystem.directory.fields import Field, Terms, register_fields, shared_fields


def register() -> None:
    """Called once, when the site starts."""
    register_fields(
        "funder",
        [
            *shared_fields(step="profil", words="profil"),
            Field("funder_type", "choice", weight=4, step="profil"),
            Field("thesis", "words", weight=12, sensitive=True, step="these"),
            Field("ticket_min_eur", "number", weight=4, step="these"),
            Field("ticket_max_eur", "number", weight=4, step="these"),
            Field("stages", "list", weight=6, step="these"),
            Field("exception_stages", "list", step="these"),
            Field("lead", "choice", step="these"),
            Field("lead_time_days", "number", step="these"),
            Field("instruments", "list", weight=4, step="these"),
            Field("countries", "list", weight=3, step="these"),
            Field("languages", "list", weight=3, step="these"),
            Terms("refused_sectors", step="limites"),
            Field("is_discreet", "yes_no", step="publier"),
        ],
    )
