"""The suite's own guards bite."""

from pathlib import Path

import pytest
from django.template import Context, Origin, Template

from tests.undefined import ROOT, UndefinedVariable


def template(source: str, path: Path) -> Template:
    return Template(source, origin=Origin(name=str(path)))


def test_an_undefined_variable_in_our_template_fails() -> None:
    page = template("{% if missing %}x{% endif %}{{ missing.name }}", ROOT / "ecosystem" / "page.html")
    with pytest.raises(UndefinedVariable, match=r"missing\.name .* ecosystem/page\.html"):
        page.render(Context())


def test_an_undefined_variable_in_a_template_of_somebody_else_is_empty_as_ever() -> None:
    page = template("<{{ missing }}{{ missing|default:'d' }}>", Path("/elsewhere/page.html"))
    assert page.render(Context()) == "<d>"


@pytest.mark.undefined_variables_allowed
def test_a_test_may_allow_undefined_variables() -> None:
    assert template("<{{ missing }}>", ROOT / "page.html").render(Context()) == "<>"


def test_a_warning_fails() -> None:
    import warnings  # noqa: PLC0415 - the subject of this test

    with pytest.raises(UserWarning, match="careful"):
        warnings.warn("careful", UserWarning, stacklevel=1)
