"""Puts the shared library, and the one library of Debian's that it needs, beside the extension.

`make library` makes the shared library; another one is taken where TENANTPOLICY_LIBRARY says so.
"""

import os
import shutil
import subprocess
import sysconfig
from pathlib import Path

from setuptools import setup
from setuptools.command.build_py import build_py

HERE = Path(__file__).resolve().parent
BUILT = HERE / "../../.build/library/release/libTenantPolicyC.so"
LIBRARY = Path(os.environ.get("TENANTPOLICY_LIBRARY", BUILT)).resolve()
SODIUM_LICENCE = Path("/usr/share/doc/libsodium23/copyright")


def needed(library: Path, name: str) -> Path:
    """Where the loader finds what a library needs."""
    listing = subprocess.run(["ldd", library], check=True, capture_output=True, text=True).stdout
    for line in listing.splitlines():
        if line.strip().startswith(name):
            return Path(line.split("=>")[1].split()[0])
    raise SystemExit(f"{library} does not need {name}")


class BuildWithLibraries(build_py):
    """Every build copies the libraries into the package that it builds."""

    def run(self) -> None:
        super().run()
        if not LIBRARY.exists():
            raise SystemExit(f"{LIBRARY} is not there: `make library` makes it")
        package = Path(self.build_lib) / "tenantpolicy"
        package.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(HERE / "../../LICENSE", package / "LICENSE")
        sodium = needed(LIBRARY, "libsodium.so")
        if SODIUM_LICENCE.exists():
            shutil.copyfile(SODIUM_LICENCE, package / "LICENSE.libsodium")
        for source, name in [(LIBRARY, "libtenantpolicy.so.1"), (sodium, sodium.name)]:
            shutil.copyfile(source, package / name)
            (package / name).chmod(0o755)


platform = sysconfig.get_platform().replace("-", "_")
setup(
    cmdclass={"build_py": BuildWithLibraries},
    cffi_modules=["native.py:builder"],
    options={"bdist_wheel": {"py_limited_api": "cp311", "plat_name": platform}},
)
