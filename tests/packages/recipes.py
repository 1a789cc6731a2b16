"""What runs on other people's machines, run on this one: the action, the job for GitLab, the README's recipes.

recipes.py readme FOLDER       write each recipe of the README into the file that its first line names
recipes.py action FOLDER URL   run action.yml against releases at URL, with FOLDER for what it leaves
recipes.py gitlab FOLDER       run the job for GitLab in FOLDER, with the stratplan on the path
recipes.py commands FOLDER     likewise the commands for Jenkins, Azure Pipelines and reviewdog
recipes.py release FOLDER      run what release.yml publishes with, against stand-ins that note what they are asked
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


def commands(folder: Path) -> None:
    text = (ROOT / "README.md").read_text()
    strategy = folder / BROKEN.name
    strategy.write_bytes(BROKEN.read_bytes())
    stand_in(folder, "reviewdog", 'cat > reviewdog.json; echo "reviewdog $*" >> asked.txt')

    def run(line: str, status: int) -> None:
        done = at(folder, line)
        must(done.returncode == status, f"{line} ends in {status} and not in {done.returncode}", done.stdout)

    def left(name: str) -> str:
        found = (folder / name).read_text()
        must(FINDING in found, f"{name} tells of the finding", found)
        (folder / name).rename(folder / f"{name}.seen")
        return found

    # Jenkins reads the file between the two: it must be there, and the last one fails the stage.
    first, last = re.findall(r"^ *sh '(.+)'$", text, re.MULTILINE)
    run(first, 0)
    must("<checkstyle version=" in left("stratplan.xml"), "Jenkins has Checkstyle to read")
    run(last, 1)
    (azure,) = re.findall(r"^  - script: (.+)$", text, re.MULTILINE)
    run(azure, 1)
    must("<testsuites" in left("stratplan.xml"), "Azure Pipelines has JUnit to read")
    (pipe,) = re.findall(r"^stratplan check .*\| reviewdog .+$", text, re.MULTILINE)
    run(f"set -o pipefail; {pipe}", 0)
    found = json.loads((folder / "reviewdog.json").read_text())["diagnostics"]
    must(FINDING in [each["code"]["value"] for each in found], "reviewdog is told of the finding")


def stand_in(folder: Path, name: str, script: str) -> None:
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
    asked = folder / "asked.txt"
    for tool in ("docker", "gh"):
        stand_in(folder, tool, f'echo "{tool} $*" >> {asked}')
    # Nothing is in the registry yet.
    stand_in(folder, "npm", f'[ "$1" != view ] || exit 1; echo "npm $*" >> {asked}')

    def publish(version: str, job: str) -> str:
        (script,) = [step["run"] for step in jobs[job]["steps"] if "VERSION" in step.get("env", {})]
        must("${{" not in script, f"the script of {job} holds no expression")
        asked.write_text("")
        # What is asked for is a version that no registry has.
        given = {"VERSION": version, "IMAGE": "host.invalid/stratplan", "TOKEN": "", "GITHUB_ACTOR": "somebody"}
        done = at(folder, script, **given, GITHUB_REF_NAME=f"v{version}", ARCH="amd64")
        must(done.returncode == 0, f"{job} works for {version}", done.stdout)
        return asked.read_text()

    changes = "# Changelog\n\n## 2.0.0, 2028-01-01\n\nnew\n\n## 2.0.0-rc.1, 2027-12-01\n\nnearly\n\n## 1.0.0\n\nold\n"
    (folder / "CHANGELOG.md").write_text(changes)
    (gate,) = [step["run"] for step in jobs["gate"]["steps"] if step.get("id") == "version"]

    def agrees(version: str, tag: str) -> bool:
        (folder / "Cargo.toml").write_text(f'version = "{version}"\n')
        output = folder / "output.txt"
        output.write_text("")
        done = at(folder, gate, GITHUB_EVENT_NAME="push", GITHUB_REF_NAME=tag, GITHUB_OUTPUT=str(output))
        return done.returncode == 0 and output.read_text() == f"version={version}\n"

    must(agrees("2.0.0", "v2.0.0") and agrees("2.0.0-rc.1", "v2.0.0-rc.1"), "what agrees is released")
    must(not agrees("2.0.0", "v2.0.1"), "a tag is that of its version")
    must(not agrees("2.0.0-rc", "v2.0.0-rc") and not agrees("2.0", "v2.0"), "what is released is in the changelog")
    systems = re.findall(r"[a-z0-9]+-(?:x64|arm64)", (ROOT / "npm/pack.mjs").read_text())
    for version, is_last, notes in (("2.0.0", True, "new"), ("2.0.0-rc.1", False, "nearly")):
        said = publish(version, "container-index")
        must(f"--tag host.invalid/stratplan:{version} " in said, "the container has its version", said)
        must((":latest" in said) == is_last, "the container called latest is a release", said)
        said = publish(version, "publish-archives")
        must(("--prerelease" in said) != is_last, "a release candidate is called one", said)
        must((folder / "notes.md").read_text().split() == [notes], "the notes are those of the version")
        lines = publish(version, "publish-npm").splitlines()
        tarballs = [*[f"./tarballs/stratplan-{system}-{version}.tgz" for system in sorted(set(systems))]]
        tarballs.append(f"./tarballs/stratplan-{version}.tgz")
        must([line.split()[2] for line in lines] == tarballs, "npm has each system before stratplan", "\n".join(lines))
        must(all((" latest " in line) == is_last for line in lines), "npm's latest is a release", "\n".join(lines))


if __name__ == "__main__":
    command, folder, *rest = sys.argv[1:]
    runs = {"readme": readme, "action": action, "gitlab": gitlab, "commands": commands, "release": release}
    runs[command](Path(folder).resolve(), *rest)
