// A ticked box applies at once where the filters stand beside the results; the focus comes back to it afterwards.
"use strict";

{
  const ask = document.getElementById("ask");
  const filters = document.getElementById("filters");
  const wide = matchMedia("(min-width: 60rem)"); // as results.css: below, the filters cover the page and have their button
  const KEPT = "khlang.ticked";

  // A browser may refuse to keep anything: then the focus is not brought back, and nothing else changes.
  const keep = (value) => {
    try {
      sessionStorage.setItem(KEPT, value);
    } catch {
      return;
    }
  };
  const kept = () => {
    try {
      const value = sessionStorage.getItem(KEPT);
      sessionStorage.removeItem(KEPT);
      return JSON.parse(value || "null");
    } catch {
      return null;
    }
  };

  const say = () => {
    for (const part of document.querySelectorAll(".at-once")) part.hidden = !wide.matches;
  };
  say();
  wide.addEventListener("change", say);

  if (ask && filters) {
    filters.addEventListener("change", (event) => {
      const box = event.target;
      if (!wide.matches || box.type !== "checkbox") return;
      const open = [...filters.querySelectorAll(".group")].filter((group) => group.querySelector("details[open]"));
      keep(JSON.stringify({ name: box.name, value: box.value, at: scrollY, open: open.map((group) => group.id) }));
      filters.setAttribute("aria-busy", "true");
      ask.requestSubmit();
    });

    addEventListener("pageshow", () => filters.removeAttribute("aria-busy"));

    const last = kept();
    if (last && typeof last === "object") {
      for (const id of Array.isArray(last.open) ? last.open : []) {
        const more = document.getElementById(String(id))?.querySelector("details");
        if (more) more.open = true;
      }
      const same = [...filters.querySelectorAll("input[type=checkbox]")].find(
        (box) => box.name === last.name && box.value === last.value,
      );
      if (same) {
        const more = same.closest("details");
        if (more) more.open = true;
        same.focus({ preventScroll: true });
        scrollTo(0, Number(last.at) || 0);
      }
    }
  }
}
