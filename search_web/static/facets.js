// A ticked box or a day from the calendar applies at once where the filters stand beside the results; the focus comes
// back to it afterwards.
"use strict";

{
  const ask = document.getElementById("ask");
  const filters = document.getElementById("filters");
  const wide = matchMedia("(min-width: 60rem)"); // as results.css: below, the filters cover the page and have their button
  const SOON = 30_000; // milliseconds: the page that comes after is the one that was asked for
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
    const apply = (field) => {
      if (!wide.matches) return;
      const open = [...filters.querySelectorAll(".group")].filter((group) => group.querySelector("details[open]"));
      const value = field.type === "checkbox" ? field.value : null;
      keep(JSON.stringify({ name: field.name, value, at: scrollY, until: Date.now() + SOON, open: open.map((group) => group.id) }));
      filters.setAttribute("aria-busy", "true");
      ask.requestSubmit();
    };
    filters.addEventListener("change", (event) => {
      if (event.target.type === "checkbox") apply(event.target);
    });
    filters.addEventListener("datechosen", (event) => apply(event.target));

    // On the way back a browser fills in what was chosen last; the page shows what its own address asks for.
    addEventListener("pageshow", (event) => {
      filters.removeAttribute("aria-busy");
      if (event.persisted || performance.getEntriesByType("navigation")[0]?.type === "back_forward") ask.reset();
    });

    const last = kept();
    if (last && typeof last === "object" && Date.now() < last.until) {
      for (const id of Array.isArray(last.open) ? last.open : []) {
        const more = document.getElementById(String(id))?.querySelector("details");
        if (more) more.open = true;
      }
      const same = [...filters.querySelectorAll("input")].find(
        (field) => field.name === last.name && (field.type === "checkbox" ? field.value === last.value : last.value === null),
      );
      const more = same?.closest("details");
      if (more) more.open = true;
      (same || filters).focus({ preventScroll: true }); // a value that nothing has any more is gone
      scrollTo(0, Number(last.at) || 0);
    }
  }
}
