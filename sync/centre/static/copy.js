// A button that copies what stands in a field. Without this script the button
// is hidden, and the field is copied by hand.
"use strict";

for (const button of document.querySelectorAll("button[data-copy]")) {
  const field = document.getElementById(button.dataset.copy);
  button.hidden = false;
  button.addEventListener("click", async () => {
    field.focus();
    field.setSelectionRange(0, field.value.length);
    let done = false;
    try {
      await navigator.clipboard.writeText(field.value);
      done = true;
    } catch {
      done = document.execCommand("copy"); // older phones
    }
    if (done) button.textContent = button.dataset.done;
  });
}
