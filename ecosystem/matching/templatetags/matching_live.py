"""The live count beside the form of a need: apart from the other tags, since it loads the engine."""

from django import template

from ecosystem.matching.fitting import Fitting, fitting
from startups.panels import NeedOnForm

register = template.Library()


@register.simple_tag
def fit(written: NeedOnForm) -> Fitting:
    """Who would be found for the need as it is written."""
    return fitting(written.need, list(written.sectors))
