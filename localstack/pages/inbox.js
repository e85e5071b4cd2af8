// The inbox page. Builds elements, never markup from strings: subjects and bodies come from mails.
"use strict";

const list = document.querySelector("#mails");
const pane = document.querySelector("#mail");
const to = document.querySelector("#to");
let shown = null;
let tab = null;
let last = "";

function element(name, properties = {}, ...children) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
}

async function refresh() {
  const query = to.value.trim() ? `?to=${encodeURIComponent(to.value.trim())}` : "";
  try {
    const response = await fetch(`/inbox/messages${query}`);
    const { items } = await response.json();
    const seen = items.map((mail) => mail.id).join();
    if (seen !== last) {
      last = seen;
      showList(items);
    }
  } catch {
    // The stack is being restarted; the next round will tell.
  }
}

function showList(items) {
  list.replaceChildren(...items.map(entry));
  if (items.length === 0) {
    shown = null;
    pane.replaceChildren(element("p", { className: "empty", textContent: "No mail here." }));
  } else if (!items.some((mail) => mail.id === shown)) {
    show(items[0]);
  }
  mark();
}

function entry(mail) {
  const button = element(
    "button",
    { type: "button" },
    element("strong", { textContent: mail.subject || "(no subject)" }),
    element("span", { textContent: mail.to }),
    element("span", { textContent: new Date(mail.received_at).toLocaleString() }),
  );
  button.dataset.id = mail.id;
  button.addEventListener("click", () => show(mail));
  return element("li", {}, button);
}

function mark() {
  for (const button of list.querySelectorAll("button")) {
    button.setAttribute("aria-current", String(button.dataset.id === shown));
  }
}

function views(mail) {
  const found = [];
  if (mail.html) found.push(["HTML", () => frame(mail)]);
  if (mail.text) found.push(["Text", () => element("pre", { textContent: mail.text })]);
  for (const part of mail.attachments) {
    const text = part.text ?? `${part.content_type}, not text`;
    const name = part.content_type === "text/calendar" ? "Calendar" : part.filename;
    found.push([name, () => element("pre", { textContent: text })]);
  }
  return found;
}

function frame(mail) {
  const made = element("iframe", { title: `Mail: ${mail.subject}`, src: `/inbox/messages/${mail.id}/html` });
  made.setAttribute("sandbox", "allow-popups allow-popups-to-escape-sandbox");
  return made;
}

function show(mail) {
  shown = mail.id;
  const choices = views(mail);
  const view = element("div", { className: "view" });
  view.setAttribute("role", "tabpanel");
  const tabs = element("div");
  tabs.setAttribute("role", "tablist");
  for (const [name, make] of choices) {
    const button = element("button", { type: "button", textContent: name });
    button.setAttribute("role", "tab");
    button.addEventListener("click", () => {
      tab = name;
      for (const other of tabs.children) other.setAttribute("aria-selected", String(other === button));
      view.replaceChildren(make());
    });
    tabs.append(button);
  }
  pane.replaceChildren(
    element(
      "header",
      {},
      element("h2", { textContent: mail.subject || "(no subject)" }),
      element("p", { textContent: `To ${mail.to}, ${new Date(mail.received_at).toLocaleString()}` }),
      element("a", { href: `/inbox/messages/${mail.id}/raw`, target: "_blank", textContent: "Source" }),
    ),
    tabs,
    view,
  );
  const first = [...tabs.children].find((button) => button.textContent === tab) ?? tabs.children[0];
  first?.click();
  mark();
}

to.addEventListener("input", refresh);
document.querySelector("#clear").addEventListener("click", async () => {
  await fetch("/inbox/messages", { method: "DELETE" });
  await refresh();
});
refresh();
setInterval(refresh, 1500);
