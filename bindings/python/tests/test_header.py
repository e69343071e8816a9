"""What is written down here of the header for C is what it says."""

import enum
import re

import pytest
from conftest import PROJECT

from tenantpolicy import (
    Code,
    Fallback,
    Memory,
    Named,
    Priority,
    Proof,
    Storage,
    _admission,
    _native,
)

HEADER = PROJECT / "Sources/CTenantPolicy/include/tenantpolicy.h"
ffi, lib = _native.ffi, _native.lib


@pytest.mark.parametrize(
    ("kind", "name", "beside"),
    [
        (Code, "tp_code", set()),
        (Fallback, "tp_fallback", set()),
        (Memory, "tp_memory", set()),
        (Proof, "tp_proof", {"TP_PROOF_CERTIFICATE"}),
        (Storage, "tp_storage", {"TP_STORAGE_NONE"}),
    ],
)
def test_enumerations(kind: type[enum.IntEnum], name: str, beside: set[str]) -> None:
    declared = ffi.typeof(name).relements
    prefix = name.upper() + "_"
    assert {prefix + member.name: int(member) for member in kind} == {
        constant: number for constant, number in declared.items() if constant not in beside
    }


def test_kinds_of_names() -> None:
    declared = ffi.typeof("tp_kind").relements
    for kind in Named.__subclasses__():
        words = re.sub(r"(?<!^)(?=[A-Z])", "_", kind.__name__).upper()
        assert declared[f"TP_{words}"] == kind._kind
    assert len(declared) == len(Named.__subclasses__())


def test_numbers_of_the_header() -> None:
    text = HEADER.read_text()
    assert f"#define TP_FIRST ({_admission.FIRST})" in text
    assert "#define TP_NONE UINT32_MAX" in text
    assert "0 background, 1 normal, 2 urgent" in text
    assert [priority.name for priority in Priority] == ["BACKGROUND", "NORMAL", "URGENT"]
    assert lib.tp_version() // 1000 == lib.TP_VERSION_MAJOR


def test_words_of_codes() -> None:
    words = [code.word for code in Code]
    assert len(set(words)) == len(words) and "unknown" not in words
    assert all(code.text for code in Code)
    assert {code for code in Code if code.can_retry} == {
        Code.CONDITIONS_NOT_MET,
        Code.UNAVAILABLE,
    }


def test_every_function_of_the_header_is_used() -> None:
    """But for what Python has no need of."""
    declared = set(re.findall(r"\b(tp_[a-z_]+)\(", HEADER.read_text()))
    sources = "".join(
        path.read_text() for path in (PROJECT / "bindings/python/src/tenantpolicy").glob("*.py")
    )
    unused = {name for name in declared if f"lib.{name}" not in sources}
    assert unused == {"tp_bundle_retain", "tp_version"}
