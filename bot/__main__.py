"""``python -m bot``, installed as ``xiaohao``: one command a file in ``bot.commands``.

A command's module is loaded when that command is run, so that ``--help`` is quick.
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from importlib.metadata import version
from types import MappingProxyType
from typing import Any, Final

import click

from bot.console import Console, language_of_terminal
from domain.errors import Refusal

COMMANDS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "serve": "启动程序。Start the program.",
        "init": "建立数据文件夹和台账。Make the data folder and its ledger.",
        "migrate": "把台账升级到本版本。Bring the ledger up to date.",
        "invite": "签发邀请链接。Make an invite: one code as two links.",
        "areas": "列出属地代码和名称。List codes and names of areas.",
        "units": "列出责任单位代码和名称。List codes and names of units.",
        "people": "列出有角色的人。List who holds a role.",
        "leave": "停用离开的人。Switch off somebody who leaves.",
        "backup": "备份，运行时也可以。Back up, also while running.",
        "restore": "恢复到空文件夹。Restore into an empty folder.",
        "release": "发出恢复后暂停的消息。Send what a restore held back.",
        "doctor": "检查安装和台账。Check installation and ledger.",
        "workday": "算工作日。Add working days to a day.",
        "calendar": "加入新一年的工作日。Add a new year's working days.",
        "diagram": "画出问题的流转图。Draw the life of an issue.",
    }
)
"""Every command, in the order in which it is needed, and what it does."""


class _Commands(click.Group):
    """Finds a command by its module, and says a refusal in words."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = import_module(f"bot.commands.{cmd_name}").command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        with formatter.section("命令 Commands"):
            formatter.write_dl(list(COMMANDS.items()))

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except Refusal as refusal:
            console: Console = ctx.obj
            console.refuse(refusal)
            ctx.exit(getattr(refusal, "exit_code", 1))


@click.group(
    cls=_Commands,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.option("--language", type=click.Choice(["zh-CN", "en"]), help="默认看终端。From the locale.")
@click.version_option(version("xiaohao"), prog_name="xiaohao")
@click.pass_context
def main(ctx: click.Context, language: str | None) -> None:
    """销号 Xiaohao：整改不到位，问题不销号。Nothing is struck off until its fix was seen."""
    ctx.obj = Console(language or language_of_terminal())
    if ctx.invoked_subcommand is None:
        click.echo(ctx.get_help())


if __name__ == "__main__":
    main()
