"""The text that is searched without the index holds the description in the other language too."""

from django.db import migrations

from ecosystem.core.text import fold


def write_search_text(apps, schema_editor):
    listings = apps.get_model("directory", "Listing").objects.using(schema_editor.connection.alias)
    names = ("name", "tagline", "description", "city", "tagline_alt", "description_alt")
    for pk, *words in listings.exclude(description_alt="").values_list("pk", *names).iterator(chunk_size=1000):
        listings.filter(pk=pk).update(search_text=fold(" ".join(words)))


class Migration(migrations.Migration):
    dependencies = [("directory", "0001_initial")]

    operations = [migrations.RunPython(write_search_text, migrations.RunPython.noop, elidable=True)]
