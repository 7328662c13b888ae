// Searches kept in the reader's own browser: nothing leaves it, and a browser that refuses is told of in words.
"use strict";

{
  const KEY = "khlang.searches";
  const MOST = 50; // searches; the oldest goes first
  const LABEL = 300; // letters of what a search is called
  const LONGEST = 6000; // letters of an address, as the server takes
  const part = document.getElementById("saved");
  const save = document.getElementById("save");
  const copy = document.getElementById("copy-link");
  const said = document.getElementById("whole-said");

  // What another program or an older version wrote is checked like anything from outside.
  const sound = (one) => {
    if (!one || typeof one.label !== "string" || typeof one.href !== "string" || one.href.length > LONGEST) return false;
    try {
      const address = new URL(one.href, location.origin);
      return address.origin === location.origin && one.href.startsWith("/") && address.pathname.endsWith("/search");
    } catch {
      return false;
    }
  };
  const read = () => {
    try {
      const found = JSON.parse(localStorage.getItem(KEY) || "[]");
      const kept = Array.isArray(found) ? found.filter(sound).slice(0, MOST) : [];
      return kept.map(({ label, href }) => ({ label: label.slice(0, LABEL), href }));
    } catch {
      return [];
    }
  };
  const write = (searches) => {
    try {
      localStorage.setItem(KEY, JSON.stringify(searches.slice(0, MOST)));
      return true;
    } catch {
      return false;
    }
  };

  const here = () => {
    const address = new URL(location.href);
    address.searchParams.delete("page");
    return address.pathname + address.search;
  };

  const show = () => {
    if (!part) return;
    const searches = read();
    const list = part.querySelector("ul");
    part.hidden = !searches.length;
    list.replaceChildren(
      ...searches.map((one, number) => {
        const item = document.createElement("li");
        const link = Object.assign(document.createElement("a"), { href: one.href, textContent: one.label });
        const away = Object.assign(document.createElement("button"), { type: "button", textContent: "×" });
        away.setAttribute("aria-label", part.dataset.delete.replace("{label}", () => one.label));
        away.addEventListener("click", () => {
          write(read().filter((other) => other.href !== one.href));
          show();
          mark();
          (list.querySelectorAll("button")[Math.min(number, list.children.length - 1)] || save)?.focus();
        });
        item.append(link, away);
        return item;
      }),
    );
  };

  const mark = () => {
    if (!save) return;
    const known = read().some((one) => one.href === here());
    save.textContent = known ? save.dataset.saved : save.dataset.save;
    save.setAttribute("aria-pressed", String(known));
  };

  if (save) {
    save.dataset.save = save.textContent;
    save.addEventListener("click", () => {
      const href = here();
      const others = read().filter((one) => one.href !== href);
      const known = others.length < read().length;
      const done = write(known ? others : [{ label: save.dataset.label.slice(0, LABEL), href }, ...others]);
      if (!done) save.textContent = save.dataset.full;
      else {
        mark();
        show();
      }
      if (said) said.textContent = save.textContent;
    });
  }

  if (copy) {
    const label = copy.textContent;
    copy.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(location.origin + here());
        copy.textContent = copy.dataset.done;
      } catch {
        prompt(label, location.origin + here()); // an insecure address has no clipboard: the link to copy by hand
      }
      if (said) said.textContent = copy.textContent;
    });
  }

  addEventListener("pageshow", () => {
    show();
    mark();
  });
  addEventListener("storage", () => {
    show();
    mark();
  });
}
