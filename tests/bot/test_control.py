"""Commands through the socket of the running program."""

from __future__ import annotations

import asyncio
import os
import socket

import pytest

from bot.control import FILE, NoAnswer, NobodyAnswers, Refused, ask, serve_control


async def _echo(args):
    return [f"{name}={value}" for name, value in args.items()]


async def _no(args):
    raise Refused("没有这个属地")


async def _break(args):
    raise RuntimeError("ours")


COMMANDS = {"echo": _echo, "no": _no, "break": _break}


async def _ask(path, command, args=None):
    return await asyncio.to_thread(ask, path, command, args or {})


async def test_a_command_is_done_and_answered(tmp_path):
    """What is asked reaches the command, and its lines come back, Chinese and long ones too."""
    long = "河" * 200_000
    async with serve_control(tmp_path / FILE, COMMANDS):
        assert await _ask(tmp_path / FILE, "echo", {"area": "河浦", "n": 3}) == ["area=河浦", "n=3"]
        assert await _ask(tmp_path / FILE, "echo", {"text": long}) == [f"text={long}"]


async def test_a_refusal_keeps_its_words(tmp_path):
    """What the program refuses is refused to the asker in the same words."""
    async with serve_control(tmp_path / FILE, COMMANDS):
        with pytest.raises(Refused, match="没有这个属地"):
            await _ask(tmp_path / FILE, "no")


async def test_an_unknown_command_is_named(tmp_path):
    """A command of another version is refused by its name."""
    async with serve_control(tmp_path / FILE, COMMANDS):
        with pytest.raises(NoAnswer) as caught:
            await _ask(tmp_path / FILE, "merge")
    assert caught.value.facts == {"command": "merge"}


async def test_a_mistake_of_ours_is_no_success(tmp_path, caplog):
    """A command that fails gives no answer, and the program goes on serving."""
    async with serve_control(tmp_path / FILE, COMMANDS):
        with pytest.raises(NoAnswer):
            await _ask(tmp_path / FILE, "break")
        assert await _ask(tmp_path / FILE, "echo") == []


async def test_nonsense_is_answered(tmp_path):
    """Bytes that are no request do not end the program."""
    async with serve_control(tmp_path / FILE, COMMANDS):
        for nonsense in (
            b"\n",
            b"[]\n",
            b'{"command": 1}\n',
            b"\xff\xfe\n",
            b'{"command":[],"args":1}\n',
        ):
            reader, writer = await asyncio.open_unix_connection(tmp_path / FILE)
            writer.write(nonsense)
            assert b"unknown" in await reader.readline()
            writer.close()
        assert await _ask(tmp_path / FILE, "echo") == []


async def test_only_the_owner_may_ask(tmp_path):
    """The socket is open to its owner alone, and gone when the program stops."""
    async with serve_control(tmp_path / FILE, COMMANDS):
        assert (tmp_path / FILE).stat().st_mode & 0o777 == 0o600
    assert not (tmp_path / FILE).exists()


def test_nobody_answers_where_nothing_runs(tmp_path):
    """Without a socket, or with one left by a killed program, nobody answers."""
    with pytest.raises(NobodyAnswers):
        ask(tmp_path / FILE, "echo", {})
    with pytest.raises(NobodyAnswers):
        ask(tmp_path / ("deep" * 30) / FILE, "echo", {})
    with socket.socket(socket.AF_UNIX) as left:
        left.bind(str(tmp_path / FILE))
    with pytest.raises(NobodyAnswers):
        ask(tmp_path / FILE, "echo", {})


async def test_a_socket_left_behind_is_replaced(tmp_path):
    """A program starts although one killed before it left its socket."""
    with socket.socket(socket.AF_UNIX) as left:
        left.bind(str(tmp_path / FILE))
    async with serve_control(tmp_path / FILE, COMMANDS):
        assert await _ask(tmp_path / FILE, "echo") == []


async def test_a_long_path_works_too(tmp_path):
    """A data folder deeper than a socket's path may be long is served all the same."""
    deep = tmp_path / ("d" * 60) / ("e" * 60)
    deep.mkdir(parents=True)
    assert len(os.fsencode(deep / FILE)) > 108
    async with serve_control(deep / FILE, COMMANDS):
        assert await _ask(deep / FILE, "echo", {"n": 1}) == ["n=1"]
    assert not (deep / FILE).exists()
