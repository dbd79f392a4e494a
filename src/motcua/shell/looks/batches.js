// Keys on the pages of a batch; without this file there are ticks and buttons.
(function () {
  "use strict";

  const form = document.getElementById("arrange");
  const boxes = () => Array.from(form.querySelectorAll("input[name=page]"));
  const act = function (value) {
    const button = form.querySelector(`button[name=do][value="${value}"]`);
    if (button) form.requestSubmit(button);
  };
  const LETTERS = {
    q: "turn-left", r: "turn-right", o: "turn-over", t: "split", g: "merge",
    b: "earlier", s: "later", u: "undo", k: "restore",
  };
  let last = null;

  // The box in the row above or below that lies nearest.
  const across = function (box, way) {
    const here = box.getBoundingClientRect();
    let best = null;
    for (const each of boxes()) {
      const there = each.getBoundingClientRect();
      const off = (there.top - here.top) * way;
      if (off < 20) continue;
      const far = off * 4 + Math.abs(there.left - here.left);
      if (!best || far < best.far) best = { each, far };
    }
    return best && best.each;
  };
  const STEPS = {
    ArrowRight: (all, at) => all[at + 1],
    ArrowLeft: (all, at) => all[at - 1],
    ArrowDown: (all, at) => across(all[at], 1),
    ArrowUp: (all, at) => across(all[at], -1),
    Home: (all) => all[0],
    End: (all) => all[all.length - 1],
  };
  form.addEventListener("keydown", function (event) {
    const box = event.target;
    if (box.name !== "page" || event.ctrlKey || event.altKey || event.metaKey) return;
    const all = boxes();
    const step = STEPS[event.key];
    if (step) {
      event.preventDefault();
      const next = step(all, all.indexOf(box));
      if (!next) return;
      // With Shift the pages on the way are ticked.
      if (event.shiftKey) box.checked = next.checked = true;
      next.focus();
      return;
    }
    const letter = event.key.toLowerCase();
    const field = form.querySelector(`[data-key="${letter}"]`);
    if (!LETTERS[letter] && !field && event.key !== "Enter") return;
    event.preventDefault();
    if (event.key === "Enter") {
      const link = box.closest("section").querySelector(".about a");
      if (link) link.click();
      return;
    }
    if (!all.some((each) => each.checked)) box.checked = true;
    last = box;
    if (field) field.focus();
    else act(LETTERS[letter]);
  });
  // Enter in a field of the bar presses the button beside it; Escape goes back.
  form.addEventListener("keydown", function (event) {
    const field = event.target;
    if (!field.dataset.key) return;
    if (event.key === "Enter") {
      event.preventDefault();
      form.requestSubmit(field.closest(".pair").querySelector("button"));
    } else if (event.key === "Escape" && last) {
      last.focus();
    }
  });

  // Files that are dropped anywhere on the page are those of the field.
  const field = document.getElementById("files");
  if (field) {
    const carries = (event) => Array.from(event.dataTransfer.types).includes("Files");
    document.addEventListener("dragover", function (event) {
      if (!carries(event)) return;
      event.preventDefault();
      field.form.classList.add("ready");
    });
    document.addEventListener("dragleave", function (event) {
      if (!event.relatedTarget) field.form.classList.remove("ready");
    });
    document.addEventListener("drop", function (event) {
      if (!carries(event)) return;
      event.preventDefault();
      field.form.classList.remove("ready");
      field.files = event.dataTransfer.files;
      field.dispatchEvent(new Event("change", { bubbles: true }));
      if (field.form.checkValidity()) {
        field.form.requestSubmit(field.form.querySelector("button"));
      }
    });
  }

  // How far the looking is; when it is over the page comes again, unless something
  // is ticked or chosen on it.
  const coming = document.getElementById("coming");
  const look = function () {
    fetch(coming.dataset.watch + "?dung=1")
      .then((answer) => answer.ok ? answer.text() : Promise.reject(answer.status))
      .then(function (text) {
        const left = new DOMParser().parseFromString(text, "text/html")
          .getElementById("left");
        if (left) {
          coming.querySelector("[data-left]").textContent = left.textContent;
          window.setTimeout(look, 5000);
        } else if (!boxes().some((each) => each.checked) && !(field && field.value)) {
          window.location.reload();
        }
      })
      .catch(() => window.setTimeout(look, 15000));
  };
  if (coming) window.setTimeout(look, 3000);
})();
