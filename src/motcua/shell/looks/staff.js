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
