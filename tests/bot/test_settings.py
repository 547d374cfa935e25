"""Settings: where they come from, and the sentence that stops a start."""

from __future__ import annotations

from datetime import UTC
from pathlib import Path

import pytest

from bot.settings import BadSetting, Settings, load_settings, names, variable
from handlers.words import LANGUAGES, load_words

TOKEN = "1234567890:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw1"
WEBHOOK = {
    "XIAOHAO_TELEGRAM__TOKEN": TOKEN,
    "XIAOHAO_TELEGRAM__MODE": "webhook",
    "XIAOHAO_TELEGRAM__WEBHOOK_URL": "https://bot.example.org/telegram",
    "XIAOHAO_TELEGRAM__WEBHOOK_SECRET": "A-Za-z0-9_",
}


def _refused(env: dict[str, str], cwd: Path, language: str = "en") -> str:
    with pytest.raises(BadSetting) as caught:
        load_settings(env, cwd)
    return load_words(UTC).refuse(language, caught.value)


def test_nothing_needs_to_be_set(tmp_path):
    """Without file and variables the program listens on loopback only and has no Telegram."""
    settings = load_settings({"HOME": "/", "PATH": "/bin", "LANG": "C"}, tmp_path)
    assert (settings.data_dir, settings.demo, settings.language) == (
        tmp_path / "data",
        False,
        "zh-CN",
    )
    assert settings.web.address == "http://127.0.0.1:8080"
    assert settings.secrets == ()


def test_a_variable_wins_over_the_file(tmp_path):
    """The file sets, a variable overrides it, level by level."""
    (tmp_path / "xiaohao.toml").write_text(
        'data_dir = "here"\n[web]\nport = 9000\npublic_url = "https://x.example/"\n'
    )
    settings = load_settings({"XIAOHAO_WEB__PORT": "9001"}, tmp_path)
    assert (settings.web.port, settings.web.address) == (9001, "https://x.example")
    assert settings.data_dir == tmp_path / "here"


def test_the_file_can_be_named(tmp_path):
    """XIAOHAO_CONFIG names a file elsewhere; one that is not there is refused."""
    (tmp_path / "other.toml").write_text("demo = true\n[log]\njson = true\nlevel = 'debug'\n")
    settings = load_settings({"XIAOHAO_CONFIG": "other.toml"}, tmp_path)
    assert (settings.demo, settings.log.as_json, settings.log.level) == (True, True, "DEBUG")
    assert "none.toml" in _refused({"XIAOHAO_CONFIG": "none.toml"}, tmp_path)


def test_an_empty_variable_is_not_set(tmp_path):
    """A variable that is there but empty changes nothing."""
    env = {"XIAOHAO_TELEGRAM__TOKEN": "", "XIAOHAO_DEMO": "", "XIAOHAO_WEB__PORT": ""}
    assert load_settings(env, tmp_path) == load_settings({}, tmp_path)


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("XIAOHAO_DAT_DIR", "XIAOHAO_DATA_DIR"),
        ("XIAOHAO_WEB_PORT", "XIAOHAO_WEB__PORT"),
        ("XIAOHAO_WEB__PROT", "XIAOHAO_WEB__PORT"),
        ("XIAOHAO_TELEGRAM__TOKN", "XIAOHAO_TELEGRAM__TOKEN"),
        ("XIAOHAO_TELEGRAM_TOKEN", "XIAOHAO_TELEGRAM__TOKEN"),
        ("XIAOHAO_DEMOO", "XIAOHAO_DEMO"),
        ("XIAOHOA_DATA_DIR", "XIAOHAO_DATA_DIR"),
        ("XIAOHAO_CONFG", "XIAOHAO_CONFIG"),
        ("xiaohao_web__hots", "XIAOHAO_WEB__HOST"),
    ],
)
def test_a_misspelt_variable_stops_the_start(tmp_path, wrong, right):
    """A misspelt variable is named, and the right name beside it, even when it is empty."""
    for value in ("1", ""):
        text = _refused({wrong: value}, tmp_path)
        assert wrong in text
        assert right in text.replace(wrong, "")


