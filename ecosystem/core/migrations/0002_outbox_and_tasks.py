import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="MailChoice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("address", models.EmailField(max_length=254, verbose_name="adresse")),
                ("template", models.CharField(blank=True, max_length=100, verbose_name="modèle")),
                (
                    "rhythm",
                    models.CharField(
                        choices=[
                            ("at_once", "tout de suite"),
                            ("daily", "un résumé par jour"),
                            ("weekly", "un résumé par semaine"),
                            ("never", "jamais"),
                        ],
                        max_length=8,
                        verbose_name="rythme",
                    ),
                ),
                ("at", models.DateTimeField(auto_now=True, verbose_name="le")),
            ],
            options={
                "verbose_name": "choix d’un destinataire",
                "verbose_name_plural": "choix des destinataires",
                "ordering": ["address", "template"],
            },
        ),
        migrations.CreateModel(
            name="MailText",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("template", models.CharField(max_length=100, verbose_name="modèle")),
                ("language", models.CharField(max_length=5, verbose_name="langue")),
                ("version", models.PositiveIntegerField(verbose_name="version")),
                ("subject", models.CharField(max_length=200, verbose_name="objet")),
                ("body", models.TextField(max_length=8000, verbose_name="texte")),
                ("is_original", models.BooleanField(default=False, verbose_name="version d’origine")),
                ("at", models.DateTimeField(auto_now_add=True, verbose_name="le")),
            ],
            options={
                "verbose_name": "texte de courriel",
                "verbose_name_plural": "textes de courriels",
                "ordering": ["template", "language", "-version"],
            },
        ),
        migrations.CreateModel(
            name="TaskRun",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("task", models.CharField(max_length=150, verbose_name="tâche")),
                ("arguments", models.CharField(default="[]", max_length=200, verbose_name="arguments")),
                ("request_id", models.CharField(max_length=64, unique=True, verbose_name="numéro de la demande")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("running", "en cours"),
                            ("waiting", "nouvel essai à venir"),
                            ("done", "réussie"),
                            ("failed", "échouée"),
                        ],
                        default="running",
                        max_length=10,
                        verbose_name="état",
                    ),
                ),
                ("attempt_count", models.PositiveSmallIntegerField(default=1, verbose_name="essais")),
                ("run_count", models.PositiveIntegerField(default=1, verbose_name="exécutions")),
                ("found_count", models.IntegerField(blank=True, null=True, verbose_name="résultat")),
                ("failure", models.CharField(blank=True, max_length=300, verbose_name="erreur")),
                ("trace", models.TextField(blank=True, verbose_name="détail technique")),
                ("worker", models.CharField(blank=True, max_length=100, verbose_name="ouvrier")),
                ("started_at", models.DateTimeField(db_index=True, verbose_name="commencée le")),
                ("ended_at", models.DateTimeField(blank=True, null=True, verbose_name="finie le")),
                ("seconds", models.FloatField(blank=True, null=True, verbose_name="durée, en secondes")),
                ("set_aside_at", models.DateTimeField(blank=True, null=True, verbose_name="classée le")),
            ],
            options={
                "verbose_name": "exécution d’une tâche",
                "verbose_name_plural": "exécutions des tâches",
                "ordering": ["-started_at", "-pk"],
            },
        ),
        migrations.AddField(
            model_name="mail",
            name="about",
            field=models.CharField(blank=True, db_index=True, max_length=60, verbose_name="objet du site"),
        ),
        migrations.AddField(
            model_name="mail",
            name="digest",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="gathered",
                to="core.mail",
                verbose_name="résumé",
            ),
        ),
        migrations.AddField(
            model_name="mail",
            name="not_before",
            field=models.DateTimeField(blank=True, null=True, verbose_name="pas avant le"),
        ),
        migrations.AddField(
            model_name="mail",
            name="read_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="lu le"),
        ),
        migrations.AddField(
            model_name="mail",
            name="reader",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="mails",
                to=settings.AUTH_USER_MODEL,
                verbose_name="compte",
            ),
        ),
        migrations.AddField(
            model_name="mail",
            name="url",
            field=models.CharField(blank=True, max_length=300, verbose_name="page"),
        ),
        migrations.AlterField(
            model_name="mail",
            name="state",
            field=models.CharField(
                choices=[
                    ("queued", "en attente"),
                    ("sending", "en cours d’envoi"),
                    ("sent", "parti"),
                    ("failed", "échoué"),
                    ("held", "attend un résumé"),
                    ("gathered", "parti dans un résumé"),
                    ("muted", "refusé par la personne"),
                    ("dropped", "devenu sans objet"),
                ],
                default="queued",
                max_length=10,
                verbose_name="état",
            ),
        ),
        migrations.AddIndex(
            model_name="mail",
            index=models.Index(fields=["reader", "read_at"], name="mail_of_reader"),
        ),
        migrations.AddConstraint(
            model_name="mailchoice",
            constraint=models.UniqueConstraint(fields=("address", "template"), name="mail_choice_one_of_a_kind"),
        ),
        migrations.AddField(
            model_name="mailtext",
            name="by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="par",
            ),
        ),
        migrations.AddIndex(
            model_name="taskrun",
            index=models.Index(fields=["task", "arguments", "id"], name="task_run_same_work"),
        ),
        migrations.AddIndex(
            model_name="taskrun",
            index=models.Index(fields=["state", "started_at"], name="task_run_state"),
        ),
        migrations.AddConstraint(
            model_name="taskrun",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("ended_at__isnull", False),
                    models.Q(("state__in", ["done", "failed"]), _negated=True),
                    _connector="OR",
                ),
                name="task_run_ended_has_a_date",
            ),
        ),
        migrations.AddConstraint(
            model_name="mailtext",
            constraint=models.UniqueConstraint(
                fields=("template", "language", "version"), name="mail_text_one_of_a_version"
            ),
        ),
    ]
