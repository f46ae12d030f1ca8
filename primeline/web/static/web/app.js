// What pages do beyond htmx: keys, dialogs, toasts, charts, forms that cannot be sent twice.
"use strict";

(() => {
  const $ = (selector, root = document) => root.querySelector(selector);
  const $$ = (selector, root = document) => [...root.querySelectorAll(selector)];

  // ---- keys -------------------------------------------------------------------------------
  const rows = () => $$("[data-row]").filter((row) => row.offsetParent !== null);
  const linkOf = (row) => $("[data-open-row]", row) || $("a[href]", row);

  function step(by) {
    const all = rows();
    if (!all.length) return;
    const here = all.findIndex((row) => row.contains(document.activeElement));
    const next = here < 0 ? (by > 0 ? 0 : all.length - 1) : Math.min(Math.max(here + by, 0), all.length - 1);
    linkOf(all[next])?.focus();
    all[next].scrollIntoView({ block: "nearest" });
  }

  function act() {
    const row = rows().find((one) => one.contains(document.activeElement));
    if (row?.dataset.actAddress) window.location.assign(row.dataset.actAddress);
    else $("[data-act]", row || document)?.click();
  }

  const KEYS = {
    j: () => step(1),
    k: () => step(-1),
    e: act,
    "/": () => $("#search-input")?.focus(),
    "?": () => $("#keys")?.showModal(),
  };
  let afterG = 0;

  function isTyping(target) {
    return target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName);
  }

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (event.key === "Escape") closeSmallThings();
    if (isTyping(event.target) || $("dialog[open]")) return;
    if (event.key === "g") { afterG = Date.now(); return; }
    if (event.key === "h" && Date.now() - afterG < 1000) { window.location.assign("/"); return; }
    const deed = Object.hasOwn(KEYS, event.key) ? KEYS[event.key] : null;
    if (deed) { event.preventDefault(); deed(); }
  });

  function closeSmallThings() {
    $$("details.me[open], details.menu[open]").forEach((menu) => {
      const held = menu.contains(document.activeElement);
      menu.open = false;
      if (held) $("summary", menu).focus();
    });
  }

  // ---- clicks -----------------------------------------------------------------------------
  document.addEventListener("click", (event) => {
    const opener = event.target.closest("[data-open]");
    if (opener) document.getElementById(opener.dataset.open)?.showModal();
    if (event.target.closest("[data-back]")) window.history.back();
    event.target.closest("[data-dismiss]")?.closest(".alert")?.remove();
    if (event.target.closest("[data-print]")) window.print();
    if (event.target.matches("dialog[open]")) event.target.close();
    $$("details.me[open], details.menu[open]").forEach((menu) => {
      if (!menu.contains(event.target)) menu.open = false;
    });
    const row = event.target.closest("tr[data-row]");
    if (row && !event.target.closest("a, button, input, label, select, summary") && !String(window.getSelection())) {
      linkOf(row)?.click();
    }
  });

  // ---- forms ------------------------------------------------------------------------------
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post" || event.defaultPrevented) return;
    if (form.dataset.sent) { event.preventDefault(); return; }
    form.dataset.sent = "yes";
    form.setAttribute("aria-busy", "true");
    // A download leaves this page standing.
    if ("download" in form.dataset) window.setTimeout(() => freeForm(form), 3000);
  });
  window.addEventListener("pageshow", () => $$("form[data-sent]").forEach(freeForm));
  function freeForm(form) { delete form.dataset.sent; form.removeAttribute("aria-busy"); }

  document.addEventListener("change", (event) => {
    const field = event.target;
    if (field.closest("[data-autosubmit]")) field.form.requestSubmit();
    if (field.dataset.keep) keep(field);
    else if (field.name) typedAnew(field);
  });

  // A file that would be refused need not be sent.
  document.addEventListener("change", (event) => {
    const field = event.target, most = Number(field.dataset.mostBytes);
    if (!most || ![...(field.files || [])].some((file) => file.size > most)) return;
    field.value = "";
    toast(field.dataset.tooLarge, "error");
  });

  // One tick for all rows, and how many are ticked.
  const rowsOf = (name) => $$(`input[type="checkbox"][name="${CSS.escape(name)}"]`);
  function countTicks(name) {
    const rows = rowsOf(name), ticked = rows.filter((row) => row.checked).length;
    $$(`[data-ticked="${CSS.escape(name)}"]`).forEach((place) => { place.textContent = ticked; });
    $$(`[data-tick-all="${CSS.escape(name)}"]`).forEach((all) => {
      all.checked = ticked > 0 && ticked === rows.length;
      all.indeterminate = ticked > 0 && ticked < rows.length;
    });
  }
  document.addEventListener("change", (event) => {
    const all = event.target.dataset.tickAll;
    if (all) rowsOf(all).forEach((row) => { row.checked = event.target.checked; });
    if (all || event.target.type === "checkbox") countTicks(all || event.target.name);
  });
  $$("[data-tick-all]").forEach((all) => countTicks(all.dataset.tickAll));

  // Whichever of two stays, its facts stand too, but for those that it has not.
  document.addEventListener("change", ({ target }) => {
    const form = target.closest("form:has([data-sides])");
    if (!form || target.name !== $("[data-sides]", form).dataset.sides) return;
    $$(`input[type="radio"][value="${target.value}"]`, form).forEach((one) => {
      if (!("blank" in one.dataset)) one.checked = true;
    });
  });

  // Merging after a lost update: the choice fills the field of that name.
  function keep(choice) {
    const field = document.getElementsByName(choice.dataset.keep)[0];
    if (!field) return;
    if (field.type === "checkbox") field.checked = choice.dataset.value === "True";
    else field.value = choice.dataset.value;
  }

  // Whoever types on after choosing the stored value wants what they typed.
  function typedAnew(field) {
    const yours = $(`[data-keep="${CSS.escape(field.name)}"][value="yours"]`);
    if (yours) yours.checked = true;
  }

  // ---- toasts -----------------------------------------------------------------------------
  function toast(text, tone = "") {
    const line = document.createElement("p");
    line.className = `toast-line${tone ? ` is-${tone}` : ""}`;
    line.textContent = text;
    $("#toasts")?.append(line);
    fade(line);
  }
  function fade(line) {
    const stays = line.classList.contains("is-error") ? 12000 : 6000;
    window.setTimeout(() => line.remove(), stays);
  }
  document.addEventListener("toast", (event) => toast(event.detail.text || event.detail.value, event.detail.tone));

  const unreachable = () => toast(document.body.dataset.unreachable || "", "error");
  document.addEventListener("htmx:sendError", unreachable);
  document.addEventListener("htmx:responseError", unreachable);
  document.addEventListener("htmx:afterRequest", (event) => {
    const form = event.target.closest?.("form[data-sent]");
    if (form) freeForm(form);
  });

  // ---- charts -----------------------------------------------------------------------------
  const CALM = { animation: false, tooltip: { renderMode: "richText", confine: true }, aria: { enabled: true } };
  let charts = null;

  function library() {
    charts ??= new Promise((resolve, reject) => {
      const script = document.createElement("script");
      script.src = document.body.dataset.charts;
      script.onload = () => resolve(window.echarts);
      script.onerror = reject;
      document.head.append(script);
    });
    return charts;
  }

  async function draw(root) {
    const places = $$("[data-chart]:not([data-drawn])", root);
    if (!places.length) return;
    const echarts = await library();
    for (const place of places) {
      place.dataset.drawn = "yes";
      const options = JSON.parse(document.getElementById(place.dataset.chart).textContent);
      const picture = echarts.init(place, null, { renderer: "svg" });
      picture.setOption({ ...CALM, ...options, tooltip: { ...CALM.tooltip, ...options.tooltip } });
      picture.on("click", (point) => { if (point.data?.address) window.location.assign(point.data.address); });
      new ResizeObserver(() => picture.resize()).observe(place);
    }
  }

  // ---- wide tables ------------------------------------------------------------------------
  // What scrolls sideways must be reachable by keyboard, and say what it is.
  function openToKeys(root) {
    $$(".table-responsive", root).forEach((box) => {
      if (box.scrollWidth <= box.clientWidth) return;
      const title = $("caption", box) || $("h2", box.closest(".card") || box);
      box.tabIndex = 0;
      box.setAttribute("role", "region");
      box.setAttribute("aria-label", title?.textContent.trim() || document.title);
    });
  }

  window.addEventListener("resize", () => openToKeys(document));

  // ---- what comes in ----------------------------------------------------------------------
  function arrived(root) {
    draw(root);
    openToKeys(root);
    $$("#toasts .toast-line", root.ownerDocument || root).forEach(fade);
    const asked = root.matches?.("[data-focus-field]") ? root : $("[data-focus-field]", root);
    const first = asked && $$("textarea, select, input:not([type=hidden])", asked).find((one) => one.offsetParent);
    (first || $("[data-focus]", root))?.focus();
    const current = $(".tabs [aria-current]", document);
    current?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }
  document.addEventListener("htmx:load", (event) => arrived(event.detail.elt));
  if (!window.htmx) document.addEventListener("DOMContentLoaded", () => arrived(document.body));
})();
