// The form of quick capture: it is kept on the device first and sent from there, with or without network.
"use strict";

(() => {
  const { waiting } = window;
  const form = document.getElementById("capture");
  const said = document.getElementById("capture-said");
  const field = (name) => form.elements.namedItem(name);
  const FIELDS = ["kind", "account", "to_unit", "how", "text", "written_at"];
  // Only a page of the server says for certain who is signed in.
  const refused = document.getElementById("capture-refused");

  function say(what, tone = "info", more = []) {
    said.className = `alert alert-${tone}`;
    const words = document.createElement("div"), list = document.createElement("ul");
    words.textContent = said.dataset[what];
    list.append(...more.map(item));
    if (more.length) words.append(list);
    said.replaceChildren(words);
    said.hidden = false;
    said.scrollIntoView({ block: "nearest" });
  }
  function item(trouble) {
    const line = document.createElement("li");
    line.textContent = trouble.label ? `${trouble.label}: ${trouble.text}` : trouble.text;
    return line;
  }

  // ---- the fields -------------------------------------------------------------------------
  function suit() {
    const kind = field("kind").value;
    form.querySelectorAll("[data-kinds]").forEach((part) => {
      part.hidden = !part.dataset.kinds.split(" ").includes(kind);
    });
    field("to_unit").required = kind === "SUGGESTION";
    const text = field("text");
    text.dataset.long ??= text.maxLength;
    text.maxLength = kind === "OPPORTUNITY" ? text.dataset.short : text.dataset.long;
  }
  form.addEventListener("change", (event) => { if (event.target.name === "kind") suit(); });

  const chosen = document.getElementById("capture-chosen");
  const offered = document.getElementById("capture-accounts");
  offered.addEventListener("click", (event) => {
    const button = event.target.closest("[data-pick]");
    if (!button) return;
    field("account").value = button.dataset.pick;
    chosen.textContent = button.querySelector("span").textContent;
    offered.replaceChildren();
    field("text").focus();
  });
  field("account").addEventListener("input", () => { chosen.textContent = ""; });

  function anew() {
    form.reset();
    field("once").value = window.crypto.randomUUID();
    chosen.textContent = "";
    offered.replaceChildren();
    suit();
  }

  // ---- writing it down --------------------------------------------------------------------
  form.addEventListener("submit", (event) => {
    if (!window.indexedDB) return;
    event.preventDefault();
    if (form.reportValidity()) writeDown();
  });

  let isBusy = false;
  async function writeDown() {
    if (isBusy) return;
    isBusy = true;
    try {
      await keepAndSend();
    } catch (trouble) {
      // A browser that keeps nothing still sends, as if there were no scripts.
      if (refused && navigator.onLine) HTMLFormElement.prototype.submit.call(form);
      else say("unkept", "danger");
      throw trouble;
    } finally {
      isBusy = false;
    }
  }

  async function keepAndSend() {
    const person = await waiting.person();
    if (!person) { say("nobody", "danger"); return; }
    const id = field("once").value, photo = field("file").files[0];
    const before = (await waiting.mine()).find((one) => one.id === id);
    // A photo that was not taken is not sent again: another one is chosen, or none.
    const kept = before?.troubles?.some((one) => one.field === "file") ? null : before;
    field("written_at").value ||= new Date().toISOString();
    await waiting.keep({
      id, person, fields: Object.fromEntries(FIELDS.map((name) => [name, field(name).value])),
      photo: photo || kept?.photo || null, photoName: photo?.name || kept?.photoName || "",
    });
    // One that was on its way before this one was kept knows nothing of it.
    const [first, second] = [await waiting.send(), await waiting.send()];
    const outcome = first.get(id) || second.get(id);
    const left = (await waiting.mine()).find((one) => one.id === id);
    if (outcome?.address) window.location.assign(outcome.address);
    else if (left?.troubles) { mark(left.troubles); say("wrong", "danger", left.troubles); list(); }
    else { say(left ? "kept" : "sent"); anew(); }
  }

  function mark(troubles) {
    const wrong = new Set(troubles.map((one) => one.field));
    FIELDS.concat("file").forEach((name) => field(name).classList.toggle("is-invalid", wrong.has(name)));
    if (wrong.has("file")) field("file").value = "";
  }

  // ---- what was refused -------------------------------------------------------------------
  async function list() {
    if (!refused) return;
    const rows = (await waiting.mine()).filter((one) => one.troubles && one.id !== field("once").value);
    refused.hidden = !rows.length;
    refused.querySelector(".capture-list").replaceChildren(...rows.map(shown));
  }
  function shown(one) {
    const row = refused.querySelector("template").content.cloneNode(true);
    row.querySelector(".capture-text").textContent = one.fields.text;
    row.querySelector(".capture-reasons").append(...one.troubles.map(item));
    row.querySelector("[data-mend]").addEventListener("click", () => mend(one));
    const drop = row.querySelector("[data-drop]");
    drop.addEventListener("click", () => { if (window.confirm(drop.dataset.sure)) waiting.drop(one.id); });
    return row;
  }
  function mend(one) {
    anew();
    field("once").value = one.id;
    FIELDS.forEach((name) => { field(name).value = one.fields[name]; });
    suit();
    mark(one.troubles);
    say("wrong", "danger", one.troubles);
    field("account").focus();
    list();
  }
  document.addEventListener("captures", list);

  // The server answers again: its page says what became of what was kept, unless somebody is writing.
  document.addEventListener("captures-sent", () => {
    const isBlank = !field("account").value && !field("text").value;
    if (!refused && !isBusy && isBlank) window.location.reload();
  });

  // ---- this page --------------------------------------------------------------------------
  async function begin() {
    const units = field("to_unit"), person = await waiting.person();
    if (refused) {
      await waiting.setFact(`units of ${person}`, [...units.options].map((one) => [one.value, one.text]));
      const worker = await navigator.serviceWorker?.ready;
      worker?.active.postMessage("again");
    } else {
      field("once").value = window.crypto.randomUUID();
      const kept = (await waiting.fact(`units of ${person}`)) || [];
      if (kept.length) units.replaceChildren(...kept.map(([value, text]) => new Option(text, value)));
      if (!person) say("nobody", "danger");
    }
    await list();
  }
  suit();
  if (window.indexedDB) begin();
})();
