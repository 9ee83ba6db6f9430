// Somebody else's space is only read: what would be sent is shown off. The server refuses it in any case.
for (const form of document.querySelectorAll("form")) {
  if (form.method !== "post" || form.closest(".acting")) continue;
  for (const control of form.elements) control.disabled = true;
}
