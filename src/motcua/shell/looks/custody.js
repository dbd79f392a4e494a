// A scanner types a code and Enter, and the next one before the page could come again.
// Codes are sent one after the other and the parts of the page that changed are put in
// place; the field stays where it is. Without this file each scan is a page of its own.
(function () {
  "use strict";

  const form = document.querySelector("form[data-station]");
  if (!form) return;
  const field = form.elements.code;
  let last = Promise.resolve();

  const told = function (words) {
    const line = document.createElement("p");
    line.className = "scan-told bad";
    line.textContent = `▲ ${words}`;
    document.querySelector('[data-part="told"]').replaceChildren(line);
  };
  const show = function (text) {
    const page = new DOMParser().parseFromString(text, "text/html");
    if (!page.querySelector("form[data-station]")) throw new Error("another page");
    for (const part of document.querySelectorAll("[data-part]")) {
      const fresh = page.querySelector(`[data-part="${part.dataset.part}"]`);
      if (fresh) part.replaceChildren(...fresh.childNodes);
    }
  };
  const send = async function (code, undo) {
    const body = new URLSearchParams(new FormData(form));
    body.set("code", code);
    if (undo) body.set("undo", undo);
    try {
      const answer = await fetch(form.action, { method: "POST", body });
      show(await answer.text());
    } catch (_error) {
      told(`${code || undo}: ${form.dataset.lost}`);
    }
  };
  form.addEventListener("submit", function (event) {
    event.preventDefault();
    const button = event.submitter;
    const undo = button && button.name === "undo" ? button.value : "";
    const code = undo ? "" : field.value.trim();
    if (!undo) field.value = "";
    field.focus();
    if (code || undo) last = last.then(() => send(code, undo));
  });
})();