def test_other_programs_variables_are_left_alone(tmp_path):
    """Variables of other programs, however short or alike in part, stop nothing."""
    env = {"DATA_DIR": "x", "WEB_PORT": "1", "XAUTHORITY": "x", "X": "1", "DEMO": "1"}
    assert load_settings(env, tmp_path) == load_settings({}, tmp_path)


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("[web]\nprt = 1", "web.port"),
        ("dat_dir = 'x'", "data_dir"),
        ("[telegram]\ntokn = '1:a'", "telegram.token"),
        ("[web]\nport = 'many'", "web.port"),
        ("web = 3", "web"),
        ("[web\n", "xiaohao.toml"),
    ],
)
def test_a_wrong_line_in_the_file_stops_the_start(tmp_path, text, named):
    """A misspelt, impossible or broken line in the file is named."""
    (tmp_path / "xiaohao.toml").write_text(text)
    assert named in _refused({}, tmp_path)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("XIAOHAO_WEB__PORT", "65536"),
        ("XIAOHAO_WEB__PORT", "-1"),
        ("XIAOHAO_WEB__PORT", "http"),
        ("XIAOHAO_WEB__PUBLIC_URL", "bot.example.org"),
        ("XIAOHAO_WEB__TILES", "https://tiles.example.org/"),
        ("XIAOHAO_DEMO", "maybe"),
        ("XIAOHAO_LANGUAGE", "fr"),
        ("XIAOHAO_LOG__LEVEL", "loud"),
        ("XIAOHAO_LOG__JSON", "perhaps"),
        ("XIAOHAO_TELEGRAM__TOKEN", "not-a-token"),
        ("XIAOHAO_TELEGRAM__MODE", "push"),
        ("XIAOHAO_TELEGRAM__BASE_URL", "api.telegram.org/bot"),
        ("XIAOHAO_TELEGRAM__BASE_FILE_URL", "ftp://api"),
        ("XIAOHAO_TELEGRAM__USERNAME", "two words"),
        ("XIAOHAO_TELEGRAM__POLL_SECONDS", "301"),
        ("XIAOHAO_TELEGRAM__WEBHOOK_SECRET", "two words"),
        ("XIAOHAO_TELEGRAM__WEBHOOK_SECRET", "a" * 257),
    ],
)
def test_an_impossible_value_is_named_and_not_shown(tmp_path, name, value):
    """The sentence names the variable in both languages and does not repeat the value."""
    for language in LANGUAGES:
        text = _refused({name: value}, tmp_path, language)
        assert name in text
        assert value not in text or len(value) < 4


@pytest.mark.parametrize("missing", ["TOKEN", "WEBHOOK_URL", "WEBHOOK_SECRET"])
def test_a_webhook_needs_all_three(tmp_path, missing):
    """Webhook mode without token, address or secret is refused by the name of what is missing."""
    name = f"XIAOHAO_TELEGRAM__{missing}"
    env = {key: value for key, value in WEBHOOK.items() if key != name}
    assert name in _refused(env, tmp_path)


@pytest.mark.parametrize("left", ["WEBHOOK_URL", "WEBHOOK_SECRET"])
def test_polling_with_a_webhook_is_a_contradiction(tmp_path, left):
    """A webhook's address or secret without webhook mode is refused, naming both."""
    name = f"XIAOHAO_TELEGRAM__{left}"
    text = _refused({"XIAOHAO_TELEGRAM__TOKEN": TOKEN, name: WEBHOOK[name]}, tmp_path)
    assert name in text
    assert "XIAOHAO_TELEGRAM__MODE" in text


def test_a_webhook_comes_by_https(tmp_path):
    """A webhook without https is refused, except on this machine."""
    url = "XIAOHAO_TELEGRAM__WEBHOOK_URL"
    assert url in _refused({**WEBHOOK, url: "http://bot.example.org/telegram"}, tmp_path)
    local = load_settings({**WEBHOOK, url: "http://127.0.0.1:8080/telegram"}, tmp_path)
    assert local.telegram.webhook_url == "http://127.0.0.1:8080/telegram"


def test_secrets_do_not_show(tmp_path):
    """Neither the settings' repr nor a refusal about another setting holds a secret."""
    settings = load_settings(WEBHOOK, tmp_path)
    assert set(settings.secrets) == {TOKEN, "A-Za-z0-9_"}
    assert TOKEN not in repr(settings)
    with pytest.raises(BadSetting) as caught:
        load_settings({**WEBHOOK, "XIAOHAO_TELEGRAM__TOKEN": "x" + TOKEN}, tmp_path)
    assert TOKEN not in repr(caught.value)
    assert caught.value.__cause__ is None


def test_every_setting_has_its_sentence():
    """Each setting has words, in both languages, for a value that cannot be."""
    words = load_words(UTC)
    for path in names():
        key = "setting-" + "-".join(path).replace("_", "-")
        for language in LANGUAGES:
            assert variable(path) in words.say(language, key, name=variable(path))


def test_settings_made_directly_read_nothing(monkeypatch):
    """A test that makes settings itself is not touched by the environment."""
    monkeypatch.setenv("XIAOHAO_WEB__PORT", "1")
    assert Settings().web.port == 8080
