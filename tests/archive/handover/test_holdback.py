"""Files are kept back with consent and a limit, and everything agrees."""

from __future__ import annotations

from datetime import date
from datetime import timedelta
from motcua.archive.handover import accepting
from motcua.archive.handover import holdback
from motcua.archive.handover import lists
from motcua.archive.handover import register
from motcua.archive.handover import verification
from motcua.archive.handover.errors import TooLong
from motcua.archive.handover.errors import UsedAnyway
from motcua.archive.holdings import files
from motcua.archive.holdings import handed
from motcua.archive.holdings import rights
from motcua.archive.holdings.errors import HoldingsError
from motcua.archive.holdings.errors import Impossible
from motcua.archive.holdings.errors import Missing
from motcua.archive.holdings.errors import NotYours
from motcua.archive.holdings.errors import Unknown
import pytest
from tests.archive.handover.conftest import a_file
from tests.archive.handover.conftest import DIGITAL
from tests.archive.handover.conftest import rows
from tests.archive.handover.conftest import submitted
from tests.archive.holdings.conftest import PROVINCE
from tests.dossiers.conftest import LAND
from tests.dossiers.conftest import MONDAY


#: Paper is due on 31-12-2027; two years later is the last day.
LAST = date(2029, 12, 31)


def asked(site, *made, until=LAST):
    codes = [one.code for one in made]
    return holdback.ask(site, codes, until, "Đang thanh tra", "handler", MONDAY)


def test_kept_with_consent_a_file_is_not_due_until_that_day(kept):
    file = a_file(kept)
    one = asked(kept, file)
    assert files.view(file).held_until is None
    holdback.grant(kept, one, "leader", MONDAY)
    assert files.view(file).held_until == LAST
    rows(kept)
    assert register.ready(PROVINCE, LAND, 10, date(2028, 2, 1)) == []
    (row,) = register.counts([PROVINCE], None, (), date(2028, 2, 1), date(2028, 3, 1))
    assert (row["overdue"], row["held"]) == (0, 1)
    after = LAST + timedelta(days=1)
    assert register.ready(PROVINCE, LAND, 10, after) == [file.code]
    (row,) = register.counts([PROVINCE], None, (), after, after)
    assert (row["overdue"], row["held"]) == (1, 0)
    found = holdback.view(one)
    assert not holdback.ends_soon(found, LAST - timedelta(days=31))
    assert holdback.ends_soon(found, LAST - timedelta(days=30))


def test_kept_files_can_be_handed_over_all_the_same(kept):
    file = a_file(kept)
    holdback.grant(kept, asked(kept, file), "leader", MONDAY)
    accepting.accept(kept, submitted(kept, file), [file.code], "archivist", MONDAY)
    assert files.view(file).held_until is None


@pytest.mark.parametrize(
    ("until", "error"),
    [(LAST + timedelta(days=1), TooLong), (MONDAY.date(), TooLong), (None, Missing)],
)
def test_a_limit_is_given_and_is_that_of_the_law(kept, until, error):
    with pytest.raises(error):
        asked(kept, a_file(kept), until=until)


def test_digital_files_are_handed_over_and_used_all_the_same(kept):
    file = a_file(kept, **DIGITAL)
    with pytest.raises(UsedAnyway) as refused:
        asked(kept, file, until=date(2026, 12, 1))
    assert "360" in str(refused.value)


def test_who_asks_does_not_consent_and_others_know_nothing_of_it(kept):
    one = asked(kept, a_file(kept))
    for who in ("handler", "archivist"):
        # The archive looks at it; the head alone consents.
        with pytest.raises(NotYours):
            holdback.grant(kept, one, who, MONDAY)
    with pytest.raises(Unknown):
        holdback.grant(kept, one, "stranger", MONDAY)
    with pytest.raises(Missing):
        holdback.refuse(kept, one, "", "leader", MONDAY)
    holdback.refuse(kept, one, "Không cần", "leader", MONDAY)
    with pytest.raises(Impossible):
        holdback.grant(kept, one, "leader", MONDAY)
    assert holdback.view(one).answer == "Không cần"


def test_what_is_needed_no_longer_is_due_again(kept):
    file = a_file(kept)
    one = asked(kept, file)
    holdback.grant(kept, one, "leader", MONDAY)
    holdback.end(kept, one, "handler", MONDAY)
    assert files.view(file).held_until is None


def test_a_file_that_went_on_an_inventory_meanwhile_is_not_kept(kept):
    file = a_file(kept)
    one = asked(kept, file)
    submitted(kept, file)
    with pytest.raises(HoldingsError):
        holdback.grant(kept, one, "leader", MONDAY)
    assert holdback.view(one).state == holdback.ASKED


def test_inventories_and_files_that_disagree_are_told(kept):
    made = [a_file(kept), a_file(kept)]
    one = submitted(kept, *made)
    accepting.accept(kept, one, [made[0].code], "archivist", MONDAY)
    told = verification.verify(kept)
    assert (told.inventories, told.waiting, told.handed_over) == (1, 1, 1)
    assert told.faults == []
    group = f"{LAND}:processing"
    facts = {"list": "NL-H99-2026-77"}
    rights.append(made[1], "inventory", "handler", group, MONDAY, facts)
    assert [code for code, _what in verification.verify(kept).faults] == [made[1].code]
    assert lists.view(one).at(lists.WAITS) == (made[1].code,)
    assert files.view(made[0]).keeping == handed.ARCHIVE


def test_a_file_is_kept_back_by_one_request_at_a_time(kept):
    file = a_file(kept)
    first, second = asked(kept, file), asked(kept, file)
    holdback.grant(kept, first, "leader", MONDAY)
    with pytest.raises(Impossible) as refused:
        holdback.grant(kept, second, "leader", MONDAY)
    assert first.code in str(refused.value)
    # The end of another request on the same day takes nothing away.
    holdback.end(kept, second, "handler", MONDAY)
    found = files.view(file)
    assert (found.held_until, found.held_by) == (LAST, first.code)
    assert verification.verify(kept).faults == []
    holdback.end(kept, first, "handler", MONDAY)
    assert (files.view(file).held_until, files.view(file).held_by) == (None, "")


def test_requests_and_files_that_disagree_are_told(kept):
    made = [a_file(kept), a_file(kept)]
    one = asked(kept, made[0])
    group = "H99:approval"
    rights.append(one, "grant", "leader", group, MONDAY, {"files": 1})
    facts = {"list": one.code, "until": LAST.isoformat()}
    rights.append(made[1], "keep_on", "leader", group, MONDAY, facts)
    faults = [code for code, _what in verification.verify(kept).faults]
    assert faults == [made[1].code, made[0].code]
