// Conveniences only; every screen works without this file.
(function () {
  "use strict";

  // Enter in a field of the intake goes on to the next field: scanners end
  // with Enter, and fingers do too.
  const form = document.querySelector("form[data-guard]");
  if (form) {
    form.addEventListener("keydown", function (event) {
      const field = event.target;
      if (event.key !== "Enter" || field.tagName !== "INPUT") return;
      event.preventDefault();
      const fields = Array.from(
        form.querySelectorAll("input:not([type=hidden]), select, textarea, button"),
      ).filter((each) => each.offsetParent !== null);
      const next = fields[fields.indexOf(field) + 1];
      if (next) next.focus();
    });

    // What is typed and not saved is not left behind by accident.
    let typed = false;
    form.addEventListener("input", () => { typed = true; });
    form.addEventListener("submit", () => { typed = false; });
    window.addEventListener("beforeunload", (event) => {
      if (typed) event.preventDefault();
    });
  }

  // What is typed in an editor is kept for its person every few seconds, in case the
  // power fails or the window is closed. Only a button saves.
  const editor = document.querySelector("form[data-keep]");
  if (editor) {
    const state = editor.querySelector("[data-state]");
    let waiting = 0;
    let typed = false;
    const keep = function () {
      window.clearTimeout(waiting);
      waiting = 0;
      if (!typed) return;
      typed = false;
      const body = new URLSearchParams(new FormData(editor));
      body.set("do", editor.dataset.keep);
      fetch(editor.action, { method: "POST", body, keepalive: body.toString().length < 60000 })
        .then((answer) => answer.ok ? answer.text() : Promise.reject(answer.status))
        .then((time) => { state.textContent = `${editor.dataset.kept} ${time}`; })
        .catch(() => { typed = true; state.textContent = editor.dataset.lost; });
    };
    editor.addEventListener("input", function () {
      typed = true;
      if (!waiting) waiting = window.setTimeout(keep, 4000);
    });
    editor.addEventListener("submit", () => { typed = false; window.clearTimeout(waiting); });
    document.addEventListener("visibilitychange", () => { if (document.hidden) keep(); });
    window.addEventListener("pagehide", keep);
  }

  // A file that is too large is refused before it is sent: the server would
  // hang up in the middle, and the browser would show its own error instead.
  document.addEventListener("change", function (event) {
    const field = event.target;
    if (field.type !== "file" || !field.dataset.largest) return;
    const fields = Array.from(field.form.querySelectorAll("[data-largest]"));
    const sizes = (each) => Array.from(each.files, (file) => file.size);
    const all = fields.flatMap(sizes).reduce((sum, each) => sum + each, 0);
    for (const each of fields) {
      const large = sizes(each).some((size) => size > Number(each.dataset.largest));
      const much = each === field && all > Number(each.dataset.together);
      each.setCustomValidity(
        large ? each.dataset.tooLarge : much ? each.dataset.tooMuch : "",
      );
    }
    field.reportValidity();
  });

  // A second click on a button that is already at work does nothing.
  document.addEventListener("submit", function (event) {
    const sent = event.target;
    if (sent.dataset.sent) event.preventDefault();
    else if (sent.method === "post") sent.dataset.sent = "yes";
  });
  window.addEventListener("pageshow", function () {
    for (const each of document.forms) delete each.dataset.sent;
  });

  // After a refused form the list of problems is what is read first.
  const problems = document.getElementById("problems") ||
    document.getElementById("problem");
  if (problems) problems.focus();
})();
