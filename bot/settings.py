"""What can be set, and where it comes from: a TOML file, then environment variables over it.

The file is ``xiaohao.toml`` in the working directory, or the one ``XIAOHAO_CONFIG`` names. A
variable is the setting's name in capitals after ``XIAOHAO_``, with ``__`` between levels:
``web.port`` is ``XIAOHAO_WEB__PORT``. pydantic's ``extra="forbid"`` does not see a misspelt first
level (``XIAOHAO_DAT_DIR``), so the names of the environment are compared here.

What belongs to one district (its name, zone, prefix) is in the data folder, not here.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Final, Literal
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, ValidationError
from pydantic_settings import BaseSettings, EnvSettingsSource, PydanticBaseSettingsSource

from bot.setting_sections import LogSettings, TelegramSettings, WebSettings, is_loopback
from domain.errors import Refusal

PREFIX: Final = "XIAOHAO_"
CONFIG: Final = "XIAOHAO_CONFIG"
FILE: Final = "xiaohao.toml"

_ALMOST: Final = 0.85
"""How alike a foreign variable must be to be taken for a misspelt one of ours (0 to 1)."""


class BadSetting(Refusal):
    """A setting is misspelt, impossible, or contradicts another. Mend it and start again.

    The facts hold ``name`` (as written where it was set), and never the value of a secret.
    """

    key = "setting-table"
    exit_code = 2


class Settings(BaseSettings):
    """All settings. Made by ``load_settings``; made directly, it reads nothing from outside.

    Attributes:
        data_dir: Folder of the ledger, photos and district files.
        demo: Whether the page may offer to be one of the sample people, on loopback only.
        language: What the program speaks with somebody whose language it does not know.
    """

    model_config = ConfigDict(  # type: ignore[assignment]  # a plain model of pydantic's own keys
        extra="forbid", frozen=True, hide_input_in_errors=True
    )

    data_dir: Path = Path("data")
    demo: bool = False
    language: Literal["zh-CN", "en"] = "zh-CN"
    web: WebSettings = WebSettings()
    telegram: TelegramSettings = TelegramSettings()
    log: LogSettings = LogSettings()

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],  # noqa: ARG003
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,  # noqa: ARG003
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Take what is handed over and nothing else; ``load_settings`` does the reading."""
        return (init_settings,)

    @property
    def secrets(self) -> tuple[str, ...]:
        """Every secret that is set, for the log to leave out."""
        held = (self.telegram.token, self.telegram.webhook_secret)
        return tuple(secret.get_secret_value() for secret in held if secret.get_secret_value())


class _Environment(EnvSettingsSource):
    """Reads the variables of one mapping instead of the process's own."""

    def __init__(self, env: Mapping[str, str]) -> None:
        super().__init__(Settings, env_prefix=PREFIX, env_nested_delimiter="__")
        self.env_vars = {name.lower(): value for name, value in env.items() if value}


def load_settings(env: Mapping[str, str] = os.environ, cwd: Path | None = None) -> Settings:
    """Read file and environment, and check that they make sense together.

    Args:
        env: The environment; a variable that is set but empty counts as not set.
        cwd: Where ``xiaohao.toml`` is looked for and relative paths begin; None: here.

    Raises:
        BadSetting: A name or value is wrong; its words say which and what would be right.
    """
    here = Path.cwd() if cwd is None else cwd
    _check_names(env)
    file = _file(env, here)
    from_file = _read(file) if file else {}
    from_env = _Environment(env)()
    try:
        settings = Settings(**_merged(from_file, from_env))
    except ValidationError as error:
        raise _named(error, from_env, file) from None  # the cause may hold a secret
    _check_together(settings)
    return settings.model_copy(update={"data_dir": here / settings.data_dir.expanduser()})


def names(model: type[BaseModel] = Settings) -> Iterator[tuple[str, ...]]:
    """Yield every setting as its path: ``("web", "port")``."""
    for field, info in model.model_fields.items():
        name = info.alias or field
        if isinstance(info.annotation, type) and issubclass(info.annotation, BaseModel):
            yield from ((name, *rest) for rest in names(info.annotation))
        else:
            yield (name,)


def variable(path: tuple[str, ...]) -> str:
    """Return the name of a setting's environment variable."""
    return PREFIX + "__".join(path).upper()


def _check_names(env: Mapping[str, str]) -> None:
    right = [*map(variable, names()), CONFIG]
    for name in sorted(env):
        ours = name.upper().startswith(PREFIX)
        if name.upper() in right or not (ours or get_close_matches(name, right, 1, _ALMOST)):
            continue
        raise _unknown(name, right)


def _unknown(name: str, right: list[str]) -> BadSetting:
    spelt = {known.lower(): known for known in right}
    (nearest,) = get_close_matches(name.lower(), spelt, 1, 0.0)
    return BadSetting("setting-unknown", name=name, nearest=spelt[nearest])


def _file(env: Mapping[str, str], here: Path) -> Path | None:
    if env.get(CONFIG):
        return here / Path(env[CONFIG]).expanduser()
    return here / FILE if (here / FILE).exists() else None


def _read(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise BadSetting("setting-file", file=str(file), why=type(error).__name__) from error
    except tomllib.TOMLDecodeError as error:
        raise BadSetting("setting-file", file=str(file), why=str(error)) from error


def _merged(under: Mapping[str, Any], over: Mapping[str, Any]) -> dict[str, Any]:
    both = dict(under)
    for name, value in over.items():
        mine = both.get(name, {})
        nested = isinstance(mine, dict) and isinstance(value, dict)
        both[name] = _merged(mine, value) if nested else value
    return both


def _named(error: ValidationError, from_env: Mapping[str, Any], file: Path | None) -> BadSetting:
    """Say the first thing that is wrong, under the name it was set by."""
    first = error.errors(include_input=False, include_url=False)[0]
    path = tuple(str(part) for part in first["loc"])
    if first["type"] == "extra_forbidden":
        return _unknown(".".join(path), [".".join(known) for known in names()])
    name = variable(path) if _has(from_env, path) else f"{'.'.join(path)} ({file and file.name})"
    if path not in set(names()):
        return BadSetting("setting-table", name=name)
    return BadSetting(name=name, wanted="setting-" + "-".join(path).replace("_", "-"))


def _has(tree: Any, path: tuple[str, ...]) -> bool:
    for part in path:
        if not isinstance(tree, Mapping) or part not in tree:
            return False
        tree = tree[part]
    return True


def _check_together(settings: Settings) -> None:
    """Refuse settings that contradict each other."""
    telegram = settings.telegram
    webhook = {
        "TOKEN": bool(telegram.token.get_secret_value()),
        "WEBHOOK_URL": bool(telegram.webhook_url),
        "WEBHOOK_SECRET": bool(telegram.webhook_secret.get_secret_value()),
    }
    mode = variable(("telegram", "mode"))
    for name, is_set in webhook.items():
        needed = telegram.mode == "webhook"
        if needed and not is_set:
            raise BadSetting("setting-missing", name=f"{PREFIX}TELEGRAM__{name}", mode=mode)
        if is_set and not needed and name != "TOKEN":
            raise BadSetting("setting-webhook-only", name=f"{PREFIX}TELEGRAM__{name}", mode=mode)
    if telegram.webhook_url and not _safe(telegram.webhook_url):
        raise BadSetting("setting-https", name=variable(("telegram", "webhook_url")))


def _safe(address: str) -> bool:
    parts = urlsplit(address)
    return parts.scheme == "https" or is_loopback(parts.hostname or "")
