// Optional comfort; every page works without this file.
"use strict";

const box = document.querySelector("input[data-suggest]");
const list = document.getElementById("suggestions");

// "/" jumps to the search box, unless something is being typed.
document.addEventListener("keydown", (event) => {
  const typing = event.target instanceof HTMLElement && event.target.closest("input, textarea, select");
  if (event.key === "/" && box && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
    event.preventDefault();
    box.focus();
    box.select();
  }
});

// Completions while typing, asked for once no letter was typed for 100 ms; a failure only means no completions. The list
// is our own: that of the browser hides what does not hold the typed letters, as the full name of an abbreviation.
if (box && list) {
  let timer = 0;
  let running = null;
  let typed = "";
  const told = document.getElementById("suggestions-said");
  const options = () => [...list.children];
  const chosen = () => options().findIndex((option) => option.getAttribute("aria-selected") === "true");

  const hide = () => {
    clearTimeout(timer);
    if (running) running.abort();
    list.hidden = true;
    list.replaceChildren();
    box.setAttribute("aria-expanded", "false");
    box.removeAttribute("aria-activedescendant");
    if (told) told.textContent = "";
  };

  const choose = (number) => {
    options().forEach((option, n) => option.setAttribute("aria-selected", String(n === number)));
    const option = list.children[number];
    box.value = option ? option.textContent : typed;
    if (!option) return box.removeAttribute("aria-activedescendant");
    box.setAttribute("aria-activedescendant", option.id);
    option.scrollIntoView({ block: "nearest" });
  };

  const show = (texts) => {
    list.replaceChildren(
      ...texts.map((text, n) => {
        const option = Object.assign(document.createElement("li"), { id: `suggestion-${n}`, textContent: text });
        option.setAttribute("role", "option");
        option.setAttribute("aria-selected", "false");
        return option;
      }),
    );
    list.hidden = !texts.length;
    if (told) told.textContent = texts.length ? told.dataset.said.replace("{n}", texts.length) : "";
    box.setAttribute("aria-expanded", String(texts.length > 0));
    box.removeAttribute("aria-activedescendant");
  };

  box.setAttribute("role", "combobox");
  box.setAttribute("aria-autocomplete", "list");
  box.setAttribute("aria-controls", list.id);
  box.setAttribute("aria-expanded", "false");

  const ask = (delay) => {
    clearTimeout(timer);
    if (running) running.abort();
    typed = box.value;
    timer = setTimeout(async () => {
      if (typed.trim().length < 2 || typed.length > 200) return hide();
      running = new AbortController();
      try {
        const answer = await fetch(`${box.dataset.suggest}?q=${encodeURIComponent(typed.trim())}`, { signal: running.signal });
        if (!answer.ok) return hide(); // those of what was typed before are no help
        show((await answer.json()).suggestions);
      } catch (error) {
        if (error.name !== "AbortError") hide();
      }
    }, delay);
  };
  box.addEventListener("input", () => ask(100));

  box.addEventListener("keydown", (event) => {
    if (event.isComposing || event.ctrlKey || event.metaKey) return;
    if (list.hidden) {
      if (event.key !== "ArrowDown") return;
      ask(0); // the list comes back without typing
      return event.preventDefault();
    }
    const last = list.children.length - 1;
    const at = chosen();
    if (event.altKey && event.key === "ArrowUp") hide();
    else if (event.key === "ArrowDown") choose(at === last ? -1 : at + 1);
    else if (event.key === "ArrowUp") choose(at === -1 ? last : at - 1);
    else if (event.key === "Escape") {
      choose(-1);
      hide();
    } else if (event.key === "Home" || event.key === "End") {
      options().forEach((option) => option.setAttribute("aria-selected", "false")); // back into the text, which stays
      return box.removeAttribute("aria-activedescendant");
    } else return;
    event.preventDefault();
  });

  // Pressing must not take the focus away from the box before the click is one.
  list.addEventListener("mousedown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (!option) return;
    box.value = option.textContent;
    hide();
    box.form.requestSubmit();
  });
  box.addEventListener("blur", hide);
  box.form.addEventListener("submit", hide);
}

// A field left empty does not go into the address; while the answer is on its way, the button says that it is busy.
const form = document.getElementById("ask");
if (form) {
  const buttons = () => [...form.elements].filter((field) => field.type === "submit");
  form.addEventListener("formdata", ({ formData }) => {
    for (const [name, value] of [...formData]) {
      if (!value.trim()) formData.delete(name);
    }
  });
  form.addEventListener("submit", (event) => {
    const button = event.submitter || buttons()[0];
    // What has an address of its own may come as a file, and then this page stays.
    if (!button?.hasAttribute("formaction")) button?.setAttribute("aria-busy", "true");
  });
  addEventListener("pageshow", () => {
    for (const button of buttons()) button.removeAttribute("aria-busy");
  });
}

// What only a script can do is shown where there is one.
for (const part of document.querySelectorAll(".needs-script")) part.hidden = false;
