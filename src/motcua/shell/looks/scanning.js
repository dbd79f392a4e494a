// A scanner types a code and Enter, again and again, into one field. Every code is told
// at once and nothing is sent by it; without this file the codes go into a textarea.
(function () {
  "use strict";

  const box = document.querySelector("[data-scan]");
  if (!box) return;
  const field = box.querySelector("input");
  const told = box.querySelector("[data-told]");
  const count = box.querySelector("[data-count]");
  box.hidden = false;

  const plain = (text) => text.trim().split("#").pop().split("~")[0].toUpperCase();
  const say = function (good, code, words) {
    told.className = good ? "scan-told good" : "scan-told bad";
    told.textContent = `${good ? "✓" : "▲"} ${code}: ${words}`;
  };

  const take = box.dataset.scan === "list" ? listing() : arriving();
  field.addEventListener("keydown", function (event) {
    if (event.key !== "Enter") return;
    event.preventDefault();
    const text = field.value;
    field.value = "";
    if (text.trim()) take(text);
  });

  // A list that is made: the server says of each code whether it can be on it.
  function listing() {
    const form = box.closest("form");
    const codes = form.elements.codes;
    const rows = box.querySelector("[data-rows]");
    const known = new Set(codes.value.split(/\s+/).filter(Boolean).map(plain));
    const first = known.size;
    let good = first;
    let last = Promise.resolve();
    const counted = () => { count.textContent = String(good); };
    counted();

    const row = function (code) {
      const line = document.createElement("li");
      line.textContent = `… ${code}`;
      rows.prepend(line);
      return line;
    };
    const keep = function (code) {
      known.add(code);
      codes.value = codes.value ? `${codes.value}\n${code}` : code;
      good += 1;
      counted();
    };
    const ask = async function (text, line) {
      const body = new URLSearchParams({
        scan: text.slice(0, 300),
        kind: form.elements.kind.value,
        _authenticator: form.elements._authenticator.value,
      });
      let found;
      try {
        const answer = await fetch(box.dataset.address, { method: "POST", body });
        if (!answer.ok) throw new Error(String(answer.status));
        found = await answer.json();
      } catch (_error) {
        keep(plain(text));
        found = { code: plain(text), good: false, words: box.dataset.lost };
      }
      if (found.good && known.has(found.code)) {
        found = { ...found, good: false, words: box.dataset.twice };
      } else if (found.good) keep(found.code);
      line.className = found.good ? "good" : "bad";
      line.textContent = `${found.good ? "✓" : "▲"} ${found.code}: ${found.words}`;
      say(found.good, found.code, found.words);
      const issue = form.querySelector("[data-issue]");
      if (issue) issue.hidden = good === 0;
    };
    return function (text) {
      if (known.has(plain(text))) {
        say(false, plain(text), box.dataset.twice);
        return;
      }
      const line = row(plain(text));
      // One after the other: rows stay in the order of the scans.
      last = last.then(() => ask(text, line));
    };
  }

  // A list that arrives: what was not scanned did not arrive, as long as nobody unticks it.
  function arriving() {
    const boxes = Array.from(box.closest("form").querySelectorAll("[name=missing]"));
    const rows = new Map(boxes.map((each) => [plain(each.value), each]));
    const here = new Set();
    return function (text) {
      const code = plain(text);
      const tick = rows.get(code);
      if (!tick) return say(false, code, box.dataset.foreign);
      if (here.has(code)) return say(false, code, box.dataset.twice);
      if (!here.size) for (const each of boxes) each.checked = true;
      here.add(code);
      tick.checked = false;
      tick.closest("tr").classList.add("good");
      count.textContent = String(here.size);
      say(true, code, box.dataset.here);
    };
  }
})();
