import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("directory", "0003_conflicts_and_capacity"),
        ("startups", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="need",
            name="answers",
            field=models.JSONField(blank=True, default=dict, verbose_name="réponses aux questions du sujet"),
        ),
        migrations.AddField(
            model_name="need",
            name="draft_key",
            field=models.CharField(blank=True, editable=False, max_length=36, null=True, unique=True),
        ),
        migrations.AddField(
            model_name="need",
            name="importance",
            field=models.JSONField(blank=True, default=dict, verbose_name="ce qui compte"),
        ),
        migrations.AddField(
            model_name="need",
            name="review",
            field=models.CharField(
                blank=True,
                choices=[("", "à lire"), ("kept", "gardé"), ("returned", "à reprendre")],
                default="",
                max_length=10,
                verbose_name="lecture de l’équipe",
            ),
        ),
        migrations.CreateModel(
            name="NeedReview",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "verdict",
                    models.CharField(
                        choices=[
                            ("kept", "gardé"),
                            ("too_vague", "trop vague"),
                            ("out_of_scope", "hors de notre champ"),
                            ("wrong_region", "hors de notre territoire"),
                            ("duplicate", "en double"),
                            ("not_yet", "trop tôt"),
                        ],
                        max_length=20,
                        verbose_name="réponse",
                    ),
                ),
                ("words", models.TextField(blank=True, max_length=1000, verbose_name="mot de l’équipe")),
                ("elsewhere", models.CharField(blank=True, max_length=200, verbose_name="autre voie")),
                ("elsewhere_url", models.URLField(blank=True, verbose_name="adresse de cette voie")),
                ("at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="le")),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="par",
                    ),
                ),
                (
                    "need",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="reviews",
                        to="startups.need",
                        verbose_name="besoin",
                    ),
                ),
                (
                    "twin",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="startups.need",
                        verbose_name="l’autre besoin",
                    ),
                ),
            ],
            options={
                "verbose_name": "réponse de l’équipe à un besoin",
                "verbose_name_plural": "réponses de l’équipe aux besoins",
                "ordering": ["at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Question",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("slug", models.SlugField(max_length=60, unique=True, verbose_name="identifiant")),
                ("label", models.CharField(max_length=120, verbose_name="question")),
                ("label_fr", models.CharField(max_length=120, null=True, verbose_name="question")),
                ("label_en", models.CharField(max_length=120, null=True, verbose_name="question")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("one", "une réponse parmi d’autres"),
                            ("many", "plusieurs réponses"),
                            ("number", "un nombre"),
                            ("text", "une phrase"),
                        ],
                        default="many",
                        max_length=10,
                        verbose_name="sorte",
                    ),
                ),
                ("unit", models.CharField(blank=True, max_length=20, verbose_name="unité")),
                ("unit_fr", models.CharField(blank=True, max_length=20, null=True, verbose_name="unité")),
                ("unit_en", models.CharField(blank=True, max_length=20, null=True, verbose_name="unité")),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="rang")),
                ("is_asked", models.BooleanField(default=True, verbose_name="posée")),
                (
                    "family",
                    models.ForeignKey(
                        limit_choices_to={"parent__isnull": True},
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="questions",
                        to="directory.skill",
                        verbose_name="famille de sujets",
                    ),
                ),
            ],
            options={
                "verbose_name": "question d’un sujet",
                "verbose_name_plural": "questions des sujets",
                "ordering": ["family__position", "position", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Choice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("slug", models.SlugField(max_length=60, verbose_name="identifiant")),
                ("label", models.CharField(max_length=80, verbose_name="réponse")),
                ("label_fr", models.CharField(max_length=80, null=True, verbose_name="réponse")),
                ("label_en", models.CharField(max_length=80, null=True, verbose_name="réponse")),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="rang")),
                (
                    "question",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="choices",
                        to="startups.question",
                        verbose_name="question",
                    ),
                ),
            ],
            options={
                "verbose_name": "réponse proposée",
                "verbose_name_plural": "réponses proposées",
                "ordering": ["position", "pk"],
                "constraints": [models.UniqueConstraint(fields=("question", "slug"), name="choice_once_a_question")],
            },
        ),
    ]
