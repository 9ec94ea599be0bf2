"""Pages that live outside docs/ become pages of the site, and links lead where they lead in the repository.

A page links to files of the repository by relative paths, so that the links work in a checkout and on GitHub. Here such a link becomes one to
the page, where the file is a page of the site, and otherwise one to the repository. A link to a file that does not exist fails the build.
"""

import posixpath
import re
from pathlib import Path

from mkdocs.exceptions import PluginError
from mkdocs.structure.files import File

ROOT = Path(__file__).resolve().parent.parent.parent
PAGES = {
    "README.md": "index.md",
    "CHANGELOG.md": "changelog.md",
    "CONTRIBUTING.md": "contributing.md",
    "SECURITY.md": "security-policy.md",
    "helm/tunesmith/README.md": "reference/chart.md",
    "deploy/argocd/README.md": "how-to/argo-cd.md",
    "deploy/flux/README.md": "how-to/flux.md",
    "deploy/samples/chart/README.md": "how-to/own-chart.md",
    "deploy/monitoring/README.md": "reference/metrics.md",
    "src/proof/crash-table.md": "explanation/crash-table.md",
    "src/yardstick/table.md": "explanation/measured.md",
}
RUNBOOKS = []
for runbook in sorted((ROOT / "deploy/monitoring/runbooks").glob("*.md")):
    name = "index.md" if runbook.name == "README.md" else runbook.name
    PAGES[str(runbook.relative_to(ROOT))] = "runbooks/" + name
    RUNBOOKS.insert(0 if name == "index.md" else len(RUNBOOKS), "runbooks/" + name)
SOURCES = {page: source for source, page in PAGES.items()}

FENCE = re.compile(r"^\s*(```+|~~~+)")
LINK = re.compile(r"(\]\()([^)\s]+)(\))")
CODE = re.compile(r"(`[^`]*`)")


def on_config(config):
    for section in config["nav"]:
        for pages in section.values():
            for page in pages if isinstance(pages, list) else []:
                if isinstance(page, dict) and "Runbooks" in page:
                    page["Runbooks"] = RUNBOOKS
    return config


def on_files(files, config):
    for source, page in PAGES.items():
        files.append(File.generated(config, page, content=(ROOT / source).read_text("utf-8")))
    return files


def on_page_markdown(markdown, page, config, files):
    here = page.file.src_uri
    source = SOURCES.get(here, "docs/" + here)
    lines, fenced = [], False
    for line in markdown.split("\n"):
        if FENCE.match(line):
            fenced = not fenced
        elif not fenced:
            parts = CODE.split(line)
            # A link's text may be code: whole lines are rewritten, unless a link stands within code.
            line = LINK.sub(lambda m: m[1] + _target(m[2], source, here, config) + m[3], line) if not any(
                LINK.search(part) for part in parts[1::2]
            ) else line
        lines.append(line)
    return "\n".join(lines)


def _target(link, source, here, config):
    if re.match(r"[a-z][a-z0-9+.-]*:", link) or link.startswith("#"):
        return link
    path, hash, anchor = link.partition("#")
    file = posixpath.normpath(posixpath.join(posixpath.dirname(source), path))
    if not (ROOT / file).exists():
        raise PluginError(f"{source}: the link {link} leads to no file")
    readme = posixpath.join(file, "README.md")
    if file in PAGES or readme in PAGES:
        page = PAGES.get(file) or PAGES[readme]
    elif file.startswith("docs/") and (ROOT / file).is_file():
        page = file.removeprefix("docs/")
    else:
        kind = "tree" if (ROOT / file).is_dir() else "blob"
        return f"{config['repo_url']}/{kind}/main/{file}{hash}{anchor}"
    return posixpath.relpath(page, posixpath.dirname(here) or ".") + hash + anchor
