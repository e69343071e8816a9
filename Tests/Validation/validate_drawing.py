"""Whether a plan that Graphviz has drawn shows its steps, its endpoints, and the run that violates in red.

Arguments: the SVG, and names that must be drawn; one with `!` before it in red, the others not.
"""

import sys
import xml.etree.ElementTree as ET

SVG = "{http://www.w3.org/2000/svg}"


def words(element):
    return {text.text for text in element.iter(SVG + "text")}


def main(path, *names):
    root = ET.parse(path).getroot()
    missing = [name for name in names if name.lstrip("!") not in words(root)]
    if missing:
        sys.exit(f"{path}: not drawn: {', '.join(missing)}")
    red = set()
    for group in root.iter(SVG + "g"):
        if group.get("class") == "node" and any(part.get("stroke") == "red" for part in group):
            red |= words(group)
    wrong = [name for name in names if (name[0] == "!") == (name.lstrip("!") not in red)]
    if wrong:
        sys.exit(f"{path}: red where it should not be, or not where it should: {', '.join(wrong)}")


if __name__ == "__main__":
    main(*sys.argv[1:])
