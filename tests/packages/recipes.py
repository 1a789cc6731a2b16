"""Runs what users run on their machines: the action, the GitLab job, the recipes in docs/src/ci.md.

recipes.py write FOLDER        write each recipe in docs/src/ci.md to the file named in its first line
recipes.py action FOLDER URL   run action.yml in FOLDER with the releases at URL
recipes.py gitlab FOLDER       run the GitLab job in FOLDER, with the stratplan on the PATH
recipes.py commands FOLDER     run the commands for Jenkins, Azure Pipelines and reviewdog in the same way
recipes.py release FOLDER      run the publishing steps of release.yml with mocks that record their arguments
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
        sys.exit(f"{output}\nFAILED: {what}")


def write(folder: Path) -> None:
    blocks = re.findall(r"^```yml\n(# (\S+).*?)^```$", (ROOT / "docs/src/ci.md").read_text(), re.MULTILINE | re.DOTALL)
    for text, name in blocks:
        path = folder / name
        must(not path.exists(), f"only one recipe is for {name}")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)


class Action:
    """A minimal runner for the steps of action.yml."""

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
            # User input must never be part of a script.
            must("${{" not in step["run"], "the scripts of the action contain no expressions")
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
    done = runner.run("finds", sarif_file="output.sarif", **given)
    must(done.returncode == 1 and FINDING in done.stdout, "the action reports the error", done.stdout)
    must("\n::error file=our plans/" in done.stdout, "the action shows it at the line", done.stdout)
    results = json.loads((desk / "output.sarif").read_text())["runs"][0]["results"]
    must(FINDING in [result["ruleId"] for result in results], "the action writes SARIF")

    done = runner.run("tolerates", fail_on="never", **given)
    must(done.returncode == 0 and FINDING in done.stdout, "fail-on sets the exit status", done.stdout)
    done = runner.run("absent", working_directory="desk", paths="gone.yaml", sarif_file="gone.sarif")
    must(done.returncode == 2 and "gone.yaml" in done.stdout, "an unreadable file is an error", done.stdout)
    done = runner.run("unreleased", version="9.9.9")
    must(done.returncode == 2 and "there is no release 9.9.9" in done.stdout, "the release must exist", done.stdout)
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
    must(done.returncode == 1 and "FAILED\n" in done.stdout, "a modified archive is rejected", done.stdout)


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
    must(done.returncode == 1 and FINDING in done.stdout, "the job reports the error", done.stdout)
    report = folder / template["stratplan"]["artifacts"]["reports"]["codequality"]
    must(FINDING in [each["check_name"] for each in json.loads(report.read_text())], "the job writes its report")


def commands(folder: Path) -> None:
    text = (ROOT / "docs/src/ci.md").read_text()
    strategy = folder / BROKEN.name
    strategy.write_bytes(BROKEN.read_bytes())
    mock(folder, "reviewdog", 'cat > reviewdog.json; echo "reviewdog $*" >> calls.txt')

    def run(line: str, status: int) -> None:
        done = at(folder, line)
        must(done.returncode == status, f"exit status {status} instead of {done.returncode}: {line}", done.stdout)

    def report(name: str) -> str:
        found = (folder / name).read_text()
        must(FINDING in found, f"{name} contains the finding", found)
        (folder / name).rename(folder / f"{name}.seen")
        return found

    # Jenkins reads the file between the two commands, and the second one fails the stage.
    first, last = re.findall(r"^ *sh '(.+)'$", text, re.MULTILINE)
    run(first, 0)
    must("<checkstyle version=" in report("stratplan.xml"), "Jenkins gets a Checkstyle file")
    run(last, 1)
    (azure,) = re.findall(r"^  - script: (.+)$", text, re.MULTILINE)
    run(azure, 1)
    must("<testsuites" in report("stratplan.xml"), "Azure Pipelines gets a JUnit file")
    (pipe,) = re.findall(r"^stratplan check .*\| reviewdog .+$", text, re.MULTILINE)
    run(f"set -o pipefail; {pipe}", 0)
    found = json.loads((folder / "reviewdog.json").read_text())["diagnostics"]
    must(FINDING in [each["code"]["value"] for each in found], "reviewdog gets the finding")


def mock(folder: Path, name: str, script: str) -> None:
    tool = folder / "bin" / name
    tool.parent.mkdir(exist_ok=True)
    tool.write_text(f"#!/usr/bin/env bash\n{script}\n")
    tool.chmod(0o755)


def at(folder: Path, script: str, **environment: str) -> subprocess.CompletedProcess:
    path = os.pathsep.join([str(folder / "bin"), os.environ["PATH"]])
    return subprocess.run(
        ["bash", "-e", "-c", script],
        cwd=folder,
        env={**os.environ, **environment, "PATH": path},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def release(folder: Path) -> None:
    jobs = yaml.safe_load((ROOT / ".github/workflows/release.yml").read_text())["jobs"]
    calls = folder / "calls.txt"
    for tool in ("docker", "gh"):
        mock(folder, tool, f'echo "{tool} $*" >> {calls}')
    # The registry is empty.
    mock(folder, "npm", f'[ "$1" != view ] || exit 1; echo "npm $*" >> {calls}')

    def publish(version: str, job: str) -> str:
        (script,) = [step["run"] for step in jobs[job]["steps"] if "VERSION" in step.get("env", {})]
        must("${{" not in script, f"the script of {job} contains no expressions")
        calls.write_text("")
        given = {"VERSION": version, "IMAGE": "host.invalid/stratplan", "TOKEN": "", "GITHUB_ACTOR": "somebody"}
        done = at(folder, script, **given, GITHUB_REF_NAME=f"v{version}", ARCH="amd64")
        must(done.returncode == 0, f"{job} works for {version}", done.stdout)
        return calls.read_text()

    changes = "# Changelog\n\n## 2.0.0, 2028-01-01\n\nnew\n\n## 2.0.0-rc.1, 2027-12-01\n\nnearly\n\n## 1.0.0\n\nold\n"
    (folder / "CHANGELOG.md").write_text(changes)
    (gate,) = [step["run"] for step in jobs["gate"]["steps"] if step.get("id") == "version"]

    def agrees(version: str, tag: str) -> bool:
        (folder / "Cargo.toml").write_text(f'version = "{version}"\n')
        output = folder / "output.txt"
        output.write_text("")
        done = at(folder, gate, GITHUB_EVENT_NAME="push", GITHUB_REF_NAME=tag, GITHUB_OUTPUT=str(output))
        return done.returncode == 0 and output.read_text() == f"version={version}\n"

    must(agrees("2.0.0", "v2.0.0") and agrees("2.0.0-rc.1", "v2.0.0-rc.1"), "a tag that matches the version is accepted")
    must(not agrees("2.0.0", "v2.0.1"), "a tag that does not match the version is rejected")
    must(not agrees("2.0.0-rc", "v2.0.0-rc") and not agrees("2.0", "v2.0"), "a version without a changelog entry is rejected")
    systems = re.findall(r"[a-z0-9]+-(?:x64|arm64)", (ROOT / "npm/pack.mjs").read_text())
    for version, is_last, notes in (("2.0.0", True, "new"), ("2.0.0-rc.1", False, "nearly")):
        output = publish(version, "container-index")
        must(f"--tag host.invalid/stratplan:{version} " in output, "the container has the version as a tag", output)
        must((":latest" in output) == is_last, "only a release gets the tag latest", output)
        output = publish(version, "publish-archives")
        must(("--prerelease" in output) != is_last, "a release candidate is marked as a prerelease", output)
        must((folder / "notes.md").read_text().split() == [notes], "the release notes are the changelog entry")
        lines = publish(version, "publish-npm").splitlines()
        tarballs = [*[f"./tarballs/stratplan-{system}-{version}.tgz" for system in sorted(set(systems))]]
        tarballs.append(f"./tarballs/stratplan-{version}.tgz")
        must([line.split()[2] for line in lines] == tarballs, "npm gets the packages for each system before stratplan", "\n".join(lines))
        must(all((" latest " in line) == is_last for line in lines), "only a release gets the npm tag latest", "\n".join(lines))


if __name__ == "__main__":
    command, folder, *rest = sys.argv[1:]
    runs = {"write": write, "action": action, "gitlab": gitlab, "commands": commands, "release": release}
    runs[command](Path(folder).resolve(), *rest)
