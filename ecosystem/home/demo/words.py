"""Sample synonyms, and a fortnight of sample searches for the team's desk."""

from datetime import timedelta

from django.utils import timezone

from ecosystem.search.models import SearchCount, Synonym

SYNONYMS = (
    ("GTM", "mise sur le marché", "go to market"),
    ("IA", "intelligence artificielle", "AI", "artificial intelligence"),
    ("start-up", "startup", "jeune pousse"),
    ("e-commerce", "ecommerce", "commerce en ligne"),
    ("levée de fonds", "tour de table", "fundraising"),
    ("RH", "ressources humaines", "human resources"),
    ("sous-marin", "subsea", "underwater"),
)
SEARCHES: tuple[tuple[str, int, int], ...] = (
    ("capteurs sous-marins", 9, 0),
    ("robotique", 7, 0),
    ("hydroponie", 5, 1),
    ("premier pilote", 4, 0),
    ("blockchain", 3, 1),
    ("traduction japonais", 2, 1),
    ("energie", 6, 0),
)
"""The words, on how many days, and whether in vain."""
DAYS = 14


def create_words() -> int:
    """The rows that are missing; a desk that already counts searches keeps its own."""
    new = [] if Synonym.objects.exists() else [Synonym(terms="\n".join(one)) for one in SYNONYMS]
    Synonym.objects.bulk_create(new)
    if SearchCount.objects.exists():
        return len(new)
    today = timezone.localdate()
    counts = [
        SearchCount(
            day=today - timedelta(days=(3 * place + step) % DAYS), words=words, asked_count=1, empty_count=in_vain
        )
        for place, (words, most, in_vain) in enumerate(SEARCHES)
        for step in range(most)
    ]
    return len(new) + len(SearchCount.objects.bulk_create(counts))
