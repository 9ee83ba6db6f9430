"""The first need of a startup, asked in short while it writes its listing."""

from typing import Any
from uuid import uuid4

from startups.models import Startup
from startups.need_forms import NeedForm

LATER = ("sectors", "languages", "formats", "mentors_wanted", "funders_wanted", "amount")
"""What the page of the need asks for in its own time."""


class FirstNeedForm(NeedForm):
    """A subject, a sentence, markets, what is there already, a date, and who may read it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in [*LATER, *(name for name in self.fields if name.startswith("w_"))]:
            del self.fields[name]

    @staticmethod
    def begin(startup: Startup) -> dict[str, Any]:
        """What a new need starts with; its key makes a double click write one need."""
        return {"languages": startup.languages, "draft_key": uuid4()}

    def clean(self) -> dict[str, Any]:
        """A subject about money asks for a funder, any other for a mentor."""
        cleaned = super().clean()
        topic = cleaned.get("topic")
        if topic is not None and topic.is_funding:
            cleaned |= {"mentors_wanted": 0, "funders_wanted": 1}
        return cleaned
