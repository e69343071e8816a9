"""Breaks the verifier and the checker in one place at a time, and asks whether the trials notice.

Every place of Tests/Faults/*.txt is changed at once in a copy of the sources, each change behind a
switch, so that one build is enough. `verifier-trials faults` turns one switch on after the other. See
README.md in this folder.
"""

import argparse
import os
import queue
import re
import shutil
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
COPY = ROOT / ".build" / "faults"
KEYS = {"file", "trial", "fault", "equivalent", "line", "text", "with", "instead", "drop", "reason",
        "test"}


@dataclass
class Fault:
    number: int
    file: str
    trial: str
    title: str
    place: str
    line: str = ""
    text: str = ""
    replacement: str = ""
    is_statement: bool = False
    reason: str = ""
    test: str = ""


def read_faults(path, first):
    """The entries of one list, numbered from `first` on."""
    faults, file, trial = [], "", ""
    for number, line in enumerate(path.read_text().splitlines(), start=1):
        if not line.strip() or line.startswith("#"):
            continue
        key, _, value = line.partition(": ")
        if key not in KEYS or not value:
            sys.exit(f"{path.name}:{number}: not an entry: {line}")
        if key == "file":
            file = value
        elif key in ("fault", "equivalent"):
            faults.append(
                Fault(first + len(faults), file, trial, value, f"{path.name}:{number}"))
        elif key == "trial" and (not faults or faults[-1].file != file):
            trial = value
        elif key == "trial":
            faults[-1].trial = value
        elif key == "drop":
            faults[-1].text, faults[-1].is_statement = value, True
        elif key == "instead":
            faults[-1].replacement, faults[-1].is_statement = value, True
        else:
            setattr(faults[-1], {"with": "replacement"}.get(key, key), value)
    return faults


def offset(fault, source):
    """Where the text of a fault stands; a list that has fallen behind the sources is an error."""
    context = fault.line or fault.text
    if source.count(context) != 1 or context.count(fault.text) != 1:
        raise ValueError(
            f"{fault.place}: `{context}` stands {source.count(context)} times in {fault.file}, and "
            f"`{fault.text}` {context.count(fault.text)} times in it: the list of faults must follow "
            "the sources")
    return source.index(context) + context.index(fault.text)


def broken(source, faults):
    """A source with all its faults, each behind its switch."""
    places = {}
    for fault in faults:
        places.setdefault((offset(fault, source), fault.text, fault.is_statement), []).append(fault)
    end = len(source)
    for (start, text, is_statement), here in sorted(places.items(), reverse=True):
        if start + len(text) > end:
            raise ValueError(f"{here[0].place}: overlaps the text of another fault")
        end = start
        if is_statement:
            new = text
            for fault in here:
                new = (
                    f"if seededFault() == {fault.number} {{ {fault.replacement} }} else {{ {new} }}")
        else:
            new = text
            for fault in here:
                new = f"(seededFault() == {fault.number} ? ({fault.replacement}) : ({new}))"
        source = source[:start] + new + source[start + len(text):]
    return source


def write(path, text):
    """Leaves a file alone that is as it should be, so that it is not built again."""
    if path.exists() and path.read_text() == text:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


DECLARATION = '@_silgen_name("verifier_seeded_fault") func seededFault() -> Int\n'
SWITCH = """private nonisolated(unsafe) var active = 0

@_silgen_name("verifier_seeded_fault") public func seededFault() -> Int { active }

func seed(_ fault: Int) -> Bool {
  active = fault
  return true
}
"""


def check(faults):
    """What of the list does not fit the sources, without a change to the copy."""
    problems = []
    for fault in faults:
        try:
            offset(fault, (ROOT / "Sources" / fault.file).read_text())
        except (OSError, ValueError) as problem:
            problems.append(str(problem))
    if not problems:
        for file in {fault.file for fault in faults}:
            source = (ROOT / "Sources" / file).read_text()
            broken(source, [fault for fault in faults if fault.file == file])
    if problems:
        sys.exit("\n".join(problems))


def copy_package(faults):
    package = (ROOT / "Package.swift").read_text()
    for setting in ("  .strictMemorySafety(),\n", "  .treatAllWarnings(as: .error),\n"):
        package = package.replace(setting, "")
    write(COPY / "Package.swift", package)
    for folder in ("Tests", "policies"):
        if not (COPY / folder).exists():
            (COPY / folder).symlink_to(ROOT / folder)
    by_file = {}
    for fault in faults:
        by_file.setdefault(fault.file, []).append(fault)
    known = set()
    for path in sorted((ROOT / "Sources").rglob("*")):
        if not path.is_file():
            continue
        name = str(path.relative_to(ROOT / "Sources"))
        known.add(name)
        text = path.read_text()
        write(COPY / "Sources" / name, broken(text, by_file.pop(name, [])))
    if by_file:
        sys.exit(f"no such source: {', '.join(sorted(by_file))}")
    for module in sorted({fault.file.split("/")[0] for fault in faults}):
        write(COPY / "Sources" / module / "SeededFault.swift", DECLARATION)
        known.add(f"{module}/SeededFault.swift")
    write(COPY / "Sources" / "verifier-trials" / "FaultSwitch.swift", SWITCH)
    for path in (COPY / "Sources").rglob("*"):
        if path.is_file() and str(path.relative_to(COPY / "Sources")) not in known:
            path.unlink()


