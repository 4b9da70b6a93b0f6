"""Holding an open case to the content in force, because what it was opened with was corrected."""

from datetime import datetime

from django.conf import settings
from django.db import transaction

from secunda.engines.pathways.languages import OWN
from secunda.foundation.audit import log
from secunda.foundation.content.approval import drafts
from secunda.foundation.content.versions import keep_version
from secunda.foundation.outbox.post import notify
from secunda.foundation.people.models import Account
from secunda.foundation.refusal import refuse_unless
from secunda.journey.cases.models import Case
from secunda.journey.cases.queries import people_of
from secunda.journey.cases.rules import may_serve
from secunda.journey.cases.states import FAMILY
from secunda.journey.records.queries import evaluation_of, seen_of
from secunda.journey.records.work.evaluating import note_evaluation
from secunda.journey.safety.work import Danger, put_up
from secunda.journey.waiting.queries import ready_on, shift_of
from secunda.journey.waiting.rules.moving import Shift, may_move_content
from secunda.journey.waiting.work import retime


@transaction.atomic(durable=True)
def move_content(case: Case, because: str, *, by: Account | None, at: datetime) -> Shift:
    """Hold the case to the content of now and judge it anew; a person is told where it is in more danger.

    What was asked stays as it was asked: answers and the forms of opinions keep their own words.
    `because` is about the content, never about a person: it stays in the log for good.
    """
    Case.objects.select_for_update().only("pk").get(pk=case.pk)
    case.refresh_from_db(fields=["state", "content_version", "urgency", "due_on"])
    version, before, promised = keep_version(at), case.content_version, case.due_on
    refuse_unless(may_move_content(case.state, because, same=version == before))
    refuse_unless(may_serve(drafts(), accepted=settings.SECUNDA_ACCEPT_DRAFT_CONTENT, is_demo=case.is_demo))
    found = shift_of(case, version, at)
    case.content_version = version
    case.save(update_fields=["content_version"])
    _judge(case, at)
    if found.is_danger:
        put_up(case.service, case, _danger(found), by=by, at=at)
    if case.due_on != promised:
        link = f"/case/{case.id}/time"
        notify(people_of(case, FAMILY, at), "time_changed", at=at, service=case.service, link=link)
    log.record(
        "content.moved",
        by=by,
        at=at,
        case=case,
        before=before,
        after=version,
        because=because.strip(),
        levels=[found.before.value, found.after.value],
        fires=list(found.fires),
        reworded=list(found.reworded),
        ended=list(found.ended),
        unread=list(found.unread),
    )
    return found


def _judge(case: Case, at: datetime) -> None:
    seen = seen_of(case)
    found = evaluation_of(case, at, ready=ready_on(case), language=OWN)
    note_evaluation(case, found, seen, at=at)
    retime(case, at)


def _danger(found: Shift) -> Danger:
    guards = list(dict.fromkeys([*found.stops, *found.fires, *found.reworded]))
    return Danger("content_moved", {"guards": guards, "unread": list(found.unread)})
