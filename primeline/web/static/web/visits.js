// Dragging a visit or call to another day fills in and sends the form that stands on its card.
"use strict";

(() => {
  let dragged = null;

  const dayUnder = (event) => event.target.closest?.("[data-day]");
  const choiceOf = (card, day) => [...card.querySelectorAll("select[name=day] option")]
    .find((option) => option.value === day);

  document.addEventListener("dragstart", (event) => {
    dragged = event.target.closest?.("[data-visit]") || null;
    if (!dragged) return;
    event.dataTransfer.effectAllowed = "move";
    // Before the drop it is said which days cannot be, and why.
    document.querySelectorAll("[data-day]").forEach((day) =>
      day.classList.toggle("is-closed", !choiceOf(dragged, day.dataset.day)));
    const note = document.querySelector("[data-drag-note]");
    if (note) note.textContent = dragged.dataset.stretch;
  });

  document.addEventListener("dragover", (event) => {
    const day = dayUnder(event);
    if (!dragged || !day || day.classList.contains("is-closed")) return;
    event.preventDefault();
    day.classList.add("is-over");
  });

  document.addEventListener("dragleave", (event) => dayUnder(event)?.classList.remove("is-over"));

  document.addEventListener("dragend", () => {
    document.querySelectorAll("[data-day]").forEach((day) => day.classList.remove("is-over", "is-closed"));
    const note = document.querySelector("[data-drag-note]");
    if (note) note.textContent = "";
    dragged = null;
  });

  document.addEventListener("drop", (event) => {
    const day = dayUnder(event);
    const card = dragged;
    if (!card || !day || card.closest("[data-day]") === day) return;
    event.preventDefault();
    const form = card.querySelector(".visit-move");
    const select = form.querySelector("select");
    const option = choiceOf(card, day.dataset.day);
    if (!option) return;
    select.value = option.value;
    form.requestSubmit();
  });
})();
