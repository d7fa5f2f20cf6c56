// SPDX-License-Identifier: AGPL-3.0-or-later
// In pages of the preview: loads an old page again, and shows what is wrong in it. What is told
// quotes what editors have written, so it is put in as text, and never as HTML.
"use strict";
(() => {
  const version = document.currentScript.dataset.version;
  let stream = null;
  let shown = "";

  const make = (name, className, text = "") => {
    const made = document.createElement(name);
    made.className = className;
    made.textContent = text;
    return made;
  };

  const list = (notes) => {
    const made = make("ol", "notes");
    for (const note of notes) {
      const item = make("li", "note");
      if (note.place) item.append(make("code", "place", note.place));
      item.append(make("span", "text", note.text));
      made.append(item);
    }
    return made;
  };

  const errors = (told, close) => {
    const made = make("section", "errors");
    made.setAttribute("role", "alert");
    const head = make("div", "head");
    const button = make("button", "hide", told.hide);
    button.type = "button";
    button.addEventListener("click", () => close(made));
    head.append(make("strong", "title", told.errorsTitle), button);
    made.append(head, list(told.errors));
    return made;
  };

  const warnings = (told) => {
    const made = make("details", "warnings");
    made.append(make("summary", "title", told.warningsTitle), list(told.warnings));
    return made;
  };

  const show = (told) => {
    // Not again what is there, or what its reader has put away.
    const what = JSON.stringify([told.errors, told.warnings]);
    if (what === shown) return;
    shown = what;
    document.querySelector("newsroom-preview")?.remove();
    if (!told.errors.length && !told.warnings.length) return;
    const host = document.createElement("newsroom-preview");
    const root = host.attachShadow({ mode: "open" });
    const style = document.createElement("link");
    style.rel = "stylesheet";
    style.href = "/.preview/preview.css";
    root.append(style);
    if (told.errors.length) root.append(errors(told, (made) => made.remove()));
    if (told.warnings.length) root.append(warnings(told));
    document.body.append(host);
  };

  const listen = () => {
    // A browser keeps six connections to a server, so pages that nobody sees keep none.
    if (document.hidden || stream) return;
    stream = new EventSource("/.preview/events");
    stream.addEventListener("message", (event) => {
      const told = JSON.parse(event.data);
      if (told.version === version) show(told);
      else location.reload();
    });
  };

  const pause = () => {
    stream?.close();
    stream = null;
  };

  document.addEventListener("visibilitychange", () => (document.hidden ? pause() : listen()));
  window.addEventListener("pagehide", pause);
  window.addEventListener("pageshow", listen);
  listen();
})();
