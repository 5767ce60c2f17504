"""What MkDocs needs to read pages that are written for GitHub and for the documentation's tests."""

import posixpath
import re
from pathlib import Path

from mkdocs.structure.files import File

ROOT = Path(__file__).parents[2]

# Pages outside of the documentation's folder, with their names in the site.
OUTSIDE = {
    "deploy/README.md": "deploy.md",
    "CONTRIBUTING.md": "contributing.md",
    "CHANGELOG.md": "changelog.md",
}
DOCS = "src/docs/"

LINK = re.compile(r"\[([^\[\]]*)\]\((?!https?:|#)([^)#\s]+)(#[^)\s]*)?\)")
FENCE = re.compile(r"^(\s*```(?:console|sh)) (?:start|aws)$", re.MULTILINE)


def on_files(files, config):
    for source, name in OUTSIDE.items():
        files.append(File.generated(config, name, abs_src_path=str(ROOT / source)))
    return files


def on_page_markdown(markdown, page, config, files):
    name = page.file.src_uri
    source = next((path for path, of in OUTSIDE.items() if of == name), DOCS + name)

    def link(match):
        text, path, anchor = match.groups()
        target = posixpath.normpath(posixpath.join(posixpath.dirname(source), path))
        if target.startswith(DOCS):
            there = target[len(DOCS):]
        elif target in OUTSIDE:
            there = OUTSIDE[target]
        else:
            # A file of the repository, which is no page.
            return text
        return f"[{text}]({posixpath.relpath(there, posixpath.dirname(name) or '.')}{anchor or ''})"

    return FENCE.sub(r"\1", LINK.sub(link, markdown))


def on_post_page(output, page, config):
    # The theme's dialog has no name, which screen readers need.
    return output.replace('data-md-component="search" role="dialog"',
                          'data-md-component="search" role="dialog" aria-label="Search"')
