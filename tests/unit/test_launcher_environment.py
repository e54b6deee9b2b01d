"""What a unit is given in its environment reaches its program, and no value is cut at a sign in it."""

import subprocess
import sys


def launched(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-P", "-m", "fkplus.launcher", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=30)


def test_variables_reach_the_program() -> None:
    given = ["--environment", "A=1=2?x=y", "--environment", "B="]
    result = launched(*given, "--", "/bin/sh", "-c", 'printf "%s|%s" "$A" "${B-unset}"')
    assert result.stdout == "1=2?x=y|"


def test_a_word_that_is_no_setting_is_refused() -> None:
    result = launched("--environment", "A", "--", "/bin/true")
    assert result.returncode != 0
    assert "NAME=VALUE" in result.stderr
