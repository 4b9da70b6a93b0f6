"""A reviewer's own text blocks: one page to keep them, and the way to insert one that needs no script."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from secunda.foundation.refusal import Hidden
from secunda.interfaces.web.design.access import CaseVisit, Post, StaffVisit, for_staff, on_case
from secunda.interfaces.web.design.fields import DesignForm, LongText, Text
from secunda.interfaces.web.reviewer.words import page
from secunda.journey.cases.states import Role
from secunda.journey.opinions.actions import drop_block, keep_block, save_draft
from secunda.journey.opinions.queries import block_of, blocks_of, own_opinion, part_of
from secunda.journey.opinions.rules.blocks import LONGEST_NAME, LONGEST_TEXT, Place, with_text

PLACES = {"blind": "reviewer:read", "compare": "reviewer:compare"}


class BlockForm(DesignForm):
    """One text block."""

    name = Text(_("Name"), hint=_("Short, and easy to say aloud."), limit=LONGEST_NAME)
    text = LongText(_("Text"), limit=LONGEST_TEXT)


@for_staff(Post.EXPERT)
def blocks(request: HttpRequest, visit: StaffVisit) -> HttpResponse:
    """Every block with its words, to be changed or deleted, and a form for a new one."""
    named = request.POST.get("block", "")
    block = block_of(visit.by, _uuid(named)) if named else None
    sent = BlockForm(request.POST, prefix=named or "new") if request.method == "POST" else None
    if block is not None and request.POST.get("act") == "delete":
        drop_block(block, by=visit.by, at=visit.at)
        return redirect("reviewer:blocks")
    if sent is not None and sent.is_valid():
        said = sent.answers()
        keep_block(said["name"], said["text"], by=visit.by, at=visit.at, block=block)
        return redirect("reviewer:blocks")
    shown = {
        "kept": [(each, _form(each.id, each.name, each.text, named, sent)) for each in blocks_of(visit.by)],
        "new": sent if sent is not None and block is None else BlockForm(prefix="new"),
        "errors": sent.summary() if sent is not None else "",
        "open": named,
    }
    return page(request, "reviewer/blocks.html", shown)


@require_POST
@on_case(Role.EXPERT, Role.SECOND_READER, Role.PANELLIST)
def insert_block(request: HttpRequest, visit: CaseVisit) -> HttpResponse:
    """Add a block to what a field says, chosen from two lists: the way that needs no script."""
    phase = "compare" if request.POST.get("phase") == "compare" else "blind"
    part = part_of(own_opinion(visit.case, by=visit.by), phase)
    block = block_of(visit.by, _uuid(request.POST.get("block", "")))
    place = Place.read(request.POST.get("place", ""))
    answers = with_text(part.form, part.answers, place, block.text) if place else None
    if place is None or answers is None:
        raise Hidden
    save_draft(part, answers, part.revision, by=visit.by, at=visit.at)
    return redirect(f"{reverse(PLACES[phase], args=[visit.case.id])}#section-{place.section}")


def _form(block: UUID, name: str, text: str, named: str, sent: BlockForm | None) -> BlockForm:
    if sent is not None and str(block) == named:
        return sent
    return BlockForm(prefix=str(block), initial={"name": name, "text": text})


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise Hidden from None
