// A draft to be drawn on: the drawing, and beside it what is said of the chosen element.
// Everything can be done from the side by the keyboard alone. The server checks what is saved.
"use strict";

(() => {
  const place = document.querySelector("[data-editor]");
  if (!place) return;
  const data = JSON.parse(document.getElementById("editor-data").textContent);
  const find = (name) => document.querySelector(`[data-${name}]`);
  const text = (...names) => names.map((name) => ({ name, isAttr: true, type: "String" }));
  const inside = { superClass: ["Element"] };
  const many = (name, type) => ({ name, type, isMany: true });
  const OURS = {
    name: "Primeline", prefix: "pl", uri: "https://primeline.org/bpmn/1",
    xml: { tagAlias: "lowerCase" },
    types: [
      { name: "Named", extends: ["bpmn:BaseElement"], properties: text("nameEn") },
      {
        name: "Work", ...inside,
        properties: [...text("role", "unitRule", "step"), many("asks", "Ask"),
          many("documents", "Document")],
      },
      { name: "Ask", ...inside, properties: text("field", "required") },
      { name: "Document", ...inside, properties: text("kind") },
      { name: "Service", ...inside, properties: text("name") },
      {
        name: "Field", ...inside,
        properties: [...text("name", "type", "nameZh", "nameEn"), many("choices", "Choice")],
      },
      { name: "Choice", ...inside, properties: text("code", "nameZh", "nameEn") },
    ],
  };
  const TOOLS = [...find("kind").options].map((one) => [one.value, one.textContent]);
  const ICONS = {
    "bpmn:UserTask": "user-task", "bpmn:ServiceTask": "service-task",
    "bpmn:ExclusiveGateway": "gateway-xor", "bpmn:ParallelGateway": "gateway-parallel",
    "bpmn:InclusiveGateway": "gateway-or", "bpmn:CallActivity": "call-activity",
    "bpmn:SubProcess": "subprocess-expanded", "bpmn:EndEvent": "end-event-none",
    terminate: "end-event-terminate",
  };

  function made(factory, kind) {
    if (kind !== "terminate") return factory.createShape({ type: kind, isExpanded: true });
    const eventDefinitionType = "bpmn:TerminateEventDefinition";
    return factory.createShape({ type: "bpmn:EndEvent", eventDefinitionType });
  }

  // The tools of the drawing hold what the profile knows, and nothing else.
  function Palette(palette, create, elementFactory) {
    palette.registerProvider(this);
    this.getPaletteEntries = () => Object.fromEntries(TOOLS.map(([kind, title]) => {
      const start = (event) => create.start(event, made(elementFactory, kind));
      const action = { dragstart: start, click: start };
      return [kind, { group: "draw", className: `bpmn-icon-${ICONS[kind]}`, title, action }];
    }));
  }
  Palette.$inject = ["palette", "create", "elementFactory"];

  function ContextPad(contextPad, connect, modeling) {
    contextPad.registerProvider(this);
    this.getContextPadEntries = (element) => ({
      ...(element.waypoints || !element.parent ? {} : { connect: {
        group: "connect", className: "bpmn-icon-connection-multi",
        title: find("connect").textContent.trim(),
        action: { click: connect.start, dragstart: connect.start } } }),
      remove: {
        group: "edit", className: "bpmn-icon-trash", title: find("remove").textContent.trim(),
        action: { click: () => modeling.removeElements([element]) },
      },
    });
  }
  ContextPad.$inject = ["contextPad", "connect", "modeling"];

  const modeler = new window.BpmnJS({
    container: place.querySelector(".editor-canvas"),
    moddleExtensions: { pl: OURS },
    additionalModules: [{
      paletteProvider: ["type", Palette], contextPadProvider: ["type", ContextPad],
    }],
  });
  const [canvas, elements, selection, modeling, moddle, commands, factory, autoPlace] = [
    "canvas", "elementRegistry", "selection", "modeling", "moddle", "commandStack",
    "elementFactory", "autoPlace",
  ].map((name) => modeler.get(name));
  let chosen = null;

  const kindOf = (element) => element.businessObject.$type;
  const nameOf = (element) => {
    const { id, name } = element.businessObject;
    return element === canvas.getRootElement() ? data.words.process : `${name || ""} (${id})`;
  };
  const real = () => elements.filter((one) => one.type !== "label" && one.businessObject?.id);

  function option(select, value, label, current) {
    const one = new Option(label, value, false, value === current);
    select.add(one);
  }

  function labeled(label, input) {
    const box = document.createElement("label");
    box.append(label, " ", input);
    find("properties").append(box);
    return input;
  }

  function written(label, value, store) {
    const input = labeled(label, document.createElement("input"));
    input.className = "form-control";
    input.value = value || "";
    input.addEventListener("change", () => store(input.value.trim() || undefined));
  }

  function picked(label, value, choices, store) {
    const select = labeled(label, document.createElement("select"));
    select.className = "form-select";
    option(select, "", data.words.none, value || "");
    if (value && !choices.some(([code]) => code === value)) option(select, value, value, value);
    choices.forEach(([code, words]) => option(select, code, words, value));
    select.addEventListener("change", () => store(select.value || undefined));
  }

  function ticked(label, value, store) {
    const input = labeled(label, document.createElement("input"));
    input.type = "checkbox";
    input.checked = value;
    input.addEventListener("change", () => store(input.checked));
    return input;
  }

  const set = (properties) => modeling.updateProperties(chosen, properties);

  // What we add to an element stands in its extension elements; made where it is first needed.
  function own(type) {
    return chosen.businessObject.extensionElements?.get("values")
      .find((one) => one.$type === type);
  }

  function setOwn(type, properties) {
    const there = own(type);
    if (there) { modeling.updateModdleProperties(chosen, there, properties); return; }
    const box = chosen.businessObject.extensionElements;
    const values = [...(box?.get("values") || []), moddle.create(type, properties)];
    const holder = moddle.create("bpmn:ExtensionElements", { values });
    values.forEach((one) => { one.$parent = holder; });
    holder.$parent = chosen.businessObject;
    set({ extensionElements: holder });
  }

  function setAsk(field, required) {
    const asks = (own("pl:Work")?.get("asks") || []).filter((one) => one.field !== field);
    if (required !== null) asks.push(moddle.create("pl:Ask", { field, required }));
    setOwn("pl:Work", { asks });
    asks.forEach((one) => { one.$parent = own("pl:Work"); });
  }

  function showStep(words) {
    const work = own("pl:Work");
    picked(words.role, work?.role, data.roles, (role) => setOwn("pl:Work", { role }));
    picked(words.unitRule, work?.unitRule, data.unitRules, (unitRule) =>
      setOwn("pl:Work", { unitRule }));
    picked(words.step, work?.step, data.steps, (step) => setOwn("pl:Work", { step }));
    data.fields.forEach(([field, label]) => {
      const ask = work?.get("asks").find((one) => one.field === field);
      ticked(`${words.asks} “${label}”`, Boolean(ask), (is) => setAsk(field, is ? "false" : null));
      if (!ask) return;
      ticked(`“${label}” ${words.required}`, ask.required === "true", (is) =>
        setAsk(field, String(is)));
    });
  }

  function showFlow(words) {
    const flow = chosen.businessObject, source = chosen.source;
    if (!/(Exclusive|Inclusive)Gateway$/.test(kindOf(source))) return;
    const isDefault = source.businessObject.default === flow;
    ticked(words.isDefault, isDefault, (is) => {
      if (is) set({ conditionExpression: undefined });
      modeling.updateProperties(source, { default: is ? flow : undefined });
    });
    if (isDefault) return;
    written(words.condition, flow.conditionExpression?.body, (body) => set({
      conditionExpression: body && moddle.create("bpmn:FormalExpression", { body }),
    }));
  }

  function show() {
    const { words } = data;
    const [choose, target] = [find("chosen"), find("target")];
    [choose, target].forEach((one) => one.replaceChildren());
    real().forEach((one) => option(choose, one.id, nameOf(one), chosen?.id));
    find("properties").replaceChildren();
    const isDrawn = chosen && chosen !== canvas.getRootElement();
    find("acts").hidden = !isDrawn || Boolean(chosen.waypoints) || /EndEvent$/.test(kindOf(chosen));
    find("remove").hidden = !isDrawn;
    if (!chosen) return;
    const known = chosen.businessObject;
    real().filter((one) => one.parent === chosen.parent && one !== chosen && !one.waypoints)
      .forEach((one) => option(target, one.id, nameOf(one)));
    written(words.name, known.name, (name) => set({ name }));
    written(words.nameEn, known.get("pl:nameEn"), (name) => set({ "pl:nameEn": name }));
    if (kindOf(chosen) === "bpmn:UserTask") showStep(words);
    if (kindOf(chosen) === "bpmn:SequenceFlow") showFlow(words);
    if (kindOf(chosen) === "bpmn:ServiceTask") {
      picked(words.service, own("pl:Service")?.name, data.services, (name) =>
        setOwn("pl:Service", { name }));
    }
    if (kindOf(chosen) === "bpmn:CallActivity") {
      picked(words.called, known.calledElement, data.called, (calledElement) =>
        set({ calledElement }));
    }
  }

  function choose(element) {
    chosen = element;
    show();
  }

  function listen() {
    modeler.on("selection.changed", ({ newSelection }) => {
      const [first] = newSelection;
      const kept = first?.type === "label" ? first.labelTarget : first;
      choose(kept || canvas.getRootElement());
    });
    modeler.on("commandStack.changed", () => {
      choose(chosen && elements.get(chosen.id) ? chosen : canvas.getRootElement());
    });
    find("chosen").addEventListener("change", ({ target }) => {
      const element = elements.get(target.value);
      if (element === canvas.getRootElement()) selection.select([]);
      else { selection.select(element); canvas.scrollToElement(element); }
      find("chosen").focus();
    });
    find("side").addEventListener("submit", (event) => event.preventDefault());
    find("append").addEventListener("click", () => {
      selection.select(autoPlace.append(chosen, made(factory, find("kind").value)));
    });
    find("connect").addEventListener("click", () => {
      const target = elements.get(find("target").value);
      if (target) modeling.connect(chosen, target);
    });
    find("remove").addEventListener("click", () => modeling.removeElements([chosen]));
    find("undo").addEventListener("click", () => commands.undo());
    find("redo").addEventListener("click", () => commands.redo());
    find("fit").addEventListener("click", () => canvas.zoom("fit-viewport", "auto"));
  }

  // A file may leave out which arrows come and go; what names some of them has to name all.
  function listArrows() {
    real().filter((one) => !one.waypoints && one.businessObject.$instanceOf("bpmn:FlowNode"))
      .forEach((one) => ["incoming", "outgoing"].forEach((way) => {
        const arrows = one[way].map((arrow) => arrow.businessObject);
        one.businessObject[way] = arrows.filter((flow) => flow.$type === "bpmn:SequenceFlow");
      }));
  }

  function keep() {
    let isSaving = false;
    const form = find("save");
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      listArrows();
      modeler.saveXML({ format: true }).then(({ xml }) => {
        form.elements.xml.value = xml;
        isSaving = true;
        form.submit();
      });
    });
    window.addEventListener("beforeunload", (event) => {
      if (!isSaving && commands.canUndo()) event.preventDefault();
    });
  }

  modeler.importXML(data.xml).then(() => {
    const overlays = modeler.get("overlays");
    data.faults.forEach(({ element, number }) => {
      const shape = elements.get(element);
      if (!shape) return;
      canvas.addMarker(element, "is-faulty");
      if (!shape.width) return;
      const badge = document.createElement("div");
      badge.className = "diagram-fault";
      badge.textContent = String(number);
      overlays.add(element, { position: { top: -12, right: 12 }, html: badge });
    });
    canvas.zoom("fit-viewport", "auto");
    listen();
    keep();
    choose(canvas.getRootElement());
    place.dataset.shown = "yes";
  }).catch(() => {
    place.querySelector(".diagram-trouble").hidden = false;
  });
})();
