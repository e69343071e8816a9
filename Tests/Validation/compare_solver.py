"""Compares what an SMT solver answers with what the verifier says.

Reads the output of `verifier-trials questions | z3 -in`: a line with the question and the verifier's
answer, then the solver's, `sat` where some run does what is forbidden.
"""

import sys
from collections import Counter


def main():
    answers = Counter()
    disagreements = []
    worlds = 0
    question = None
    for line in sys.stdin.read().split("\n"):
        words = line.split()
        if words[:1] == ["worlds"]:
            worlds = int(words[1])
        elif words[:1] == ["world"]:
            question = words
        elif line in ("sat", "unsat") and question:
            answers[line] += 1
            if question[-1] != line:
                disagreements.append(" ".join(question[:-1]) + f": {line}, the verifier {question[-1]}")
            question = None
        elif line:
            disagreements.append(f"the solver says: {line}")
    for one in disagreements[:20]:
        print(one)
    print(
        f"{sum(answers.values())} questions about {worlds} worlds without loops: {answers['sat']} violated, "
        f"{answers['unsat']} proved, {len(disagreements)} disagreements with the solver")
    if disagreements or min(answers["sat"], answers["unsat"]) < 20:
        sys.exit(1)


if __name__ == "__main__":
    main()
