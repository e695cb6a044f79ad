// A field that sifts a long list as one types. Without scripts the list is whole, and its headings are links.
"use strict";
for (const place of document.querySelectorAll("[data-sift]")) {
  const rows = [...document.querySelectorAll(place.dataset.sift)];
  const groups = [...document.querySelectorAll(place.dataset.siftGroups)];
  const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  const texts = rows.map((row) => fold(row.textContent));
  const label = document.createElement("label");
  const field = document.createElement("input");
  const found = document.createElement("output");
  label.textContent = place.dataset.siftLabel;
  label.htmlFor = field.id = "sift";
  field.type = "search";
  field.autocomplete = "off";
  field.spellcheck = false;
  found.htmlFor = field.id;
  place.append(label, field, found);
  field.addEventListener("input", () => {
    const wanted = fold(field.value).split(/\s+/).filter(Boolean);
    let shown = 0;
    rows.forEach((row, i) => {
      row.hidden = !wanted.every((word) => texts[i].includes(word));
      shown += row.hidden ? 0 : 1;
    });
    for (const group of groups) group.hidden = !group.querySelector("tr:not([hidden]), li:not([hidden])") || rows.every((row) => !group.contains(row) || row.hidden);
    found.textContent = wanted.length ? `${shown} of ${rows.length}` : "";
  });
}
