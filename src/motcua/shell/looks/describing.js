// Quicker describing; without this file every key leads to a page of its own.
(function () {
  "use strict";

  const form = document.getElementById("describe");
  const carry = document.getElementById("carry");
  if (carry) {
    carry.addEventListener("click", function (event) {
      event.preventDefault();
      let first = null;
      for (const each of form.querySelectorAll("[data-before]")) {
        if (each.value || !each.dataset.before) continue;
        each.value = each.dataset.before;
        first = first || each;
      }
      form.querySelector("#save").focus();
    });
  }
  // Enter goes to the next field, as everywhere where much is typed.
  form.addEventListener("keydown", function (event) {
    const field = event.target;
    if (event.key !== "Enter" || !["INPUT", "SELECT"].includes(field.tagName)) return;
    event.preventDefault();
    const fields = Array.from(form.querySelectorAll(".form-side input, .form-side select, .form-side textarea, #save"))
      .filter((each) => each.offsetParent !== null);
    const next = fields[fields.indexOf(field) + 1];
    if (next) next.focus();
  });
})();