class Worker(threading.Thread):
    """Asks one process about fault after fault, and another where a fault has ended it."""

    def __init__(self, program, waiting, answers, arguments):
        super().__init__()
        self.program, self.waiting, self.answers = program, waiting, answers
        self.arguments = arguments
        self.process = None

    def run(self):
        while True:
            try:
                fault = self.waiting.get_nowait()
            except queue.Empty:
                break
            self.answers[fault.number] = answer = self.ask(fault)
            if self.arguments.progress:
                print(f"{fault.place}: {fault.title}: {answer}", flush=True)
        if self.process:
            self.process.stdin.close()
            self.process.wait()

    def ask(self, fault):
        if self.process is None:
            self.process = subprocess.Popen(
                [self.program, "faults", "--count", str(self.arguments.worlds)],
                stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
                env={**os.environ, "SWIFT_BACKTRACE": "enable=no"})
        process = self.process
        watchdog = Watchdog(process, self.arguments.seconds)
        watchdog.start()
        try:
            process.stdin.write(f"{fault.number} {fault.trial}\n")
            process.stdin.flush()
            while (answer := process.stdout.readline().strip()) == ".":
                watchdog.saw_life()
        except BrokenPipeError:
            answer = ""
        watchdog.is_needed.clear()
        watchdog.join()
        if answer:
            return answer
        process.wait()
        self.process = None
        return "found: it does not come to an end" if watchdog.has_bitten else "found: it traps"


class Watchdog(threading.Thread):
    """Ends a process that has worked for too long on a few worlds, however little of the machine it got."""

    def __init__(self, process, seconds):
        super().__init__(daemon=True)
        self.process, self.seconds = process, seconds
        self.is_needed = threading.Event()
        self.is_needed.set()
        self.has_bitten = False
        self.start_of_work = self.worked()

    def saw_life(self):
        self.start_of_work = self.worked()

    def run(self):
        while self.is_needed.is_set() and self.process.poll() is None:
            if self.worked() - self.start_of_work > self.seconds:
                self.has_bitten = True
                self.process.kill()
                return
            time.sleep(0.05)

    def worked(self):
        """Seconds of processor time; 0 of a process that has ended."""
        try:
            fields = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        except OSError:
            return 0
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--worlds", type=int, default=3000, help="most worlds a fault is looked for in")
    parser.add_argument("--seconds", type=int, default=60, help="most seconds of work for 50 worlds")
    parser.add_argument(
        "--only", action="append", default=[],
        help="faults whose place, title or file has this text, or one of several")
    parser.add_argument("--progress", action="store_true", help="tell each answer when it comes")
    parser.add_argument("--check", action="store_true", help="only whether the list fits the sources")
    arguments = parser.parse_args()

    faults = []
    for path in sorted(Path(__file__).parent.glob("*.txt")):
        faults += read_faults(path, first=len(faults) + 1)
    if arguments.check:
        check(faults)
        print(f"{len(faults)} faults, each found in its source")
        return
    try:
        copy_package(faults)
    except ValueError as problem:
        sys.exit(str(problem))
    swift = os.environ.get("SWIFT", "swift")
    subprocess.run(
        [swift, "build", "-c", "release", "--package-path", COPY, "--product", "verifier-trials"],
        check=True)
    program = COPY / ".build" / "release" / "verifier-trials"

    asked = [fault for fault in faults if not fault.reason and not fault.test]
    if arguments.only:
        asked = [
            fault for fault in asked
            if any(text in f"{fault.place}: {fault.title} {fault.file}" for text in arguments.only)]
    healthy = Fault(0, "", "all", "none at all", "")
    waiting, answers = queue.Queue(), {}
    for fault in [healthy] + asked:
        waiting.put(fault)
    workers = [Worker(program, waiting, answers, arguments) for _ in range(os.cpu_count() or 1)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()

    missed = [fault for fault in asked if not answers[fault.number].startswith("found")]
    for file in dict.fromkeys(fault.file for fault in asked):
        here = [fault for fault in asked if fault.file == file]
        lost = [fault for fault in here if fault in missed]
        print(f"{len(here) - len(lost):4} of {len(here):3}  {file}")
    for fault in missed:
        print(f"NOT FOUND: {fault.place}: {fault.title}: {answers[fault.number]}")
    for fault in faults:
        if fault.reason:
            print(f"nobody can observe: {fault.place}: {fault.title}: {fault.reason}")
        if fault.test:
            print(f"not of these worlds, but of {fault.test}: {fault.place}: {fault.title}")
    if arguments.only:
        for fault in asked:
            print(f"{fault.place}: {fault.title}: {answers[fault.number]}")
    if answers[0].startswith("found"):
        sys.exit(f"something is found where nothing was broken: {answers[0]}")
    print(f"{len(asked) - len(missed)} of {len(asked)} seeded faults found")
    if missed or not asked:
        sys.exit(1)


if __name__ == "__main__":
    main()
