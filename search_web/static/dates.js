// A calendar for the date fields, in the era of the page. The fields take anything typed, with or without this file.
"use strict";

for (const fields of document.querySelectorAll(".dates[data-months]")) {
  const texts = fields.dataset;
  const thai = document.documentElement.lang === "th";
  const era = thai ? 543 : 0;
  const [months, weekdays, days] = [texts.months, texts.weekdays, texts.days].map((text) => text.split("|"));
  const names = document.querySelector(".timeline[data-names]")?.dataset.names.split("|") || months;
  const [FIRST, LAST] = [1857, 2156]; // C.E.: the years that the server takes

  const made = (tag, values = {}, ...inside) => {
    const element = Object.assign(document.createElement(tag), values);
    element.append(...inside);
    return element;
  };
  const labelled = (element, label) => {
    element.setAttribute("aria-label", label);
    return element;
  };
  const icon = (path) => {
    const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    for (const [name, value] of Object.entries({ viewBox: "0 0 20 20", width: 20, height: 20, "aria-hidden": "true" })) svg.setAttribute(name, value);
    const line = document.createElementNS("http://www.w3.org/2000/svg", "path");
    line.setAttribute("d", path);
    svg.append(line);
    return svg;
  };

  const on = (year, month, day) => {
    const made = new Date(0);
    made.setUTCFullYear(year, month, day);
    return made;
  };
  const bounded = (day) => (day.getUTCFullYear() < FIRST ? on(FIRST, 0, 1) : day.getUTCFullYear() > LAST ? on(LAST, 11, 31) : day);
  const lastOf = (year, month) => on(year, month + 1, 0).getUTCDate();
  const moved = (day, count) => on(day.getUTCFullYear(), day.getUTCMonth(), day.getUTCDate() + count);
  const movedMonths = (day, count) => {
    const first = on(day.getUTCFullYear(), day.getUTCMonth() + count, 1);
    const [year, month] = [first.getUTCFullYear(), first.getUTCMonth()];
    return on(year, month, Math.min(day.getUTCDate(), lastOf(year, month)));
  };
  const spoken = (day) => `${days[day.getUTCDay()]} ${day.getUTCDate()} ${months[day.getUTCMonth()]} ${day.getUTCFullYear() + era}`;
  const written = (day) => `${day.getUTCDate()} ${names[day.getUTCMonth()]} ${day.getUTCFullYear() + era}`;
  const same = (one, other) => one && other && one.getTime() === other.getTime();
  const today = () => {
    const now = new Date();
    return on(now.getFullYear(), now.getMonth(), now.getDate());
  };

  // The day to begin at: what the server read in the field, else a year that stands in it, else today.
  const meant = (field) => {
    if (field.value === field.defaultValue && /^\d{4}-\d\d-\d\d$/.test(field.dataset.iso)) {
      return on(...field.dataset.iso.split("-").map((part, n) => Number(part) - (n === 1 ? 1 : 0)));
    }
    const year = Number(/\d{4}/.exec(field.value)?.[0] || 0);
    return year ? bounded(on(year >= 2400 ? year - 543 : year, 0, 1)) : null;
  };

  // --- the dialog, made once for both fields
  let field = null;
  let day = today();
  const month = labelled(made("select", {}, ...months.map((name, n) => made("option", { value: n, textContent: name }))), texts.month);
  const year = labelled(made("input", { type: "number", min: FIRST + era, max: LAST + era, inputMode: "numeric" }), texts.year);
  const before = labelled(made("button", { type: "button" }, icon("M12 4 6 10l6 6")), texts.previous);
  const after = labelled(made("button", { type: "button" }, icon("m8 4 6 6-6 6")), texts.next);
  const rows = made("tbody");
  const heads = weekdays.map((name, n) => Object.assign(made("th", { scope: "col", abbr: days[n] }), { textContent: name }));
  const grid = made("table", { className: "calendar-days" }, made("thead", {}, made("tr", {}, ...heads)), rows);
  grid.setAttribute("role", "grid");
  const whole = made("button", { type: "button", className: "plain", textContent: texts.whole });
  const clear = made("button", { type: "button", className: "plain", textContent: texts.clear });
  const close = made("button", { type: "button", className: "plain", textContent: texts.close });
  const dialog = labelled(
    made(
      "dialog",
      { className: "calendar" },
      made("div", { className: "calendar-head" }, before, month, year, after),
      grid,
      made("p", { className: "hint", textContent: texts.keys }),
      made("div", { className: "calendar-foot" }, whole, clear, close),
    ),
    texts.title,
  );
  document.body.append(dialog);

  const draw = (focus) => {
    const [y, m] = [day.getUTCFullYear(), day.getUTCMonth()];
    const chosen = field ? meant(field) : null;
    const now = today();
    month.value = String(m);
    year.value = String(y + era);
    labelled(grid, `${months[m]} ${y + era}`);
    const cells = [];
    for (let n = 0; n < on(y, m, 1).getUTCDay(); n += 1) cells.push(made("td"));
    for (let number = 1; number <= lastOf(y, m); number += 1) {
      const at = on(y, m, number);
      const button = labelled(made("button", { type: "button", textContent: number, tabIndex: same(at, day) ? 0 : -1 }), spoken(at));
      button.dataset.day = number;
      if (same(at, now)) button.setAttribute("aria-current", "date");
      const cell = made("td", {}, button);
      cell.setAttribute("role", "gridcell");
      cell.setAttribute("aria-selected", String(Boolean(same(at, chosen))));
      cells.push(cell);
    }
    const weeks = [];
    while (cells.length) weeks.push(made("tr", {}, ...cells.splice(0, 7)));
    rows.replaceChildren(...weeks);
    if (focus) rows.querySelector('[tabindex="0"]').focus();
  };

  const goTo = (other, focus) => {
    day = bounded(other);
    draw(focus);
  };
  const done = (text) => {
    field.value = text;
    dialog.close();
    field.dispatchEvent(new CustomEvent("datechosen", { bubbles: true })); // facets.js may apply it at once
  };

  before.addEventListener("click", () => goTo(movedMonths(day, -1), false));
  after.addEventListener("click", () => goTo(movedMonths(day, 1), false));
  month.addEventListener("change", () => goTo(movedMonths(day, Number(month.value) - day.getUTCMonth()), false));
  year.addEventListener("change", () => {
    const typed = Number(year.value) || day.getUTCFullYear() + era;
    // A common year typed on a Thai page, or a Buddhist one on an English page, is plain all the same.
    const common = typed >= 2400 ? typed - 543 : typed;
    goTo(movedMonths(day, (common - day.getUTCFullYear()) * 12), false);
  });
  rows.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (button) done(written(on(day.getUTCFullYear(), day.getUTCMonth(), Number(button.dataset.day))));
  });
  whole.addEventListener("click", () => done(`${months[day.getUTCMonth()]} ${day.getUTCFullYear() + era}`));
  clear.addEventListener("click", () => done(""));
  close.addEventListener("click", () => dialog.close());
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog) dialog.close(); // its backdrop
  });
  const MOVES = {
    ArrowLeft: () => moved(day, -1),
    ArrowRight: () => moved(day, 1),
    ArrowUp: () => moved(day, -7),
    ArrowDown: () => moved(day, 7),
    Home: () => moved(day, -day.getUTCDay()),
    End: () => moved(day, 6 - day.getUTCDay()),
    PageUp: (shift) => movedMonths(day, shift ? -12 : -1),
    PageDown: (shift) => movedMonths(day, shift ? 12 : 1),
  };
  rows.addEventListener("keydown", (event) => {
    if (!(event.key in MOVES) || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    goTo(MOVES[event.key](event.shiftKey), true);
  });

  for (const input of fields.querySelectorAll(".date-field input")) {
    const name = input.labels[0]?.textContent || "";
    const open = labelled(made("button", { type: "button" }, icon("M3 5h14v12H3zM3 9h14M7 3v4M13 3v4")), texts.open.replace("{field}", () => name));
    open.setAttribute("aria-haspopup", "dialog");
    open.addEventListener("click", () => {
      field = input;
      day = meant(input) || today();
      dialog.showModal();
      draw(true);
    });
    input.after(open);
  }
}
