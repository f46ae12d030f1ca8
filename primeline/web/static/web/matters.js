// Times left count down by themselves: the server says how much is left and when work goes on.
"use strict";

(() => {
  const MINUTE = 60, HOUR = 3600, DAY = 86400, CLOSE = 4;
  const told = document.getElementById("left-words");
  if (!told) return;
  const { at, until, patterns } = JSON.parse(told.textContent);
  // The clock of the computer may be wrong, and may be set meanwhile; how long a page stands is not.
  const began = performance.now();

  function passed(openings, until) {
    if (openings === "always") return until - at;
    return openings.split(" ").filter(Boolean).reduce((sum, pair) => {
      const [opens, closes] = pair.split("-").map(Number);
      return sum + Math.max(0, Math.min(closes, until) - Math.max(opens, at));
    }, 0);
  }

  const fill = (pattern, ...values) => pattern.replace(/\{(\d)\}/g, (_, place) => values[Number(place)]);

  function length(seconds, clock) {
    if (seconds >= 2 * DAY && clock !== "WORKING") {
      return fill(patterns.days, Math.floor(seconds / DAY), Math.floor(seconds % DAY / HOUR));
    }
    if (seconds >= HOUR) return fill(patterns.hours, Math.floor(seconds / HOUR), Math.floor(seconds % HOUR / MINUTE));
    return fill(patterns.minutes, Math.floor(seconds / MINUTE), seconds % MINUTE);
  }

  function tone(left, limit) {
    if (left < 0) return "bad";
    return left * CLOSE < limit ? "warn" : "plain";
  }

  function show(place, now) {
    const { left, limit, openings, clock } = place.dataset;
    if (!openings) return;
    const seconds = Math.floor(Number(left) - passed(openings, now));
    const words = patterns[seconds < 0 ? "over" : "left"].replace("{time}", length(Math.abs(seconds), clock));
    const line = place.querySelector("[data-left-words]");
    if (line.textContent !== words) line.textContent = words;
    const wanted = `state-${tone(seconds, Number(limit))}`;
    if (!place.classList.contains(wanted)) {
      place.classList.remove("state-plain", "state-warn", "state-bad");
      place.classList.add(wanted);
      const symbol = { bad: "alert-triangle", warn: "flag", plain: "clock" }[tone(seconds, Number(limit))];
      const use = place.querySelector("use");
      use.setAttribute("href", use.getAttribute("href").replace(/#.*$/, `#${symbol}`));
    }
  }

  // The server has told the hours of work only so far ahead: whoever leaves a page open gets the next.
  function isIdle() {
    const fields = [...document.querySelectorAll("main textarea, main input:not([type=hidden])")];
    const isWritten = fields.some((field) => field.type === "checkbox" || field.type === "radio"
      ? field.checked !== field.defaultChecked : field.value !== field.defaultValue);
    return !isWritten && !document.querySelector("dialog[open]");
  }

  function tick() {
    // Another pane stands in the place of the one that this was for.
    if (!told.isConnected) { window.clearInterval(timer); return; }
    const now = at + (performance.now() - began) / 1000;
    if (now > until && isIdle()) { window.clearInterval(timer); window.location.reload(); return; }
    document.querySelectorAll("[data-left]").forEach((place) => show(place, now));
  }

  const timer = window.setInterval(tick, 1000);
  tick();
})();
