// The scan box takes whatever a scanner types, wherever the focus was. Where
// somebody is writing something else, it takes whole tickets only. And the list
// of today renews itself.
"use strict";

(() => {
  const box = document.getElementById("ticket");

  const writing = (element) =>
    element && element !== box &&
    (element.isContentEditable || element.matches("textarea, select, input:not([type=checkbox]):not([type=hidden])"));

  // While somebody writes: the keys so far, each with what the field held before it.
  let keys = [];
  const handle = /https?:\/\/\S+\/t\/[a-z2-7]{140}$/i;

  // A ticket scanned into what somebody writes is taken out again. It is looked
  // up at once where nothing had been written; otherwise it waits in the box for
  // Enter, or the next scan, because the page's text would be lost.
  const overhear = (event, field) => {
    if (event.key.length === 1) keys.push({ key: event.key, held: field.value });
    if (event.key !== "Enter") return;
    const typed = keys.map((k) => k.key).join("");
    const at = typed.search(handle);
    const held = at >= 0 && keys[at].held;
    keys = [];
    if (at < 0) return;
    event.preventDefault();
    // When Enter is let go: this very Enter must not reach the box.
    document.addEventListener("keyup", () => {
      field.value = held;
      box.value = typed.slice(at);
      if (held === "") return box.form.requestSubmit();
      box.focus(); // which scrolls to it, too
      box.select();
    }, { once: true });
  };

  if (box) {
    document.addEventListener("focusin", () => { keys = []; });
    // The key that brings the focus goes into the box: focus moves before the
    // character is put in. Space stays with buttons and ticks.
    document.addEventListener("keydown", (event) => {
      if (event.ctrlKey || event.altKey || event.metaKey) return;
      if (writing(document.activeElement)) return overhear(event, document.activeElement);
      if (event.key.length !== 1 || event.key === " ") return;
      if (document.activeElement !== box) {
        box.value = "";
        box.focus();
      }
    }, true);

    if (box.autofocus) {
      const home = () => { if (document.activeElement === document.body) box.focus(); };
      home();
      document.addEventListener("focusout", () => setTimeout(home, 0));
      document.addEventListener("click", () => setTimeout(home, 0));
      window.addEventListener("focus", home);
    }
  }

  const list = document.getElementById("list");
  if (list) {
    const renew = async () => {
      try {
        const answer = await fetch(list.dataset.refresh, { cache: "no-store" });
        if (answer.status === 401 || answer.status === 403) return location.reload();
        if (answer.ok && !list.contains(document.activeElement)) {
          const html = await answer.text();
          if (html !== list.dataset.shown) {
            list.innerHTML = html;
            list.dataset.shown = html;
          }
        }
      } catch {
        // The centre is out of reach: the list stays as it was, and is asked for again.
      }
      setTimeout(renew, 5000);
    };
    setTimeout(renew, 5000);
  }
})();
