"""Each alert fires in one state of the world, keeps silent in another, and leads to a runbook."""

import re
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import typer
import yaml

from fkplus.cli.main import app
from fkplus.dashboards import rules

CHECKOUT = Path(__file__).resolve().parents[2]
# Named after the alerts; what else lies there is about faults that no alert announces alone.
PAGES = sorted((CHECKOUT / "docs" / "runbooks").glob("[A-Z]*[a-z].md"))
CASES: Mapping[str, Any] = yaml.safe_load(Path(__file__).with_name("alert_cases.yml").read_text())
BY_FILE: Mapping[str, Mapping[str, Mapping[str, Any]]] = {
    name: {rule["alert"]: rule for group in yaml.safe_load(text)["groups"] for rule in group["rules"]}
    for name, text in rules.files().items()
}
RULES = {alert: rule for found in BY_FILE.values() for alert, rule in found.items()}
SECTIONS = ["## Look at first", "## What it can be", "## Commands"]


def promtool(*arguments: object) -> None:
    command = ["promtool", *map(str, arguments)]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout + result.stderr


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    """Return a directory with all rule files."""
    for name, text in rules.files().items():
        (tmp_path / name).write_text(text)
    return tmp_path


def test_promtool_finds_no_fault_in_the_rules(directory: Path) -> None:
    promtool("check", "rules", *directory.glob("*.yml"))


def test_each_alert_has_a_case_in_which_it_fires_and_one_in_which_it_is_silent() -> None:
    assert set(CASES) == set(RULES)
    assert [name for name, case in CASES.items() if not case["fires"]["alerts"]] == []


@pytest.mark.parametrize("name", BY_FILE)
def test_alerts_fire_and_keep_silent_as_the_cases_say(name: str, directory: Path) -> None:
    paths = []
    for alert in BY_FILE[name]:
        for kind, state in CASES[alert].items():
            test = _test(alert, state)
            document = {"rule_files": [name], "evaluation_interval": test["interval"], "tests": [test]}
            paths.append(directory / f"{alert}-{kind}.yaml")
            paths[-1].write_text(yaml.safe_dump(document))
    promtool("test", "rules", *paths)


def _test(name: str, state: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return one test in promtool's form; an expected alert has all labels and annotations spelt out."""
    rule = RULES[name]
    expected = [
        {
            "exp_labels": {**alert["labels"], **rule["labels"]},
            "exp_annotations": {"summary": alert["says"], "runbook": rule["annotations"]["runbook"]},
        }
        for alert in state.get("alerts", [])
    ]
    return {
        "interval": state.get("every", "10s"),
        "input_series": [{"series": s, "values": values} for s, values in state["series"].items()],
        "alert_rule_test": [{"eval_time": state["at"], "alertname": name, "exp_alerts": expected}],
    }


def test_severity_is_one_of_three_words() -> None:
    assert {rule["labels"]["severity"] for rule in RULES.values()} <= {"critical", "warning", "info"}


def test_each_alert_leads_to_a_runbook_and_each_runbook_is_led_to() -> None:
    led_to = {rule["annotations"]["runbook"] for rule in RULES.values()}
    assert led_to == {str(path.relative_to(CHECKOUT)) for path in PAGES}


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_a_runbook_begins_with_where_to_look_and_ends_with_commands_of_ours(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert re.findall(r"^## .*$", text, re.MULTILINE) == SECTIONS
    last = text.split(SECTIONS[-1])[1]
    typed = re.findall(r"^\./fkplus ([a-z]+)", last, re.MULTILINE)
    known = typer.main.get_command(app).commands  # type: ignore[attr-defined]
    assert typed
    assert set(typed) <= set(known)
