"""The site that ``famkg build`` writes: a start page, a page a view, and the dumps."""

from famkg.site.build import Site, render
from famkg.site.copies import Copy, read_copy
from famkg.site.folder import require_folder, write_folder

__all__ = ["Copy", "Site", "read_copy", "render", "require_folder", "write_folder"]
