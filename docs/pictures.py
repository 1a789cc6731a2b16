#!/usr/bin/env python3
"""Makes the pictures of the documentation again, from strategies in this repository.

pictures.py [PROGRAM]   docs/src/check.svg: `check` on a broken plan, as in a terminal
                        docs/src/planning-meeting.png: the first screen of the page for a meeting (needs Chromium)
"""

import re
import subprocess
import sys
import tempfile
from html import escape
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PICTURES = ROOT / "docs/src"
COLUMNS, LINE, LETTER = 92, 19, 8.43
# The colors of a terminal, by their code.
COLORS = {"1": "bold", "31": "red", "32": "green", "33": "yellow", "34": "blue", "36": "cyan"}
COLORS |= {f"9{code[1]}": name for code, name in list(COLORS.items()) if len(code) == 2}
STYLE = """
.screen { fill: #14181d } text { font: 14px ui-monospace, 'SF Mono', Menlo, Consolas, 'Liberation Mono', monospace;
fill: #d7dce2; white-space: pre } .bold { font-weight: 700 } .red { fill: #ff8266 } .green { fill: #7fd18b }
.yellow { fill: #f2b65c } .blue { fill: #8fbdf2 } .cyan { fill: #6fd0d6 }
@media (prefers-reduced-motion: no-preference) { .line { opacity: 0; animation: show .01s linear forwards } }
@keyframes show { to { opacity: 1 } }
"""


def spans(line: str) -> str:
    """A line with the codes of a terminal as text of an SVG."""
    out, classes = [], set()
    for code, text in re.findall(r"(?:\x1b\[([0-9;]*)m)?([^\x1b]*)", line):
        for each in filter(None, code.split(";")):
            classes = set() if each == "0" else classes | {COLORS[each]} if each in COLORS else classes
        if text:
            out.append(f'<tspan class="{" ".join(sorted(classes))}">{escape(text)}</tspan>')
    return "".join(out)


def recording(program: str, strategy: str, today: str, until: str) -> str:
    arguments = ["check", strategy, "--today", today]
    shown = subprocess.run(
        [program, *arguments, "--color", "always"], cwd=ROOT, capture_output=True, text=True, env={"COLUMNS": str(COLUMNS)}
    ).stdout
    lines = re.sub(r"(\s|\x1b\[[0-9;]*m)*$", "", shown.split(until)[0]).split("\n")
    command = f"$ stratplan {' '.join(arguments)}"
    typing, pause = 1.6, 0.5
    height = (len(lines) + 1) * LINE + 20
    rows = [f'<text class="line" style="animation-delay:.2s" x="16" y="30">{escape(command)}</text>']
    for number, line in enumerate(lines, start=1):
        delay = typing + pause + number * 0.06
        y = 30 + number * LINE
        rows.append(f'<text class="line" style="animation-delay:{delay:.2f}s" x="16" y="{y}">{spans(line)}</text>')
    width = max(len(re.sub(r"\x1b\[[0-9;]*m", "", line)) for line in [command, *lines]) * LETTER + 32
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.0f} {height}" role="img">'
        f"<title>{escape(command)}</title><style>{STYLE}</style>"
        f'<rect class="screen" width="100%" height="100%" rx="8"/>{"".join(rows)}</svg>\n'
    )


def page(program: str, strategy: str, today: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        html = f"{folder}/page.html"
        subprocess.run([program, "gaps", strategy, "--today", today, "--output-file", html], cwd=ROOT, check=True)
        options = ["--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--window-size=1200,960"]
        picture = f"--screenshot={PICTURES / 'planning-meeting.png'}"
        subprocess.run(["chromium", *options, picture, f"file://{html}"], check=True, stderr=subprocess.DEVNULL)


def main() -> None:
    program = str(Path(sys.argv[1] if len(sys.argv) > 1 else ROOT / "target/debug/stratplan").resolve())
    broken = "strategies/broken/support-in-marketing-order.strategy.yaml"
    (PICTURES / "check.svg").write_text(recording(program, broken, "2027-01-11", "What to write next"))
    page(program, "strategies/television-show.strategy.yaml", "2027-04-26")


main()
