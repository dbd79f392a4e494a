"""Pages beside the road: on a telephone, on a desk, and with aids."""

from __future__ import annotations

import pytest


pytestmark = pytest.mark.browser

PUBLIC = {
    "login": "/login",
    "logged-out": "/logged_out",
    "home-english": "/en",
    "fields": "/vi/linh-vuc",
    "units": "/vi/co-quan",
    "guidance": "/vi/tro-giup",
    "missing": "/vi/khong-co",
    "missing-outside": "/khong-co-trang-nay",
}
OFFICERS = {
    "giamsat": {
        "work-supervisor": "/desk?all=1",
        "work-late": "/desk?late=1",
        "register-book": "/bao-cao",
    },
    "luutru": {
        "archive-search": "/luu-tru",
        "archive-finding": "/luu-tru/so-hoa",
        "archive-records": "/luu-tru/da-ket-thuc",
        "archive-without-copies": "/luu-tru/chua-luu",
    },
    "congbo": {
        "catalogue": "/danh-muc?q=khai+sinh&loc=sap-het",
        "catalogue-history": "/danh-muc/1.001193",
    },
    "admin": {
        "admin": "/quan-tri",
        "admin-duties": "/quan-tri/nhiem-vu",
        "admin-calendars": "/quan-tri/lich",
        "admin-jobs": "/quan-tri/cong-viec",
        "admin-files": "/quan-tri/tep",
        "admin-notices": "/quan-tri/thong-bao?state=sent",
        "admin-notice-texts": "/quan-tri/mau-thong-bao",
        "admin-notice-text": "/quan-tri/mau-thong-bao/notice-ready-sms-vi",
        "desk-settings": "/desk/cai-dat",
    },
}


@pytest.mark.parametrize("name", PUBLIC)
def test_public_pages(people, witness, name):
    page = people.citizen()
    page.goto(PUBLIC[name])
    witness.look(page, name)


@pytest.mark.parametrize("login", OFFICERS)
def test_pages_of_officers(people, witness, login):
    page = people.officer(login)
    for name, address in OFFICERS[login].items():
        assert page.goto(address).status == 200, address
        witness.look(page, name)
