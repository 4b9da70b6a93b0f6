"""Alerts: whom they reach, and that one person takes each."""

import pytest

from secunda.foundation.audit.models import Entry
from secunda.foundation.outbox.models import Notice
from secunda.foundation.people.models import Duty
from secunda.foundation.refusal import Refused
from secunda.journey.cases.models import Case
from secunda.journey.safety.actions import Danger, Screen, acknowledge_alert, check_red_flags, raise_alert
from secunda.journey.safety.models import Alert
from secunda.journey.safety.queries import open_alerts
from tests.integration.cast import NOW, Cast

pytestmark = pytest.mark.django_db


def test_an_alert_is_open_until_somebody_takes_it(cast: Cast, case: Case) -> None:
    alert = raise_alert(
        cast.service, Danger("critical_finding", {"class": "red"}), case=case, by=cast.rao, at=NOW
    )
    assert list(open_alerts(cast.service)) == [alert]
    acknowledge_alert(alert, by=cast.carlos, at=NOW)
    assert not open_alerts(cast.service)
    assert Entry.objects.filter(chain=f"case:{case.id}", event="alert.acknowledged").count() == 1


def test_of_two_people_the_first_takes_it(cast: Cast) -> None:
    alert = raise_alert(cast.service, Danger("red_flag"), by=None, at=NOW)
    stale = Alert.objects.get(pk=alert.pk)
    acknowledge_alert(alert, by=cast.carlos, at=NOW)
    with pytest.raises(Refused):
        acknowledge_alert(stale, by=cast.dana, at=NOW)
    stale.refresh_from_db()
    assert stale.acknowledged_by == cast.carlos


def test_the_rota_is_told_and_not_everybody(cast: Cast, case: Case) -> None:
    Duty.objects.create(service=cast.service, person=cast.dana.person, since=NOW, until=NOW.replace(hour=23))
    check_red_flags(case, Screen(["RF-01"], "GB", "v"), by=cast.amina, at=NOW)
    told = set(Notice.objects.filter(template="alert").values_list("person", flat=True))
    assert told == {cast.dana.person_id}


def test_staff_do_not_answer_for_the_patient(cast: Cast, case: Case) -> None:
    with pytest.raises(Refused):
        check_red_flags(case, Screen([], "GB", "v"), by=cast.carlos, at=NOW)
    assert not case.red_flag_checks.exists()
