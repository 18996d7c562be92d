"""The step of the package build that puts the scripts of the pages into wheel and sdist."""

from __future__ import annotations

import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

if TYPE_CHECKING:
    from types import ModuleType


class WebBuildHook(BuildHookInterface):  # type: ignore[type-arg] # hatchling's own configuration type
    """Builds ``web/dist`` where it is missing or older than its sources; an editable install needs none."""

    PLUGIN_NAME = "web"

    def dependencies(self) -> list[str]:
        """Ask for a Node where one is needed and there is none."""
        bundle = self._bundle()
        needs_node = not bundle.is_built(bundle.WEB) and bundle.find_node() is None
        return [bundle.NODE_PACKAGE] if needs_node else []

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Build the scripts before files are collected."""
        if version == "editable":
            return
        bundle = self._bundle()
        try:
            bundle.build(bundle.WEB)
        except bundle.BundleError as error:
            sys.exit(f"web: {error}")
        if self.target_name == "wheel":
            build_data["force_include"][str(bundle.WEB / "dist")] = "jakgraph/data/web/dist"

    def _bundle(self) -> ModuleType:
        spec = spec_from_file_location("jakgraph_web_bundle", Path(self.root) / "web" / "bundle.py")
        if spec is None or spec.loader is None:
            sys.exit("web: web/bundle.py is missing from this source tree")
        module = module_from_spec(spec)
        sys.modules[spec.name] = module
        spec.loader.exec_module(module)
        return module
