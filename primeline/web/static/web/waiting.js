// What was written down on this device and not sent yet: kept, counted, sent once, each by whoever wrote it.
"use strict";

(() => {
  const here = document.currentScript.dataset;
  const AGAIN = 30_000;
  const done = (request) => new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

  // ---- the store --------------------------------------------------------------------------
  let opened = null;
  function store() {
    opened ??= new Promise((resolve, reject) => {
      const request = window.indexedDB.open("primeline", 1);
      request.onupgradeneeded = () => {
        request.result.createObjectStore("captures", { keyPath: "id" });
        request.result.createObjectStore("facts");
      };
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
    return opened;
  }
  const read = async (name, deed) => done(deed((await store()).transaction(name).objectStore(name)));
  async function write(name, deed) {
    const deal = (await store()).transaction(name, "readwrite");
    deed(deal.objectStore(name));
    await new Promise((resolve, reject) => {
      deal.oncomplete = resolve;
      deal.onerror = deal.onabort = () => reject(deal.error);
    });
  }
  const all = () => read("captures", (rows) => rows.getAll());
  const fact = (name) => read("facts", (rows) => rows.get(name));
  const setFact = (name, value) => write("facts", (rows) => rows.put(value, name));

  // Who is signed in, as the page says it; without network, who was last.
  const person = () => (here.person ? Promise.resolve(here.person) : fact("person"));
  async function mine() {
    const who = await person();
    return (await all()).filter((one) => who && one.person === who);
  }

  async function keep(capture) {
    await write("captures", (rows) => rows.put(capture));
    await tell();
  }
  async function drop(id) {
    await write("captures", (rows) => rows.delete(id));
    await tell();
  }

  async function tell() {
    const waiting = await mine();
    document.querySelectorAll("[data-waiting]").forEach((place) => {
      place.textContent = waiting.length;
      (place.closest(".alert") || place).hidden = !waiting.length;
    });
    document.dispatchEvent(new CustomEvent("captures"));
  }

  // ---- sending ----------------------------------------------------------------------------
  // Nothing is lost by stopping anywhere: what was sent already has its key, and is there once.
  let sending = null;
  function send() {
    sending ??= sendAll().finally(() => { sending = null; });
    return sending;
  }

  async function sendAll() {
    const outcomes = new Map();
    const ready = (await mine()).filter((one) => !one.troubles);
    if (!ready.length) return outcomes;
    try {
      const asked = await fetch(here.personAt, { redirect: "manual", headers: { Accept: "application/json" } });
      if (!asked.ok) return outcomes;
      const { person: who, token } = await asked.json();
      for (const one of ready.filter((capture) => capture.person === who)) {
        const answer = await post(one, token);
        if (!answer) continue;
        outcomes.set(one.id, answer);
        if (answer.address) await drop(one.id);
        else await keep({ ...one, troubles: answer.troubles });
      }
    } catch (trouble) {
      // Without network a browser fails like this, and tries again; anything else is a fault.
      if (!(trouble instanceof TypeError)) throw trouble;
    }
    if (outcomes.size) document.dispatchEvent(new CustomEvent("captures-sent"));
    return outcomes;
  }

  async function post(one, token) {
    const body = new FormData();
    Object.entries(one.fields).forEach(([name, value]) => body.append(name, value));
    body.append("once", one.id);
    body.append("person", one.person);
    if (one.photo) body.append("file", one.photo, one.photoName);
    const answer = await fetch(here.sendTo, {
      method: "POST", body, redirect: "manual",
      headers: { Accept: "application/json", "X-CSRFToken": token },
    });
    const isSaid = (answer.headers.get("Content-Type") || "").startsWith("application/json");
    if (isSaid && (answer.ok || answer.status === 422)) return answer.json();
    // What it cannot read it will never take; anything else may pass.
    return [400, 413].includes(answer.status) ? { troubles: [unread(answer.status)] } : null;
  }

  const unread = (status) => ({ field: "file", label: "", text: here.unread.replace("{status}", status) });

  // ---- signing out ------------------------------------------------------------------------
  // It deletes what waits on the device, whoever wrote it, so it is said before.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!here.leaveAt || new URL(form.action).pathname !== here.leaveAt) return;
    event.preventDefault();
    leave(form);
  }, true);
  async function leave(form) {
    const count = await all().then((rows) => rows.length, () => 0);
    if (count && !window.confirm(here.leave.replace("{count}", count))) return;
    HTMLFormElement.prototype.submit.call(form);
  }

  // ---- this page --------------------------------------------------------------------------
  async function begin() {
    if (here.person && (await fact("person")) !== here.person) await setFact("person", here.person);
    await tell();
    await send();
    window.setInterval(send, AGAIN);
  }
  window.addEventListener("online", send);
  if (window.indexedDB) begin();
  const worker = document.querySelector("[data-worker]")?.dataset.worker;
  if (worker && navigator.serviceWorker) navigator.serviceWorker.register(worker);

  window.waiting = { drop, fact, keep, mine, person, send, setFact };
})();
