"""Company registers of tests: one that knows a company, one that never answers."""

from datetime import date

from startups.registry import Company

KNOWN = "732829320"


class FakeRegistry:
    """Knows one company."""

    def find(self, siren: str) -> Company | None:
        if siren != KNOWN:
            return None
        return Company(
            siren,
            name="Calanque Robotics",
            address="8 rue du Port 13002 Marseille",
            city="Marseille",
            region="13",
            country="FR",
            naf="72.19Z",
            founded_on=date(2024, 3, 1),
            headcount=3,
        )


class DeafRegistry:
    """Never answers."""

    def find(self, siren: str) -> Company | None:
        return None
