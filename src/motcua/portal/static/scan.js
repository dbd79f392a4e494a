// What a QR code carries behind "#" goes into the fields. Nothing is sent by itself,
// and without this file one types.
(() => {
  let given;
  try {
    given = decodeURIComponent(location.hash.slice(1)).split("~");
  } catch {
    return;
  }
  const fields = [...document.querySelectorAll("[data-scan]")];
  if (!given[0] || !fields.length) return;
  fields.forEach((field, at) => {
    if (given[at]) field.value = given[at].slice(0, field.maxLength);
  });
  const empty = fields.find((field) => !field.value);
  (empty || fields[0].form.querySelector("[type=submit]")).focus();
})();
