/* Search in the browser: see search.js, which holds the index. */
