// Dragging over a timeline, and two handles for the keyboard; without this file the years are links all the same.
"use strict";

{
  const STILL = 6; // pixels: what moves less is a press, not a drag
  const FINGER = 7; // pixels of a month that a press can mean; of narrower ones it means the year

  for (const section of document.querySelectorAll(".timeline[data-counts]")) {
    const plot = section.querySelector(".plot");
    const counts = section.dataset.counts.split(",").map(Number);
    const names = section.dataset.names.split("|");
    const first = Number(section.dataset.first);
    const base = section.dataset.base || section.querySelector(".wider")?.href;
    const last = counts.length - 1;
    const before = section.dataset.chosen ? section.dataset.chosen.split(",").map(Number) : [0, last];
    let chosen = [...before];

    const fill = (text, values) => text.replace(/\{(\w+)\}/g, (whole, key) => values[key] ?? whole);
    const label = (month) => `${names[month % 12]} ${first + Math.floor(month / 12) + Number(section.dataset.era)}`;
    const made = (tag, name, values = {}) => Object.assign(document.createElement(tag), { className: name, ...values });
    const two = (number) => String(number).padStart(2, "0");
    const day = (month, number) => `${first + Math.floor(month / 12)}-${two((month % 12) + 1)}-${two(number)}`;
    const months = (from, to) => counts.slice(from, to + 1).reduce((sum, n) => sum + n, 0);

    const go = ([from, to]) => {
      const address = new URL(base, location.href);
      const days = new Date(Date.UTC(first + Math.floor(to / 12), (to % 12) + 1, 0)).getUTCDate();
      address.searchParams.set("from", day(from, 1));
      address.searchParams.set("to", day(to, days));
      section.setAttribute("aria-busy", "true");
      location.assign(address);
    };

    if (!base || !plot) continue;
    const picked = made("div", "picked", { hidden: true });
    const out = made("div", "reading-out");
    const told = made("span", "", { textContent: section.dataset.hint });
    const apply = made("button", "", { type: "button", hidden: true });
    out.append(told, apply);
    plot.append(picked);
    plot.after(out);

    const handles = ["from", "to"].map((name, side) => {
      const handle = made("div", "handle", { tabIndex: 0 });
      handle.setAttribute("role", "slider");
      handle.setAttribute("aria-label", section.dataset[name]);
      handle.setAttribute("aria-orientation", "horizontal");
      handle.dataset.side = side;
      plot.append(handle);
      return handle;
    });

    const edge = (month) => `${(100 * month) / counts.length}%`;
    const changed = () => chosen[0] !== before[0] || chosen[1] !== before[1];

    const show = () => {
      const [from, to] = chosen;
      handles.forEach((handle, side) => {
        handle.style.left = edge(side ? to + 1 : from);
        handle.setAttribute("aria-valuemin", side ? from : 0);
        handle.setAttribute("aria-valuemax", side ? last : to);
        handle.setAttribute("aria-valuenow", chosen[side]);
        handle.setAttribute("aria-valuetext", label(chosen[side]));
        handle.classList.toggle("used", changed() || Boolean(section.dataset.chosen));
      });
      picked.hidden = !changed();
      picked.style.left = edge(from);
      picked.style.width = edge(to + 1 - from);
      apply.hidden = !changed();
      apply.textContent = fill(section.dataset.apply, { first: label(from), last: label(to) });
    };

    const tell = (from, to) => {
      const n = months(from, to).toLocaleString("en");
      told.textContent =
        from === to
          ? fill(section.dataset.bar, { label: label(from), n })
          : fill(section.dataset.span, { first: label(from), last: label(to), n });
    };

    const monthAt = (event) => {
      const box = plot.getBoundingClientRect();
      const month = Math.floor(((event.clientX - box.left) / box.width) * counts.length);
      return Math.min(last, Math.max(0, month));
    };

    const reset = () => {
      chosen = [...before];
      told.textContent = section.dataset.hint;
      show();
    };

    // --- the pointer: a press is a month or its year, a drag is a time
    let drag = null;
    plot.addEventListener("dragstart", (event) => event.preventDefault()); // a link must not fly along
    plot.addEventListener("pointerdown", (event) => {
      if (!event.isPrimary || event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey) return;
      const handle = event.target.closest(".handle");
      drag = { x: event.clientX, month: monthAt(event), side: handle ? Number(handle.dataset.side) : -1, moved: false };
    });
    plot.addEventListener("pointermove", (event) => {
      if (!event.isPrimary) return;
      const month = monthAt(event);
      if (drag && !event.buttons) drag = null; // let go of outside, before it was a drag
      if (!drag) return tell(month, month);
      if (!drag.moved && Math.abs(event.clientX - drag.x) < STILL) return;
      if (!drag.moved) plot.setPointerCapture(event.pointerId);
      drag.moved = true;
      const other = drag.side === 0 ? before[1] : drag.side === 1 ? before[0] : drag.month;
      chosen = [Math.min(other, month), Math.max(other, month)];
      show();
      tell(...chosen);
    });
    plot.addEventListener("pointerup", (event) => {
      if (!drag || !event.isPrimary) return;
      const { moved, month, side } = drag;
      drag = null;
      if (moved) return changed() ? go(chosen) : reset();
      if (side >= 0) return;
      const year = month - (month % 12);
      const narrow = plot.getBoundingClientRect().width / counts.length < FINGER;
      const time = narrow && !(before[0] === year && before[1] === year + 11) ? [year, year + 11] : [month, month];
      event.preventDefault();
      if (months(...time)) go(time);
    });
    plot.addEventListener("click", (event) => {
      if (!event.ctrlKey && !event.metaKey && !event.shiftKey) event.preventDefault(); // pointerup went there already
    });
    for (const name of ["pointercancel", "lostpointercapture"]) {
      plot.addEventListener(name, (event) => {
        // What a finger touched has it captured from the first: it loses that to the plot when a drag begins.
        if (name === "lostpointercapture" && event.target !== plot) return;
        if (drag) reset();
        drag = null;
      });
    }
    plot.addEventListener("pointerleave", () => {
      if (!drag && !changed()) told.textContent = section.dataset.hint;
    });

    // --- the keyboard: arrows move a handle by a month, with Page keys by a year; Enter goes there, Escape takes it back
    const STEPS = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1, PageDown: -12, PageUp: 12, Home: -9999, End: 9999 };
    for (const handle of handles) {
      handle.addEventListener("keydown", (event) => {
        if (event.altKey || event.ctrlKey || event.metaKey) return; // Alt and an arrow is the way back
        const side = Number(handle.dataset.side);
        if (event.key in STEPS) {
          const low = side ? chosen[0] : 0;
          const high = side ? last : chosen[1];
          chosen[side] = Math.min(high, Math.max(low, chosen[side] + STEPS[event.key]));
          show();
          tell(...chosen);
        } else if (event.key === "Enter" && changed()) go(chosen);
        else if (event.key === "Escape") reset();
        else return;
        event.preventDefault();
      });
    }
    apply.addEventListener("click", () => go(chosen));
    addEventListener("pageshow", () => {
      section.removeAttribute("aria-busy");
      reset();
    });
    show();
  }
}
