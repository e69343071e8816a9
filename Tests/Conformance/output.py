"""Vectors as JSON: a line for each question, so that changes can be read."""

import json


def document(parts):
    """An object whose lists have a line for each element."""
    lines = []
    for key, value in parts.items():
        if isinstance(value, list):
            elements = ",\n".join(json.dumps(element, ensure_ascii=False) for element in value)
            lines.append(f"{json.dumps(key)}: [\n{elements}\n]")
        else:
            lines.append(f"{json.dumps(key)}: {json.dumps(value, ensure_ascii=False)}")
    return "{\n" + ",\n".join(lines) + "\n}\n"
