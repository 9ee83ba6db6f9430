"""Deals without a date come last on every database; nothing changes in the tables."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("funders", "0001_initial"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="deal",
            options={
                "ordering": [models.OrderBy(models.F("announced_on"), descending=True, nulls_last=True), "-pk"],
                "verbose_name": "opération",
                "verbose_name_plural": "opérations",
            },
        ),
    ]
