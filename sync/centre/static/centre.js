// The scan box takes whatever a scanner types, wherever the focus was, unless
// somebody is writing something else. And the list of today renews itself.
"use strict";

(() => {
  const box = document.getElementById("ticket");

  const writing = (element) =>
    element && element !== box &&
    (element.isContentEditable || element.matches("textarea, select, input:not([type=checkbox]):not([type=hidden])"));

  if (box) {
    // The key that brings the focus goes into the box: focus moves before the
    // character is put in. Space stays with buttons and ticks.
    document.addEventListener("keydown", (event) => {
      if (event.key.length !== 1 || event.key === " " || event.ctrlKey || event.altKey || event.metaKey) return;
      if (document.activeElement !== box && !writing(document.activeElement)) {
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
