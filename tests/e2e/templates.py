"""The script lines of the templates for pipelines, taken out of their files."""
import os
import re
import textwrap

from e2e import ROOT, check


def read(name):
    with open(os.path.join(ROOT, name), encoding="utf-8") as text:
        return text.read()


def block(text, start):
    """The lines indented deeper than the one where `start` (a pattern, to its line's end) is."""
    lines = text.split("\n")
    at = next(i for i, line in enumerate(lines) if re.search(start, line))
    indent = len(lines[at]) - len(lines[at].lstrip())
    if lines[at].lstrip().startswith("- "):
        indent += 1
    taken = []
    for line in lines[at + 1:]:
        if line.strip() and len(line) - len(line.lstrip()) <= indent:
            break
        taken.append(line)
    return textwrap.dedent("\n".join(taken)).strip() + "\n"


def github_step(action, name):
    """The script of a step of an action, and its environment: variable to expression."""
    step = block(read(action), rf"^    - id: {name}$")
    variables = dict(re.findall(r"^(\w+): \$\{\{ (.*?) \}\}$", block(step, r"^env:$"), re.M))
    return block(step, r"^run: \|$"), variables


def jenkins_script(name):
    script = textwrap.dedent(re.search(r"sh '''\n(.*?)'''", read(name), re.S).group(1))
    # What Groovy makes of the text between three quotes: backslashes are its own.
    script = script.replace("\\\n", "")
    check("\\" not in script, "a backslash that Groovy would take")
    return script
