"""Where the fonts of the PDF come from: packages with their licences, never the machine."""

import os
from functools import cache
from importlib.util import find_spec
from pathlib import Path

# Latin, Greek and Cyrillic; Arabic whose text can be copied out again; Chinese, Japanese and Korean.
_PACKAGES = ("fontpkg_noto_sans", "fontpkg_amiri", "noto_cjk_sans_otc")
_FONT_SUFFIXES = {".ttf", ".otf", ".ttc"}
ENVIRONMENT_VARIABLE = "BRIDGE_FONT_DIRS"


def paths() -> tuple[str, ...]:
    """The folders that hold the fonts, in a fixed order.

    The environment variable BRIDGE_FONT_DIRS (folders, separated as in PATH) replaces those of the packages.
    """
    instead = os.environ.get(ENVIRONMENT_VARIABLE, "")
    if instead:
        return tuple(folder for folder in instead.split(os.pathsep) if folder)
    return _folders_of_packages()


@cache
def _folders_of_packages() -> tuple[str, ...]:
    folders: list[str] = []
    for package in _PACKAGES:
        specification = find_spec(package)
        for place in (specification.submodule_search_locations or []) if specification else []:
            fonts = (path for path in Path(place).rglob("*") if path.suffix.lower() in _FONT_SUFFIXES)
            folders.extend(sorted({str(path.parent) for path in fonts}))
    return tuple(folders)
