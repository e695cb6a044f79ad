"""The site as linked data: documents beside the pages, redirects, dumps, and what describes them."""
