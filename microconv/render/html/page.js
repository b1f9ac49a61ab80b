"use strict";
(() => {
  const root = document.documentElement;
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const one = (selector) => document.querySelector(selector);
  for (const part of all("[data-script]")) part.hidden = false;

  // ---- language: the page's, or what the address says after #

  const hashed = () => location.hash.slice(1).split("&").filter(Boolean);
  const wanted = () => hashed().map((part) => /^lang=(en|ja)$/.exec(part)).find(Boolean)?.[1];
  const place = () => hashed().find((part) => !part.startsWith("lang="));
  const speak = (language) => {
    root.lang = root.dataset.show = language;
    document.title = one("title").dataset[language];
    for (const button of all("[data-set-lang]")) {
      button.setAttribute("aria-pressed", String(button.dataset.setLang === language));
    }
  };
  const remember = (language) => {
    const parts = [place(), `lang=${language}`].filter(Boolean);
    history.replaceState(null, "", `#${parts.join("&")}`);
  };
  for (const button of all("[data-set-lang]")) {
    button.addEventListener("click", () => {
      speak(button.dataset.setLang);
      remember(button.dataset.setLang);
    });
  }
  const arrive = () => {
    const target = place() && document.getElementById(place());
    if (!target) return;
    if (target.hidden) clear();
    if (target.hidden) one("#suppressed")?.click();
    target.scrollIntoView();
    target.focus({ preventScroll: true });
  };
  const initial = root.dataset.show;
  addEventListener("hashchange", () => {
    const language = wanted();
    if (language) speak(language);
    else if (root.dataset.show !== initial) remember(root.dataset.show);
    arrive();
  });

  // ---- filters

  const groups = all("article.finding").map((group) => ({
    group,
    level: group.dataset.level,
    topic: group.dataset.topic,
    findings: all("[data-finding]", group).map((item) => ({ item, suppressed: "suppressed" in item.dataset })),
  }));
  const total = groups.reduce((sum, { findings }) => sum + findings.length, 0);
  const notes = all("[data-none]");
  const said = new Map();
  const text = (node) => {
    if (!said.has(node)) said.set(node, node.textContent.toLowerCase());
    return said.get(node);
  };
  const head = (group) =>
    [group.id, ...all(":scope > .kind, :scope > [id$='-title']", group).map(text)].join(" ");
  const pressed = (kind) =>
    new Set(all(`[data-filter="${kind}"][aria-pressed="true"]`).map((button) => button.dataset.value));
  const filter = () => {
    const status = one("#shown");
    if (!status) return;
    const levels = pressed("level");
    const topics = pressed("topic");
    const words = one("#search").value.toLowerCase().split(/\s+/).filter(Boolean);
    const suppressed = one("#suppressed")?.getAttribute("aria-pressed") === "true";
    let shown = 0;
    for (const { group, level, topic, findings } of groups) {
      const here = (!levels.size || levels.has(level)) && (!topics.size || topics.has(topic));
      const above = here && words.length ? head(group) : "";
      let some = false;
      for (const { item, suppressed: quiet } of findings) {
        const fits = here && (suppressed || !quiet)
          && words.every((word) => above.includes(word) || text(item).includes(word));
        if (item.hidden === fits) item.hidden = !fits;
        some ||= fits;
        shown += fits;
      }
      if (group.hidden === some) group.hidden = !some;
    }
    for (const note of notes) {
      note.hidden = note.parentElement.querySelector(":scope > article.finding:not([hidden])") !== null;
    }
    for (const line of all("[data-text]", status)) {
      line.textContent = line.dataset.text.replace("{n}", shown).replace("{m}", total);
    }
    const idle = !levels.size && !topics.size && !words.length && !suppressed;
    one("#clear").hidden = idle;
  };
  const press = (button, on) => button.setAttribute("aria-pressed", String(on));
  const chips = all("[data-filter], #suppressed");
  const clear = () => {
    for (const chip of chips) press(chip, false);
    one("#search").value = "";
    filter();
  };
  for (const chip of chips) {
    chip.addEventListener("click", () => {
      press(chip, chip.getAttribute("aria-pressed") !== "true");
      filter();
    });
  }
  let waiting;
  one("#search")?.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(filter, 120);
  });
  one("#clear")?.addEventListener("click", () => {
    clear();
    one("#search").focus();
  });

  // ---- explanations that stand once on the page, lines to copy, printing

  const explain = (details) => {
    const from = document.getElementById(`rule-${details.dataset.rule}`)?.querySelector(".explained");
    if (!from || details.querySelector(".explained")) return;
    details.append(from.cloneNode(true));
  };
  for (const details of all("details.explain")) details.addEventListener("toggle", () => details.open && explain(details));
  for (const button of all("[data-copy]")) {
    button.addEventListener("click", async () => {
      const lines = button.parentElement.querySelector("pre");
      try {
        await navigator.clipboard.writeText(lines.textContent);
        button.classList.add("done");
        one("#told").textContent = one("#told").dataset[root.dataset.show];
      } catch {
        getSelection().selectAllChildren(lines);
      }
    });
  }
  let opened = [];
  addEventListener("beforeprint", () => {
    opened = all("details:not([open]):not(.explain)");
    for (const details of opened) details.open = true;
  });
  addEventListener("afterprint", () => {
    for (const details of opened) details.open = false;
  });

  if (wanted()) speak(wanted());
  filter();
  if (place()) arrive();
})();
