"""Anybody's program finds the procedures in force."""

from __future__ import annotations


def test_a_procedure_is_found_without_a_login_and_without_marks(ask, site):
    answer = ask("GET", "@procedures?q=dang+ky+bien+dong").json
    assert [one["code"] for one in answer["items"]] == ["1.001193"]
    assert answer["items_total"] == 1
    assert answer["items"][0]["@id"] == f"{_url(answer)}/procedures/1.001193"


def test_its_address_answers_with_the_procedure(ask):
    assert ask("GET", "procedures/1.001193").status_int == 200


def test_a_draft_is_not_found(ask, site):
    from motcua.procedures import creation
    import transaction

    creation.enter(site["procedures"]["1.001193"], "withdrawn")
    transaction.commit()
    assert ask("GET", "@procedures?q=1.001193").json["items"] == []
    assert ask("GET", "@procedures").json["items"] == []


def test_senseless_questions_are_refused(ask):
    for query in ("b_size=x", "q=a&q=b", "b_start=-1"):
        assert ask("GET", f"@procedures?{query}").status_int == 400


def test_long_questions_and_far_pages_are_answered(ask):
    answer = ask("GET", f"@procedures?q={'dat+' * 900}&b_start=999999999")
    assert answer.status_int == 200
    assert answer.json["items"] == []
    assert len(answer.json["query"]) <= 200


def test_a_question_as_long_as_a_book_is_refused(ask):
    assert ask("GET", f"@procedures?q={'dat+' * 2000}").status_int == 400


def _url(answer):
    return answer["@id"].removesuffix("/@procedures")
