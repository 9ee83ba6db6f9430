"""What two funders may share beside their sectors and their commune."""

from django.utils.translation import gettext as _

from ecosystem.directory.similar import Trait, choice_values, register_traits


def register() -> None:
    """Called once, when the apps are ready."""
    register_traits(
        "funder",
        Trait(
            4,
            choice_values("stages"),
            lambda names: _("Mêmes stades : %(names)s") % {"names": ", ".join(names)},
        ),
        Trait(
            3,
            choice_values("instruments"),
            lambda names: _("Mêmes instruments : %(names)s") % {"names": ", ".join(names)},
        ),
        Trait(1, choice_values("funder_type"), lambda names: _("Même nature : %(name)s") % {"name": names[0]}),
    )
