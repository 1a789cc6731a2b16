"""What runs on other people's machines, run on this one: the action, the job for GitLab, the README's recipes.

recipes.py readme FOLDER       write each recipe of the README into the file that its first line names
recipes.py action FOLDER URL   run action.yml against releases at URL, with FOLDER for what it leaves
recipes.py gitlab FOLDER       run the job for GitLab in FOLDER, with the stratplan on the path
"""

import json
import os
import platform
import re
import subprocess
import sys
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parents[2]
BROKEN = ROOT / "strategies/broken/support-in-marketing-order.strategy.yaml"
FINDING = "gear-out-of-order"


def must(holds: bool, what: str, output: str = "") -> None:
    if not holds:
        sys.exit(f"{output}\nnot so: {what}")


def readme(folder: Path) -> None:
    blocks = re.findall(r"^```yml\n(# (\S+).*?)^```$", (ROOT / "README.md").read_text(), re.MULTILINE | re.DOTALL)
    for text, name in blocks:
        path = folder / name
        must(not path.exists(), f"one recipe is for {name}")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)


class Action:
    """Just enough of a runner for the steps of action.yml."""

    def __init__(self, folder: Path, server: str) -> None:
        self.folder, self.server = folder, server
        self.action = yaml.safe_load((ROOT / "action.yml").read_text())

    def run(self, name: str, repository: str = "somebody/stratplan", **inputs: str) -> subprocess.CompletedProcess:
        temp = self.folder / name
        temp.mkdir()
        values = {f"inputs.{key}": each["default"] for key, each in self.action["inputs"].items()}
        values |= {f"inputs.{key.replace('_', '-')}": value for key, value in inputs.items()}
        values |= {"github.action_repository": repository, "github.server_url": self.server}
        added = temp / "path.txt"
        added.touch()
        processor = {"x86_64": "X64", "aarch64": "ARM64", "arm64": "ARM64"}[platform.machine()]
        runner = {
            "RUNNER_OS": {"Linux": "Linux", "Darwin": "macOS"}[platform.system()],
            "RUNNER_ARCH": processor,
            "RUNNER_TEMP": str(temp),
            "GITHUB_ACTIONS": "true",
            "GITHUB_ACTION_PATH": str(ROOT),
            "GITHUB_PATH": str(added),
            "GITHUB_STEP_SUMMARY": str(temp / "summary.md"),
        }
        for step in self.action["runs"]["steps"]:
            # What a user gives is never part of a script.
            must("${{" not in step["run"], "the scripts of the action hold no expression")
            fill = lambda text: re.sub(r"\$\{\{ ([\w.-]+) \}\}", lambda found: values[found[1]], text)
            given = {key: fill(text) for key, text in step["env"].items()}
            path = os.pathsep.join([*added.read_text().split(), os.environ["PATH"]])
            done = subprocess.run(
                ["bash", "-c", step["run"]],
                cwd=self.folder / fill(step.get("working-directory", ".")),
                env={**os.environ, **runner, **given, "PATH": path},
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
            )
            if done.returncode != 0:
                break
        return done


def action(folder: Path, server: str) -> None:
    runner = Action(folder, server)
    desk = folder / "desk"
    (desk / "our plans").mkdir(parents=True)
    (desk / "our plans" / BROKEN.name).write_bytes(BROKEN.read_bytes())

    given = {"working_directory": "desk", "paths": "our plans\n", "args": "--report none --today 2027-01-11"}
    done = runner.run("finds", sarif_file="said.sarif", **given)
    must(done.returncode == 1 and FINDING in done.stdout, "the action finds what is wrong", done.stdout)
    must("\n::error file=our plans/" in done.stdout, "the action shows it beside the line", done.stdout)
    results = json.loads((desk / "said.sarif").read_text())["runs"][0]["results"]
    must(FINDING in [result["ruleId"] for result in results], "the action writes SARIF")

    done = runner.run("forgives", fail_on="never", **given)
    must(done.returncode == 0 and FINDING in done.stdout, "fail-on decides", done.stdout)
    done = runner.run("absent", working_directory="desk", paths="gone.yaml", sarif_file="gone.sarif")
    must(done.returncode == 2 and "gone.yaml" in done.stdout, "trouble is no finding", done.stdout)
    done = runner.run("unreleased", version="9.9.9")
    must(done.returncode == 2 and "there is no release 9.9.9" in done.stdout, "a release has to be there", done.stdout)
    trick = "$(touch trick)`touch trick`"
    for name, inputs in {
        "version": {"version": f"1.0.0{trick}"},
        "args": {"args": trick},
        "paths": {"paths": trick},
        "level": {"fail_on": trick},
        "file": {"sarif_file": f"gone/{trick}", "paths": str(BROKEN)},
    }.items():
        done = runner.run(f"tricks-with-{name}", **inputs)
        must(done.returncode == 2 and not list(folder.rglob("trick")), f"`{name}` is not run", done.stdout)

    for checksum in Path(server.removeprefix("file://")).rglob("*.sha256"):
        digits, name = checksum.read_text().split("  ")
        checksum.write_text(f"{digits[::-1]}  {name}")
    done = runner.run("tampered", **given)
    must(done.returncode == 1 and "FAILED\n" in done.stdout, "an archive that was changed is not run", done.stdout)


def gitlab(folder: Path) -> None:
    (folder / BROKEN.name).write_bytes(BROKEN.read_bytes())
    template = yaml.safe_load((ROOT / ".gitlab/stratplan.gitlab-ci.yml").read_text())
    done = subprocess.run(
        ["sh", "-e", "-c", "\n".join(template["stratplan"]["script"])],
        cwd=folder,
        env={**os.environ, **template["variables"], "STRATPLAN_ARGS": "--today 2027-01-11"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    must(done.returncode == 1 and FINDING in done.stdout, "the job finds what is wrong", done.stdout)
    report = folder / template["stratplan"]["artifacts"]["reports"]["codequality"]
    must(FINDING in [each["check_name"] for each in json.loads(report.read_text())], "the job leaves its report")


if __name__ == "__main__":
    command, folder, *rest = sys.argv[1:]
    {"readme": readme, "action": action, "gitlab": gitlab}[command](Path(folder).resolve(), *rest)
