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

// Completions while typing, asked for at most every 250 ms; a failure only means no completions.
if (box && list) {
  let timer = 0;
  let running = null;
  box.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(async () => {
      if (running) running.abort();
      running = new AbortController();
      const typed = box.value.trim();
      if (typed.length < 2) return list.replaceChildren();
      try {
        const answer = await fetch(`${box.dataset.suggest}?q=${encodeURIComponent(typed)}`, { signal: running.signal });
        if (!answer.ok) return;
        const { suggestions } = await answer.json();
        list.replaceChildren(...suggestions.map((text) => Object.assign(document.createElement("option"), { value: text })));
      } catch (error) {
        if (error.name !== "AbortError") list.replaceChildren();
      }
    }, 250);
  });
}

// A box left empty does not go into the address.
const form = document.getElementById("ask");
if (form) {
  form.addEventListener("submit", () => {
    for (const field of form.elements) {
      if (field.type === "text" && !field.value.trim()) field.disabled = true;
    }
  });
  addEventListener("pageshow", () => {
    for (const field of form.elements) field.disabled = false;
  });
}
