from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("directory", "0005_h5B_discreet")]

    operations = [
        migrations.RemoveConstraint(model_name="tag", name="tag_name_unique"),
        migrations.AddField(
            model_name="tag",
            name="key",
            field=models.CharField(default="", editable=False, max_length=80, unique=True),
            preserve_default=False,
        ),
    ]
