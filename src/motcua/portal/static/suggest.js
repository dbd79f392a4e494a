// Suggestions below the search box. Without this file the form simply submits.
(() => {
  const box = document.querySelector("input[data-suggest]");
  if (!box || !window.fetch) return;
  const list = document.createElement("ul");
  const told = document.createElement("span");
  list.id = "suggestions";
  list.className = "suggestions";
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", box.dataset.label);
  told.className = "unseen";
  told.setAttribute("role", "status");
  box.parentNode.append(list, told);
  for (const [name, value] of Object.entries({
    role: "combobox", "aria-autocomplete": "list", "aria-controls": list.id,
    "aria-expanded": "false",
  })) box.setAttribute(name, value);

  let at = -1, timer, asked = "";
  const options = () => [...list.children];
  const close = () => {
    list.hidden = true;
    at = -1;
    box.setAttribute("aria-expanded", "false");
    box.removeAttribute("aria-activedescendant");
  };
  const choose = (item) => {
    if (item.dataset.address) { location.assign(item.dataset.address); return; }
    box.value = item.textContent;
    close();
    box.form.requestSubmit();
  };
  const mark = (next) => {
    const all = options();
    at = (next + all.length) % all.length;
    all.forEach((item, n) => item.setAttribute("aria-selected", String(n === at)));
    box.setAttribute("aria-activedescendant", all[at].id);
    all[at].scrollIntoView({ block: "nearest" });
  };
  const show = (found) => {
    list.replaceChildren(...found.map((each, n) => {
      const item = document.createElement("li");
      item.id = `suggestion-${n}`;
      item.setAttribute("role", "option");
      item.setAttribute("aria-selected", "false");
      item.textContent = each.text;
      if (each.address) item.dataset.address = each.address;
      return item;
    }));
    close();
    list.hidden = !found.length;
    box.setAttribute("aria-expanded", String(!list.hidden));
    told.textContent = found.length ? box.dataset.told.replace("0", found.length) : "";
  };
  const ask = async () => {
    const text = (asked = box.value.trim());
    if (text.length < 2) { show([]); return; }
    try {
      const answer = await fetch(`${box.dataset.suggest}?q=${encodeURIComponent(text)}`);
      if (answer.ok && text === asked) show(await answer.json());
    } catch { close(); }
  };
  box.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, 150);
  });
  box.addEventListener("keydown", (event) => {
    if (list.hidden || event.isComposing) return;
    if (event.key === "ArrowDown") mark(at + 1);
    else if (event.key === "ArrowUp") mark(at < 0 ? -1 : at - 1);
    else if (event.key === "Escape") close();
    else if (event.key === "Enter" && at >= 0) choose(options()[at]);
    else return;
    event.preventDefault();
  });
  list.addEventListener("pointerdown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const item = event.target.closest("li");
    if (item) choose(item);
  });
  box.addEventListener("blur", close);
})();
