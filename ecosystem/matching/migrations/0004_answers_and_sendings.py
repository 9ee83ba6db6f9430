import datetime

import django.core.validators
import django.db.models.deletion
import django.utils.timezone
import django_fsm
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("matching", "0003_certified_rounds"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="proposal",
            name="given_back_by_side",
            field=models.CharField(
                blank=True,
                choices=[("person", "mentor ou financeur"), ("startup", "startup")],
                max_length=10,
                verbose_name="rendue par",
            ),
        ),
        migrations.AddField(
            model_name="proposal",
            name="last_chance_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="relancée pour la dernière fois le"),
        ),
        migrations.AddField(
            model_name="proposal",
            name="reconsidered_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="refus repris le"),
        ),
        migrations.AddField(
            model_name="proposal",
            name="reminded_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="relancée le"),
        ),
        migrations.AddField(
            model_name="proposal",
            name="reviewed_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="validée le"),
        ),
        migrations.AddField(
            model_name="proposal",
            name="reviewed_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="validée par",
            ),
        ),
        migrations.AddField(
            model_name="round",
            name="begun_at",
            field=models.DateTimeField(blank=True, editable=False, null=True, verbose_name="calcul commencé le"),
        ),
        migrations.AlterField(
            model_name="proposal",
            name="state",
            field=django_fsm.FSMField(
                choices=[
                    ("drafted", "En relecture"),
                    ("sent", "Envoyée"),
                    ("accepted", "Acceptée"),
                    ("declined", "Déclinée"),
                    ("expired", "Expirée"),
                    ("withdrawn", "Retirée"),
                    ("given_back", "Rendue"),
                ],
                db_index=True,
                default="drafted",
                max_length=10,
                verbose_name="état",
            ),
        ),
        migrations.CreateModel(
            name="AnswerSchedule",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "reminder_days",
                    models.PositiveSmallIntegerField(
                        default=3,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(58),
                        ],
                        verbose_name="relance, en jours ouvrés",
                    ),
                ),
                (
                    "last_chance_days",
                    models.PositiveSmallIntegerField(
                        default=5,
                        validators=[
                            django.core.validators.MinValueValidator(2),
                            django.core.validators.MaxValueValidator(59),
                        ],
                        verbose_name="dernière relance, en jours ouvrés",
                    ),
                ),
                ("opens_at", models.TimeField(default=datetime.time(9, 0), verbose_name="premiers courriels à")),
                ("closes_at", models.TimeField(default=datetime.time(18, 0), verbose_name="derniers courriels à")),
            ],
            options={
                "verbose_name": "échelle des relances",
                "verbose_name_plural": "échelle des relances",
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("pk", 1)), name="answer_schedule_is_one"),
                    models.CheckConstraint(
                        condition=models.Q(("reminder_days__lt", models.F("last_chance_days"))),
                        name="answer_schedule_reminds_first",
                        violation_error_message="La dernière relance vient après la première.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("opens_at__lt", models.F("closes_at"))),
                        name="answer_schedule_opens_first",
                        violation_error_message="Les derniers courriels partent après les premiers.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CallNote",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="le")),
                ("said", models.CharField(max_length=500, verbose_name="ce qui s’est dit")),
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
                    "proposal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="calls",
                        to="matching.proposal",
                        verbose_name="proposition",
                    ),
                ),
            ],
            options={
                "verbose_name": "appel",
                "verbose_name_plural": "appels",
                "ordering": ["-at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="Sending",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "confirmed_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="confirmé le"),
                ),
                ("leaves_at", models.DateTimeField(verbose_name="part le")),
                ("left_at", models.DateTimeField(blank=True, null=True, verbose_name="parti le")),
                ("announced_at", models.DateTimeField(blank=True, null=True, verbose_name="courriels écrits le")),
                ("cancelled_at", models.DateTimeField(blank=True, null=True, verbose_name="annulé le")),
                ("failure", models.CharField(blank=True, max_length=500, verbose_name="pourquoi il n’est pas parti")),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="confirmé par",
                    ),
                ),
                (
                    "cancelled_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="annulé par",
                    ),
                ),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="sendings",
                        to="matching.round",
                        verbose_name="tournée",
                    ),
                ),
            ],
            options={
                "verbose_name": "envoi",
                "verbose_name_plural": "envois",
                "ordering": ["pk"],
            },
        ),
        migrations.AddField(
            model_name="proposal",
            name="sending",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="proposals",
                to="matching.sending",
                verbose_name="envoi",
            ),
        ),
        migrations.AddConstraint(
            model_name="sending",
            constraint=models.UniqueConstraint(
                condition=models.Q(("cancelled_at__isnull", True), ("left_at__isnull", True)),
                fields=("round",),
                name="sending_one_open_in_a_round",
            ),
        ),
        migrations.AddConstraint(
            model_name="sending",
            constraint=models.CheckConstraint(
                condition=models.Q(("leaves_at__gte", models.F("confirmed_at"))), name="sending_leaves_after"
            ),
        ),
    ]
