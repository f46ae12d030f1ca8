// Drawings of processes: shown from their XML, each element as the page says it stands.
"use strict";

(() => {
  const MOST_ZOOM = 2;
  // Smaller than this, labels cannot be read: a wider drawing is shown from where it matters.
  const READABLE = 0.9;
  const EDGE = 24;
  const OURS = "https://primeline.org/bpmn/1";
  // Room for a word of English beside an arrow; a label drawn for Chinese is half as wide.
  const WORD = 76;

  // What stands on a drawing is Chinese; who reads English gets the English name where there is one.
  function inLanguage(xml) {
    if (document.documentElement.lang !== "en") return xml;
    const file = new DOMParser().parseFromString(xml, "text/xml");
    file.querySelectorAll("*").forEach((element) => {
      const name = element.getAttributeNS(OURS, "nameEn");
      if (name && !element.namespaceURI.startsWith(OURS)) element.setAttribute("name", name);
    });
    file.querySelectorAll("BPMNLabel > Bounds").forEach((bounds) => {
      const [x, width] = ["x", "width"].map((name) => Number(bounds.getAttribute(name)));
      if (!(width < WORD)) return;
      bounds.setAttribute("x", x - (WORD - width) / 2);
      bounds.setAttribute("width", WORD);
    });
    return new XMLSerializer().serializeToString(file);
  }

  // As wide as the page, unless that could not be read: then around what stands here, or the start.
  function fitWidth(canvas, elements, marks) {
    const { inner, outer } = canvas.viewbox();
    const wide = outer.width / (inner.width + 2 * EDGE);
    const scale = Math.max(READABLE, Math.min(1, wide));
    const [width, height] = [outer.width / scale, outer.height / scale];
    const here = Object.keys(marks).find((id) => ["here", "late"].includes(marks[id]));
    const start = elements.find((one) => one.type === "bpmn:StartEvent");
    const [first, middle] = [elements.get(here) || start, elements.get(here)];
    const between = (wanted, least, most) => Math.max(least, Math.min(wanted, Math.max(least, most)));
    const left = inner.x - EDGE, top = inner.y - EDGE;
    canvas.viewbox({
      x: middle ? between(middle.x - width / 2, left, inner.x + inner.width + EDGE - width) : left,
      y: first ? between(first.y - height / 2, top, inner.y + inner.height + EDGE - height) : top,
      width, height,
    });
  }

  function show(figure) {
    const data = JSON.parse(document.getElementById(figure.dataset.diagram).textContent);
    const viewer = new window.BpmnJS({ container: figure.querySelector(".diagram-canvas") });
    viewer.importXML(inLanguage(data.xml)).then(() => {
      const canvas = viewer.get("canvas");
      const elements = viewer.get("elementRegistry");
      const overlays = viewer.get("overlays");
      Object.entries(data.marks).forEach(([id, mark]) => {
        if (elements.get(id)) canvas.addMarker(id, `is-${mark}`);
      });
      const stick = (id, text, kind, position = { top: -12, right: 12 }) => {
        const badge = document.createElement("div");
        badge.className = kind;
        badge.textContent = text;
        overlays.add(id, { position, html: badge });
      };
      Object.entries(data.counts).forEach(([id, count]) => {
        if (elements.get(id)) stick(id, String(count), "diagram-count");
      });
      Object.entries(data.notes).forEach(([id, text]) => {
        if (elements.get(id)) stick(id, text, "diagram-note", { bottom: 10, left: 4 });
      });
      data.faults.forEach(({ element, number }) => {
        if (!elements.get(element)) return;
        canvas.addMarker(element, "is-faulty");
        const beside = element in data.counts ? { top: -12, left: -8 } : undefined;
        if (elements.get(element).width) stick(element, String(number), "diagram-fault", beside);
      });
      const fit = () => canvas.zoom("fit-viewport", "auto");
      fitWidth(canvas, elements, data.marks);
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
