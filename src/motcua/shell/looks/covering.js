// A box that is drawn over a page is a line of numbers. Without this file one types.
(() => {
  const sheet = document.querySelector(".covering");
  const lines = document.getElementById("boxes");
  if (!sheet || !lines) return;
  const svg = sheet.querySelector("svg");
  let from, rect;
  const at = (event) => {
    const room = sheet.getBoundingClientRect();
    const part = (value, begin, size) =>
      Math.round(Math.min(Math.max((value - begin) / size, 0), 1) * 1000);
    return [part(event.clientX, room.left, room.width),
      part(event.clientY, room.top, room.height)];
  };
  const box = (to) => [Math.min(from[0], to[0]), Math.min(from[1], to[1]),
    Math.max(from[0], to[0]), Math.max(from[1], to[1])];
  sheet.addEventListener("mousedown", (event) => {
    if (event.button) return;
    event.preventDefault();
    from = at(event);
    rect = document.createElementNS("http://www.w3.org/2000/svg", "rect");
    svg.append(rect);
  });
  addEventListener("mousemove", (event) => {
    if (!from) return;
    const [x, y, right, bottom] = box(at(event));
    rect.setAttribute("x", x);
    rect.setAttribute("y", y);
    rect.setAttribute("width", right - x);
    rect.setAttribute("height", bottom - y);
  });
  addEventListener("mouseup", (event) => {
    if (!from) return;
    const found = box(at(event));
    from = undefined;
    if (found[2] - found[0] < 3 || found[3] - found[1] < 3) {
      rect.remove();
      return;
    }
    const end = lines.value && !lines.value.endsWith("\n") ? "\n" : "";
    lines.value += `${end}${sheet.dataset.page} ${found.join(" ")}\n`;
  });
})();
