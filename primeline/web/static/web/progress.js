// How far the work on a file is: told by the server as it goes on, else asked for every second.
"use strict";

(() => {
  const SILENCE = 8000;
  const work = () => document.getElementById("work");
  let asking = 0;

  function ask() {
    asking ||= window.setInterval(() => window.htmx?.trigger(work(), "ask"), 1000);
  }

  function show({ done, total, text }) {
    const bar = work()?.querySelector("progress");
    if (!bar) return;
    if (total) { bar.max = total; bar.value = done; } else bar.removeAttribute("value");
    bar.nextElementSibling.textContent = text;
  }

  function listen(address) {
    const source = new EventSource(address);
    let silence = 0;
    const giveUp = () => { source.close(); ask(); };
    const heard = () => {
      window.clearTimeout(silence);
      silence = window.setTimeout(giveUp, SILENCE);
    };
    heard();
    source.addEventListener("progress", (event) => { heard(); show(JSON.parse(event.data)); });
    source.addEventListener("over", () => {
      window.clearTimeout(silence);
      source.close();
      window.location.reload();
    });
    // Between two answers a browser connects anew by itself; closed for good means refused.
    source.onerror = () => { if (source.readyState === EventSource.CLOSED) giveUp(); };
  }

  document.addEventListener("DOMContentLoaded", () => {
    const address = work()?.dataset.progress;
    if (!address) return;
    if ("EventSource" in window) listen(address);
    else ask();
  });
})();
