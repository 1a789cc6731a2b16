#!/usr/bin/env python3
"""Builds the documentation as a website in target/book, and checks its links.

build.py [PROGRAM]   with a page for each group of rules, written from what PROGRAM says of them

Needs mdbook: cargo install --locked mdbook
"""

import json
import re
import shutil
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

ROOT = Path(__file__).resolve().parents[1]
SOURCE, BOOK = ROOT / "target/book-source", ROOT / "target/book"


# The groups of rules, as the title of a page says them.
TITLES = {"file": "the file", "kpis": "KPIs", "plan": "the plan"}


def below(markdown: str) -> str:
    """The same text without headings, so that the contents list nothing but the names of rules."""
    return re.sub(r"^## (What it checks|Why it matters|Example|How to fix or allow it)$", r"**\1**\n", markdown, flags=re.MULTILINE)


def write_rules(program: str) -> None:
    rules = json.loads(subprocess.check_output([program, "rules", "--format", "json"]))
    pages: dict[str, list[str]] = {}
    for rule in rules:
        level = rule["level"] + (", if chosen" if rule["optional"] else "")
        text = f"## {rule['name']}\n\n*{level}*: {rule['summary']}.\n\n{below(rule['docs'])}"
        pages.setdefault(rule["group"], []).append(text)
    folder = SOURCE / "src/rules"
    folder.mkdir()
    for group, texts in pages.items():
        (folder / f"{group}.md").write_text(f"# Rules about {TITLES.get(group, group)}\n\n" + "\n".join(texts))

    contents = SOURCE / "src/SUMMARY.md"
    lines = "".join(f"\n  - [About {TITLES.get(group, group)}](rules/{group}.md)" for group in pages)
    contents.write_text(contents.read_text().replace("- [Rules](rules.md)", "- [Rules](rules.md)" + lines))
    table = SOURCE / "src/rules.md"
    text = table.read_text()
    for rule in rules:
        link = f"[`{rule['name']}`](rules/{rule['group']}.md#{rule['name']})"
        text = text.replace(f"| `{rule['name']}` |", f"| {link} |")
    table.write_text(text)


def copy_linked_files() -> None:
    """Files of the repository that a chapter links become part of the website."""
    for chapter in (SOURCE / "src").glob("*.md"):
        text = chapter.read_text()
        for name in re.findall(r"\]\(\.\./\.\./([^)#]+)\)", text):
            copy = SOURCE / "src/files" / name.lstrip(".")
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, copy)
            text = text.replace(f"](../../{name})", f"](files/{name.lstrip('.')})")
        chapter.write_text(text)


class Page(HTMLParser):
    def __init__(self, path: Path) -> None:
        super().__init__()
        self.ids: set[str] = set()
        self.links: list[str] = []
        self.feed(path.read_text())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name == "id" and value:
                self.ids.add(value)
            if name in ("href", "src") and value:
                self.links.append(value)


def broken_links() -> list[str]:
    pages = {path: Page(path) for path in BOOK.rglob("*.html") if path.name != "toc.html"}
    broken = []
    for path, page in pages.items():
        for link in page.links:
            parts = urlsplit(link)
            if parts.scheme or parts.netloc or path.name in ("404.html", "print.html"):
                continue
            target = (path.parent / unquote(parts.path)).resolve() if parts.path else path
            is_there = target.is_dir() or target.exists()
            if is_there and parts.fragment and target in pages:
                is_there = unquote(parts.fragment) in pages[target].ids
            if not is_there:
                broken.append(f"{path.relative_to(BOOK)}: {link}")
    return broken


def main() -> None:
    program = sys.argv[1] if len(sys.argv) > 1 else str(ROOT / "target/debug/stratplan")
    shutil.rmtree(SOURCE, ignore_errors=True)
    shutil.copytree(ROOT / "docs", SOURCE)
    write_rules(program)
    copy_linked_files()
    subprocess.run(["mdbook", "build", "--dest-dir", str(BOOK), str(SOURCE)], check=True)
    if broken := broken_links():
        sys.exit("\n".join(["Links without a target:", *broken]))
    print(f"{len(list(BOOK.rglob('*.html')))} pages in {BOOK.relative_to(ROOT)}, and every link has a target")


main()
