"""One address, one account; the epoch of a person's sessions; the group of the association's team."""

from django.db import migrations, models

CURATORS = "curators"


def create_group(apps, schema_editor):
    apps.get_model("auth", "Group").objects.using(schema_editor.connection.alias).get_or_create(name=CURATORS)


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial"), ("auth", "0012_alter_user_first_name_max_length")]

    operations = [
        migrations.AlterField(
            "user",
            "email",
            models.EmailField(
                error_messages={"unique": "Un compte existe déjà avec cette adresse."},
                max_length=254,
                unique=True,
                verbose_name="adresse e-mail",
            ),
        ),
        migrations.AddField("user", "session_epoch", models.PositiveIntegerField(default=0, editable=False)),
        migrations.RunPython(create_group, migrations.RunPython.noop),
    ]
