"""``xiaohao serve``: start the program, and say where it is and what to do first."""

from __future__ import annotations

import asyncio
from contextlib import closing

import click
import uvloop

from bot import control, serving
from bot.app import build
from bot.console import Console, utc_now
from bot.district import load_district
from bot.lock import held
from bot.logs import configure
from bot.opening import prepare
from bot.setting_sections import is_loopback
from bot.settings import Settings, variable
from handlers.words import LANGUAGES, Words


@click.command(help="启动程序；Ctrl-C 停止。Start the program; Ctrl-C stops it.")
@click.pass_obj
def command(console: Console) -> None:
    """Serve until told to stop; a folder without a ledger gets one, with the sample district."""
    configure(console.settings.log, console.settings.secrets)
    folder = console.settings.data_dir
    with held(folder, utc_now()), closing(serving.listen(console.settings.web)) as listening:
        settings = _at_port(console.settings, listening.getsockname()[1])
        prepare(folder)
        lines = greeting(settings, console.words)
        program = build(settings)
        with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
            runner.run(
                serving.serve(
                    program,
                    listening,
                    folder / control.FILE,
                    on_started=lambda: click.echo("\n".join(lines)),
                )
            )


def _at_port(settings: Settings, port: int) -> Settings:
    return settings.model_copy(update={"web": settings.web.model_copy(update={"port": port})})


def greeting(settings: Settings, words: Words) -> list[str]:
    """Say where the web chat is, who one can be or how the first admin comes in, and Telegram."""
    people = load_district(settings.data_dir).people
    demo = settings.demo and is_loopback(settings.web.host)
    connected = bool(settings.telegram.token.get_secret_value())
    lines = []
    for language in LANGUAGES:
        titles = [one.title_en if language == "en" else one.title for one in people]
        joined = ("; " if language == "en" else "；").join(titles)
        lines += [
            words.say(language, "serve-web", address=f"{settings.web.address}/"),
            words.say(language, "serve-demo", people=joined)
            if demo
            else words.say(language, "serve-first-admin"),
            words.say(language, f"serve-telegram-{settings.telegram.mode}")
            if connected
            else words.say(language, "serve-telegram-none", name=variable(("telegram", "token"))),
        ]
    return lines
