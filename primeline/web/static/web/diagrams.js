// Drawings of processes: shown from their XML, each element as the page says it stands.
"use strict";

(() => {
  const MOST_ZOOM = 2;

  function show(figure) {
    const data = JSON.parse(document.getElementById(figure.dataset.diagram).textContent);
    const viewer = new window.BpmnJS({ container: figure.querySelector(".diagram-canvas") });
    viewer.importXML(data.xml).then(() => {
      const canvas = viewer.get("canvas");
      const elements = viewer.get("elementRegistry");
      const overlays = viewer.get("overlays");
      Object.entries(data.marks).forEach(([id, mark]) => {
        if (elements.get(id)) canvas.addMarker(id, `is-${mark}`);
      });
      const stick = (id, text, kind) => {
        const badge = document.createElement("div");
        badge.className = kind;
        badge.textContent = text;
        overlays.add(id, { position: { top: -12, right: 12 }, html: badge });
      };
      Object.entries(data.counts).forEach(([id, count]) => {
        if (elements.get(id)) stick(id, String(count), "diagram-count");
      });
      data.faults.forEach(({ element, number }) => {
        if (!elements.get(element)) return;
        canvas.addMarker(element, "is-faulty");
        if (elements.get(element).width) stick(element, String(number), "diagram-fault");
      });
      const fit = () => canvas.zoom("fit-viewport", "auto");
      fit();
      figure.querySelector("[data-fit]").addEventListener("click", fit);
      const nearer = (by) => canvas.zoom(Math.min(canvas.zoom() * by, MOST_ZOOM));
      figure.querySelector("[data-closer]").addEventListener("click", () => nearer(1.25));
      figure.querySelector("[data-farther]").addEventListener("click", () => nearer(0.8));
      figure.dataset.shown = "yes";
    }).catch(() => {
      figure.querySelector(".diagram-trouble").hidden = false;
    });
  }

  document.querySelectorAll("[data-diagram]").forEach(show);
})();
