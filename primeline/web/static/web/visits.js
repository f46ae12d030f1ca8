// Dragging a visit or call to another day fills in and sends the form that stands on its card.
"use strict";

(() => {
  let dragged = null;

  const dayUnder = (event) => event.target.closest?.("[data-day]");
  const choiceOf = (card, day) => [...card.querySelectorAll("select[name=day] option")]
    .find((option) => option.value === day);

  document.addEventListener("dragstart", (event) => {
    dragged = event.target.closest?.("[data-visit]") || null;
    if (dragged) event.dataTransfer.effectAllowed = "move";
  });

  document.addEventListener("dragover", (event) => {
    const day = dayUnder(event);
    if (!dragged || !day) return;
    event.preventDefault();
    day.classList.add("is-over");
  });

  document.addEventListener("dragleave", (event) => dayUnder(event)?.classList.remove("is-over"));

  document.addEventListener("dragend", () => {
    document.querySelectorAll(".is-over").forEach((day) => day.classList.remove("is-over"));
    dragged = null;
  });

  document.addEventListener("drop", (event) => {
    const day = dayUnder(event);
    const card = dragged;
    if (!card || !day || card.closest("[data-day]") === day) return;
    event.preventDefault();
    const form = card.querySelector(".visit-move");
    const select = form.querySelector("select");
    let option = choiceOf(card, day.dataset.day);
    if (!option) {
      // The server says why it cannot be this day.
      option = new Option(day.dataset.day, day.dataset.day);
      select.append(option);
    }
    select.value = option.value;
    form.requestSubmit();
  });
})();
