// Conveniences only; every screen works without this file.
(function () {
  "use strict";

  // A scanner is a keyboard that types faster than fingers and ends with Enter.
  // Wherever the focus is, what it typed is taken out again and goes where it belongs:
  // an identity card to the person of the form, a code or an address to the find box.
  // The server decides what it is; here it is only told from words.
  const FAST = 30;
  const FEWEST = 8;
  const CARD = /^\d{12}\|/;
  const CODE = /^([A-K]\d{2}[0-9A-Z.]*|\d{3}\.\d{2}\.\d{2}\.[A-K]\d{2})-\d{4,6}[-/]\d+(-\w+)?(~.*)?$/i;
  const ADDRESS = /^https?:\/\/\S+[#?]\S+$/i;
  const finder = document.querySelector("form.find");
  const counter = document.querySelector("form[data-guard] [name=scan]");
  let burst = { text: "", last: 0, field: null, before: null };
  let role = "applicant";
  const writable = (each) => Boolean(each) && !each.readOnly &&
    (each.tagName === "TEXTAREA" || (each.tagName === "INPUT" && /^(text|search|tel|email|url|number|password)$/.test(each.type)));

  // What the scanner typed: what the field holds more than before, because an input
  // method may have changed it there, or the keys where the field holds no more.
  const typedBy = function (field, before) {
    if (!writable(field) || before === null) return burst.text;
    const whole = field.value;
    const head = before.value.slice(0, before.start);
    const tail = before.value.slice(before.end);
    const fits = whole.startsWith(head) && whole.endsWith(tail) &&
      whole.length >= head.length + tail.length;
    const held = fits ? whole.slice(head.length, whole.length - tail.length) : "";
    return held.length >= burst.text.length ? held : burst.text;
  };
  const putBack = function (field, before) {
    if (!field || before === null) return;
    if (field.type === "checkbox") field.checked = before.checked;
    else field.value = before.value;
  };
  const scanned = function (text, typed) {
    if (CARD.test(text) && counter) {
      const form = counter.form;
      counter.value = text;
      form.elements["scan-role"].value = role;
      form.requestSubmit(form.querySelector("button[name=known]"));
    } else if (finder && (finder.method === "post" || !CARD.test(text))) {
      const box = finder.elements.ma;
      box.value = text;
      finder.target = typed ? "_blank" : "";
      finder.requestSubmit();
      if (typed) {
        box.value = "";
        delete finder.dataset.sent;
      }
    }
  };
  document.addEventListener("focusin", function (event) {
    const person = event.target.closest("fieldset.person");
    if (person) role = Array.from(person.classList).find((each) => each !== "person");
  });
  document.addEventListener("keydown", function (event) {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const field = event.target;
    const quick = event.timeStamp - burst.last < FAST && burst.field === field;
    burst.last = event.timeStamp;
    if (event.key === "Enter") {
      const text = typedBy(field, burst.before).trim();
      const meant = CARD.test(text) || CODE.test(text) || ADDRESS.test(text);
      const before = burst.before;
      // Fields that are made for scans, of lists too, take what is typed into them.
      const itself = ["ma", "codes", "arrived"].includes(field.name) ||
        Boolean(field.closest("[data-scan]"));
      const count = burst.text.length;
      burst = { text: "", last: 0, field: null, before: null };
      if (!quick || count < FEWEST || !meant || itself) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      putBack(field, before);
      const form = field.form;
      if (form && before && !before.typed) delete form.dataset.typed;
      scanned(text, Boolean(document.querySelector("form[data-typed]")));
      return;
    }
    if (event.key === "Shift" || event.key === "CapsLock") return;
    if (!quick) {
      const chosen = writable(field) && field.type !== "email" && field.type !== "number";
      burst = {
        text: "",
        last: event.timeStamp,
        field,
        before: "value" in field
          ? {
            value: field.value,
            checked: field.checked,
            typed: Boolean(field.form && field.form.dataset.typed),
            start: chosen ? field.selectionStart : field.value.length,
            end: chosen ? field.selectionEnd : field.value.length,
          }
          : null,
      };
    }
    if (event.key.length === 1) burst.text += event.key;
    // Blanks of a scan press no button and tick no box.
    if (event.key === " " && burst.text.length > 4 && !writable(field)) event.preventDefault();
  }, true);
  document.addEventListener("keyup", function (event) {
    if (event.key === " " && burst.text.length > 4 && !writable(event.target)) event.preventDefault();
  }, true);

  // The receipt of a dossier that was just saved is printed at once.
  const receipt = document.querySelector("iframe[data-print]");
  if (receipt) {
    receipt.addEventListener("load", function () {
      try {
        receipt.contentWindow.print();
      } catch (error) {
        document.getElementById("print").focus();
      }
    });
  }

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

    // One key marks all required papers; then the exceptions are changed.
    const all = form.querySelector("button[name=papers]");
    if (all) {
      all.addEventListener("click", function (event) {
        event.preventDefault();
        for (const row of form.querySelectorAll("tr[data-form]")) {
          const choice = row.querySelector("select");
          if (choice.value) continue;
          choice.value = row.dataset.form;
          row.querySelector("input.number").value = row.dataset.count;
        }
        form.dispatchEvent(new Event("input"));
        form.querySelector("button[name=print]").focus();
      });
    }

    // How many papers are missing follows the choices.
    const missing = form.querySelector("[data-not-given]");
    if (missing) {
      form.addEventListener("input", function () {
        const choices = Array.from(form.querySelectorAll("table.papers select"));
        missing.textContent = choices.filter((each) => !each.value).length;
      });
    }

    // What is typed and not saved is not left behind by accident.
    form.addEventListener("input", () => { form.dataset.typed = "yes"; });
    form.addEventListener("submit", () => { delete form.dataset.typed; });
    window.addEventListener("beforeunload", (event) => {
      if (form.dataset.typed) event.preventDefault();
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
      // What a scanner typed and the page took out again is nothing typed.
      if (!typed || (editor === form && !form.dataset.typed)) return;
      typed = false;
      const body = new URLSearchParams(new FormData(editor));
      body.set("do", editor.dataset.keep);
      fetch(editor.action, { method: "POST", body, keepalive: body.toString().length < 60000 })
        .then((answer) => answer.ok ? answer.text() : Promise.reject(answer.status))
        .then((time) => { state.textContent = `${editor.dataset.kept} ${time}`; })
        .catch(function (status) {
          const elsewhere = status === 409 && editor.dataset.elsewhere;
          typed = !elsewhere;
          state.textContent = elsewhere || editor.dataset.lost;
        });
    };
    editor.addEventListener("input", function () {
      typed = true;
      if (!waiting) waiting = window.setTimeout(keep, 4000);
    });
    editor.addEventListener("submit", () => { typed = false; window.clearTimeout(waiting); });
    document.addEventListener("visibilitychange", () => { if (document.hidden) keep(); });
    window.addEventListener("pagehide", keep);
  }

  // A list that is made for paper has a button for it.
  for (const each of document.querySelectorAll("button[data-prints]")) {
    each.hidden = false;
    each.addEventListener("click", () => window.print());
  }

  // What drops down from the head goes up again with Escape, or with a click elsewhere.
  const dropped = () => document.querySelectorAll("details.drop[open]");
  document.addEventListener("click", function (event) {
    for (const each of dropped()) if (!each.contains(event.target)) each.open = false;
  });
  document.addEventListener("keydown", function (event) {
    if (event.key !== "Escape") return;
    for (const each of dropped()) {
      each.open = false;
      each.querySelector("summary").focus();
    }
  });

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

  // One box ticks all rows of the page. Without the script there is a button for it.
  for (const all of document.querySelectorAll("input[data-ticks]")) {
    all.hidden = false;
    all.addEventListener("change", function () {
      const rows = all.form.querySelectorAll(`input[name="${all.dataset.ticks}"]`);
      for (const each of rows) each.checked = all.checked;
    });
  }

  // A second click on a button that is already at work does nothing. What a button
  // only saves leaves the page here.
  document.addEventListener("submit", function (event) {
    const sent = event.target;
    if (sent.dataset.sent) event.preventDefault();
    else if (sent.method === "post" && !(event.submitter && event.submitter.dataset.again)) sent.dataset.sent = "yes";
  });
  window.addEventListener("pageshow", function () {
    for (const each of document.forms) delete each.dataset.sent;
  });

  // After a refused form the list of problems is what is read first.
  const problems = document.getElementById("problems") ||
    document.getElementById("problem");
  if (problems) problems.focus();
})();
