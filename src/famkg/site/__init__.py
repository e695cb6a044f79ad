"""The site that ``famkg build`` writes: a start page, a page a view, and the dumps."""

from famkg.site.build import Site, render
from famkg.site.folder import require_folder, write_folder

__all__ = ["Site", "render", "require_folder", "write_folder"]
