const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** Control characters and halves of surrogate pairs: no HTML document may hold them, not even escaped. */
const unwritable = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]|\p{Surrogate}/gu;

/** Escapes a text for HTML, also for the value of a quoted attribute. */
export const escapeHtml = (text: string): string =>
  text.replace(unwritable, "\ufffd").replace(/[&<>"']/g, (character) => entities[character] ?? character);
