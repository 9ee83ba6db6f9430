"""`{% load ui %}` gives every component, whatever file it is written in."""

from django import template

from ecosystem.ui.templatetags import (
    ui_blocks,
    ui_charts,
    ui_forms,
    ui_lists,
    ui_mail,
    ui_marks,
    ui_quay,
    ui_scores,
    ui_shell,
    ui_text,
)

register = template.Library()

for theme in (ui_blocks, ui_charts, ui_forms, ui_lists, ui_mail, ui_marks, ui_quay, ui_scores, ui_shell, ui_text):
    register.tags.update(theme.register.tags)
    register.filters.update(theme.register.filters)
