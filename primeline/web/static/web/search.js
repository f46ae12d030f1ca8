// The search box: a combobox that works by keyboard alone (WAI-ARIA, list autocomplete).
"use strict";

(() => {
  const box = document.getElementById("search-box");
  if (!box) return;
  const input = box.querySelector("[role=combobox]");
  const found = document.getElementById("search-found");
  const said = document.getElementById("search-said");
  const options = () => [...found.querySelectorAll("[role=option]")];
  const active = () => options().find((one) => one.getAttribute("aria-selected") === "true");

  function choose(option) {
    active()?.setAttribute("aria-selected", "false");
    if (!option) { input.removeAttribute("aria-activedescendant"); return; }
    option.setAttribute("aria-selected", "true");
    input.setAttribute("aria-activedescendant", option.id);
    option.scrollIntoView({ block: "nearest" });
  }

  // Past either end lies the box itself, in which nothing is chosen.
  function step(by) {
    const all = options();
    const here = all.indexOf(active());
    const next = here < 0 && by < 0 ? all.length - 1 : here + by;
    choose(all[next]);
  }

  // An answer that is still on its way must not open the list again.
  let isClosed = false;
  input.addEventListener("input", () => { isClosed = false; });

  function close() {
    isClosed = true;
    settle();
  }

  function settle() {
    if (isClosed) found.replaceChildren();
    const isOpen = options().length > 0;
    input.setAttribute("aria-expanded", String(isOpen));
    if (!isOpen) input.removeAttribute("aria-activedescendant");
    said.textContent = found.querySelector("[data-said]")?.dataset.said || "";
  }

  const KEYS = {
    ArrowDown: () => { step(1); return true; },
    ArrowUp: () => { step(-1); return true; },
    Enter: () => { const chosen = active(); chosen?.click(); return Boolean(chosen); },
    Escape: () => {
      if (found.childElementCount) close();
      else if (input.value) input.value = "";
      else input.blur();
      return true;
    },
    Tab: () => { close(); return false; },
  };

  input.addEventListener("keydown", (event) => {
    // While a Chinese input method is open, its keys are its own.
    if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    const deed = Object.hasOwn(KEYS, event.key) ? KEYS[event.key] : null;
    if (deed?.()) event.preventDefault();
  });
  found.addEventListener("htmx:afterSwap", settle);
  document.addEventListener("click", (event) => { if (!box.contains(event.target)) close(); });
  // What was typed while the page was still on its way is looked for as well.
  document.addEventListener("DOMContentLoaded", () => {
    if (document.activeElement === input && input.value !== input.defaultValue) window.htmx.trigger(input, "typed");
  });
})();
