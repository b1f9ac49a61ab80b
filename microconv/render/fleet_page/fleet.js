(() => {
  const all = (selector) => [...document.querySelectorAll(selector)];
  const box = document.querySelector("#find");
  const status = document.querySelector("#seen");
  if (!box || !status) return;
  const rows = all("[data-row]").map((row) => ({ row, state: row.dataset.state, text: row.textContent.toLowerCase() }));
  const chips = all("button[data-state]");
  const more = document.querySelector("#clear-find");
  const part = document.querySelector(".order");
  const table = document.querySelector(".fleet");
  const filter = () => {
    const states = new Set(chips.filter((chip) => chip.getAttribute("aria-pressed") === "true")
      .map((chip) => chip.dataset.state));
    const words = box.value.toLowerCase().split(/\s+/).filter(Boolean);
    let seen = 0;
    for (const { row, state, text } of rows) {
      const fits = (!states.size || states.has(state)) && words.every((word) => text.includes(word));
      if (row.hidden === fits) row.hidden = !fits;
      seen += fits;
    }
    for (const place of [part, table]) {
      if (place) place.hidden = !place.querySelector("[data-row]:not([hidden])");
    }
    const idle = !states.size && !words.length;
    more.hidden = idle;
    for (const line of all("#seen [data-text]")) {
      line.textContent = idle ? "" : line.dataset.text.replace("{n}", seen).replace("{m}", rows.length);
    }
  };
  for (const chip of chips) {
    chip.disabled = false;
    chip.addEventListener("click", () => {
      chip.setAttribute("aria-pressed", String(chip.getAttribute("aria-pressed") !== "true"));
      filter();
    });
  }
  let waiting;
  box.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(filter, 80);
  });
  more.addEventListener("click", () => {
    for (const chip of chips) chip.setAttribute("aria-pressed", "false");
    box.value = "";
    filter();
    box.focus();
  });
  const call = () => { box.placeholder = box.dataset[document.documentElement.dataset.show]; };
  for (const button of all("[data-set-lang]")) button.addEventListener("click", call);
  addEventListener("hashchange", call);
  call();
  filter();
})();
