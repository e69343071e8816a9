"""Builds the extension from the header for C, which is the only place where its functions are declared."""

import os
import re
from pathlib import Path

from cffi import FFI

HERE = Path(__file__).resolve().parent
INCLUDE = HERE / "../../Sources/CTenantPolicy/include"
BUILT = HERE / "../../.build/library/release/libTenantPolicyC.so"
LIBRARY = Path(os.environ.get("TENANTPOLICY_LIBRARY", BUILT)).resolve()


def declarations() -> str:
    """The header without what is for the preprocessor."""
    header = (INCLUDE / "tenantpolicy.h").read_text(encoding="utf-8")
    header = re.sub(r"/\*.*?\*/", "", header, flags=re.DOTALL)
    header = re.sub(r"#ifdef __cplusplus.*?#endif", "", header, flags=re.DOTALL)
    header = re.sub(r"^#.*$", "", header, flags=re.MULTILINE)
    return header + "\n#define TP_CONTEXT_MAX ...\n#define TP_VERSION_MAJOR ...\n"


# Admission as Python calls it: a structure that is given by value costs more than the look-up.
ADMIT = """
tp_status tpy_admit(const tp_bundle *bundle, const char *tenant, size_t length,
                    const tp_index *plan, tp_admission *admission)"""
BODY = """{
  return tp_admit(bundle, tenant, length, *plan, admission, NULL);
}
"""

builder = FFI()
builder.cdef(declarations() + ADMIT + ";")
builder.set_source(
    "tenantpolicy._native",
    "#include <tenantpolicy.h>\nstatic " + ADMIT + BODY,
    include_dirs=[str(INCLUDE)],
    # Named by its file, so that its name at run time is its SONAME. RPATH, unlike RUNPATH, is also for
    # what the library needs in turn.
    extra_link_args=[str(LIBRARY), "-Wl,--disable-new-dtags,-rpath,$ORIGIN"],
    py_limited_api=True,
)
