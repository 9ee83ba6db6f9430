"""Rounds and proposals for administrators: states move on the site, never here."""

from typing import Any

from django.contrib import admin
from django.db.models import Model, QuerySet
from django.http import HttpRequest

from ecosystem.matching.models import (
    AnswerSchedule,
    BalanceRule,
    CallNote,
    Proposal,
    ProposalMove,
    Round,
    RoundCertificate,
    RoundChunk,
    RoundInputs,
    RoundMove,
    RoundPair,
    ScarcityReport,
    Sending,
    UnservedNeed,
)

DERIVED = ("objective", "dual_bound", "input_digest", "stats", "step", "done_count", "total_count", "heartbeat_at")
DATES = ("created_at", "computed_at", "published_at", "announced_at", "closed_at")


class ReadOnly:
    """What the site writes is read here, and never edited."""

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


class RoundMoveInline(ReadOnly, admin.TabularInline[RoundMove, Round]):
    model = RoundMove
    extra = 0
    fields = ("at", "from_state", "to_state", "by", "reason")


class ProposalMoveInline(ReadOnly, admin.TabularInline[ProposalMove, Proposal]):
    model = ProposalMove
    extra = 0
    fields = ("at", "from_state", "to_state", "on_behalf_of", "by", "reason")


@admin.register(Round)
class RoundAdmin(admin.ModelAdmin[Round]):
    """The settings of a draft can be mended; its state and its results cannot."""

    list_display = ("title", "kind", "state", "gap", "created_at", "published_at")
    list_filter = ("state", "kind")
    search_fields = ("title",)
    date_hierarchy = "created_at"
    readonly_fields = ("state", "failure", "cancel_requested", "attempt_count", "created_by", *DERIVED, *DATES)
    inlines = (RoundMoveInline,)

    def has_change_permission(self, request: HttpRequest, obj: Round | None = None) -> bool:
        allowed = super().has_change_permission(request, obj)
        return allowed and (obj is None or obj.state == Round.State.DRAFT)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False


@admin.register(RoundPair)
class RoundPairAdmin(ReadOnly, admin.ModelAdmin[RoundPair]):
    """What the team imposed or set aside, and why; it is chosen on the site."""

    list_display = ("round", "need", "person", "kind", "reason", "by", "made_at")
    list_filter = ("kind", "round")
    search_fields = ("need__title", "need__startup__name", "mentor__name", "funder__name", "reason")
    list_select_related = ("round", "need__startup", "mentor", "funder", "by")


@admin.register(Sending)
class SendingAdmin(ReadOnly, admin.ModelAdmin[Sending]):
    """What was confirmed, undone, sent and taken back; it is done on the site."""

    list_display = ("round", "by", "confirmed_at", "leaves_at", "left_at", "announced_at", "cancelled_at", "failure")
    list_filter = ("round",)
    search_fields = ("round__title",)
    list_select_related = ("round", "by")


@admin.register(BalanceRule)
class BalanceRuleAdmin(ReadOnly, admin.ModelAdmin[BalanceRule]):
    """The rules of balance of the rounds; they are added on the site."""

    list_display = ("round", "name", "least", "of_each_need")
    list_filter = ("of_each_need", "round")
    search_fields = ("name", "round__title")
    list_select_related = ("round",)


@admin.register(RoundInputs)
class RoundInputsAdmin(ReadOnly, admin.ModelAdmin[RoundInputs]):
    """Which rounds can be replayed, and how it went the last time; never the bytes."""

    list_display = ("round", "digest", "engine_version", "kept_at", "replayed_at", "replay_identical")
    list_filter = ("replay_identical",)
    search_fields = ("round__title", "digest")
    list_select_related = ("round",)
    exclude = ("data",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[RoundInputs]:
        return super().get_queryset(request).defer("data")


@admin.register(ScarcityReport)
class ScarcityReportAdmin(ReadOnly, admin.ModelAdmin[ScarcityReport]):
    """Which recruitment lists were computed, and when."""

    list_display = ("round", "asked_at", "computed_at", "done_count", "total_count", "failure")
    search_fields = ("round__title",)
    list_select_related = ("round",)


@admin.register(RoundChunk)
class RoundChunkAdmin(ReadOnly, admin.ModelAdmin[RoundChunk]):
    """How far the workers have come with a large round."""

    list_display = ("round", "start", "stop", "attempt_count", "sent_at", "heartbeat_at", "done_at")
    list_select_related = ("round",)
    exclude = ("data",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[RoundChunk]:
        return super().get_queryset(request).defer("data")


@admin.register(Proposal)
class ProposalAdmin(ReadOnly, admin.ModelAdmin[Proposal]):
    """Read, filtered and searched; answers are given on the proposal's own page."""

    list_display = ("need", "startup", "person", "score_points", "rank", "state", "expires_on")
    list_filter = ("state", "round__kind", "round")
    search_fields = ("need__title", "need__startup__name", "mentor__name", "funder__name")
    list_select_related = ("need__startup", "mentor", "funder", "round")
    inlines = (ProposalMoveInline,)

    @admin.display(ordering="need__startup__sort_name")
    def startup(self, proposal: Proposal) -> Any:
        return proposal.need.startup


@admin.register(AnswerSchedule)
class AnswerScheduleAdmin(ReadOnly, admin.ModelAdmin[AnswerSchedule]):
    """The ladder; it is changed on the page of the answers."""

    list_display = ("reminder_days", "last_chance_days", "opens_at", "closes_at")


@admin.register(CallNote)
class CallNoteAdmin(ReadOnly, admin.ModelAdmin[CallNote]):
    """What was heard by telephone."""

    list_display = ("proposal", "said", "by", "at")
    search_fields = ("said", "proposal__need__title", "proposal__need__startup__name")
    list_select_related = ("proposal__need", "proposal__mentor", "proposal__funder", "by")


@admin.register(UnservedNeed)
class UnservedNeedAdmin(ReadOnly, admin.ModelAdmin[UnservedNeed]):
    list_display = ("need", "startup", "round", "reason", "missing_count")
    list_filter = ("reason", "round")
    search_fields = ("need__title", "need__startup__name")
    list_select_related = ("need__startup", "round")

    @admin.display(ordering="need__startup__sort_name")
    def startup(self, row: UnservedNeed) -> Any:
        return row.need.startup


@admin.register(RoundCertificate)
class RoundCertificateAdmin(ReadOnly, admin.ModelAdmin[RoundCertificate]):
    """What was sealed and found; the document itself is downloaded from the round's page."""

    list_display = ("round", "content_hash", "size", "checked_at", "replayed_at", "replay_identical")
    list_filter = ("replay_identical",)
    search_fields = ("round__title", "content_hash")
    list_select_related = ("round",)
    exclude = ("document",)
