"use strict";

/* Buttons that copy a text of the page: they appear only where the browser can copy. */
(() => {
  if (!navigator.clipboard) return;
  for (const button of document.querySelectorAll("button[data-copies]")) {
    const source = document.getElementById(button.dataset.copies);
    if (!source) continue;
    const usual = button.textContent;
    button.hidden = false;
    button.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(source.textContent.trim());
        button.textContent = button.dataset.done;
      } catch {
        getSelection().selectAllChildren(source); // the reader copies what is selected
        return;
      }
      setTimeout(() => { button.textContent = usual; }, 2000);
    });
  }
})();
