"""Short messages and Zalo are laid down as files that are whole."""

from __future__ import annotations

import json
from motcua.dossiers.interfaces import INotifier
from motcua.dossiers.notices import delivery
from motcua.integrations.messages import spool
import os
import pytest
from zope.component import getUtility
from zope.interface.verify import verifyObject


MESSAGE = delivery.Message("+84912345678", "", "Ho so da duoc tiep nhan.", "0a1b2c")


@pytest.fixture
def var(monkeypatch, tmp_path):
    monkeypatch.setenv("MOTCUA_VAR", str(tmp_path))
    monkeypatch.setenv("MOTCUA_SPOOLED", "sms, zalo")
    return tmp_path


@pytest.mark.parametrize("channel", ["sms", "zalo"])
def test_the_notifier_is_found_by_the_name_of_its_channel(portal, channel):
    assert verifyObject(INotifier, getUtility(INotifier, name=channel))


def test_a_short_message_is_read_back(var):
    spool.SMS.send(MESSAGE)
    [path] = (var / "spool" / "sms").iterdir()
    assert path.name == "0a1b2c.json"
    assert path.stat().st_mode & 0o077 == 0
    assert json.loads(path.read_text(encoding="utf-8")) == {
        "id": "0a1b2c",
        "channel": "sms",
        "to": "+84912345678",
        "language": "vi",
        "text": "Ho so da duoc tiep nhan.",
    }


def test_the_same_message_twice_is_one_file(var):
    spool.SMS.send(MESSAGE)
    spool.SMS.send(MESSAGE)
    assert len(list((var / "spool" / "sms").iterdir())) == 1


def test_zalo_keeps_its_marks(var):
    text = "Hồ sơ đã được tiếp nhận.\n" * 10
    spool.ZALO.send(delivery.Message("0912345678", "", text, "0a"))
    [path] = (var / "spool" / "zalo").iterdir()
    assert json.loads(path.read_text(encoding="utf-8"))["text"] == text


@pytest.mark.parametrize("text", ["Hồ sơ", "x" * 161])
def test_what_would_be_three_messages_is_not_sent(var, text):
    with pytest.raises(delivery.Undeliverable) as told:
        spool.SMS.send(delivery.Message("0912345678", "", text, "0a"))
    assert told.value.reason == delivery.TEXT
    assert not (var / "spool").exists()


@pytest.mark.parametrize("to", ["", "0243 825 1234", "../../x"])
def test_only_mobile_numbers_are_written_to(var, to):
    with pytest.raises(delivery.Undeliverable):
        spool.SMS.send(delivery.Message(to, "", "a", "0a"))


def test_a_channel_that_is_not_named_is_not_used(var, monkeypatch):
    monkeypatch.setenv("MOTCUA_SPOOLED", "zalo")
    assert not spool.SMS.ready()
    with pytest.raises(delivery.ChannelNotSetUp):
        spool.SMS.send(MESSAGE)


def test_a_disk_that_is_full_is_told_and_leaves_no_half_file(var, monkeypatch):
    def full(_handle):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(delivery.Unreachable):
        spool.SMS.send(MESSAGE)
    assert list((var / "spool" / "sms").iterdir()) == []
