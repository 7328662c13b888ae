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

  // What is typed, read as the server reads it: a day, a month or a year in either era; null where it is none of them.
  // The server has the last word: this only lets the calendar open where the reader's thoughts are.
  const NAMES = [
    "มค|มกรา|jan", "กพ|กุมภา|feb", "มีค|มีนา|mar", "เมย|เมษา|apr", "พค|พฤษภา|may", "มิย|มิถุนา|jun",
    "กค|กรก[ฎฏ]า|jul", "สค|สิงหา|aug", "กย|กันยา|sep", "ตค|ตุลา|oct", "พย|พฤศจิกา|nov", "ธค|ธันวา|dec",
  ].map((name) => new RegExp(`^(?:${name})`));
  const common = (typed) => (typed.length === 2 ? 2500 + Number(typed) - 543 : Number(typed) - (Number(typed) >= 2400 ? 543 : 0));
  const parts = (text) => {
    let found = /^(\d{1,2}) ?[-/.] ?(\d{1,2}) ?[-/.] ?(\d{4}|\d\d)$/.exec(text);
    if (found) return [found[3], Number(found[2]) - 1, found[1]];
    found = /^(\d{4})[-/](\d{1,2})(?:[-/](\d{1,2}))?$/.exec(text);
    if (found) return [found[1], Number(found[2]) - 1, found[3]];
    found = /^(\d{1,2})[-/](\d{4}|\d\d)$/.exec(text);
    if (found) return [found[2], Number(found[1]) - 1];
    found = /^([a-z]+)\.? ?(\d{1,2}),? (\d{4})$/.exec(text); // February 14, 2023
    if (found) return [found[3], NAMES.findIndex((name) => name.test(found[1])), found[2]];
    found = /^(\d{1,2})? ?([ก-๎a-zฯ][ก-๎a-zฯ. ]*?)[ ,.]*(\d{4}|\d\d)$/.exec(text);
    if (found) return [found[3], NAMES.findIndex((name) => name.test(found[2].replace(/[. ]/g, ""))), found[1]];
    return /^(\d{4}|\d\d)$/.test(text) ? [text, 0] : null;
  };
  const read = (typed) => {
    const plain = typed.toLowerCase().replace(/[๐-๙]/g, (digit) => String(digit.charCodeAt(0) - 0x0e50));
    const found = parts(plain.replace(/วันที่|เดือน|ปี|[พค] ?\. ?ศ ?\.?|[พค]ศ\.?/g, " ").replace(/\s+/g, " ").trim());
    const [y, m, d] = found || [];
    if (!found || m < 0 || m > 11 || Number(d || 1) < 1 || Number(d || 1) > lastOf(common(y), m)) return null;
    return { at: bounded(on(common(y), m, Number(d || 1))), exact: Boolean(d) };
  };
  const ofServer = (text) => {
    const [y, m, d] = (/^\d{4}-\d\d(-\d\d)?$/.test(text || "") ? text : "").split("-").map(Number);
    return y ? on(y, m - 1, d || 1) : null;
  };
  // The day that stands in a field: what the server read in it, or what is typed now.
  const meant = (field) => {
    const applied = field.value === field.defaultValue ? ofServer(field.dataset.iso) : null;
    return applied ? { at: applied, exact: true } : read(field.value);
  };
  // The day to begin at: that of the field, else the one last applied, else the newest month of the result, else today.
  const begin = (field) => meant(field)?.at || ofServer(field.dataset.iso) || ofServer(texts.newest) || today();

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
    const standing = field ? meant(field) : null;
    const chosen = standing?.exact ? standing.at : null;
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
    goTo(movedMonths(day, (common(String(typed)) - day.getUTCFullYear()) * 12), false);
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
      day = begin(input);
      dialog.showModal();
      draw(true);
    });
    input.after(open);
  }
}
