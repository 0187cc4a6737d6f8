/* Comfort on top of plain forms: a counter, a draft kept in this tab, focus after a swap, one submit per press.
   Drafts live in sessionStorage only, and leave it when they are sent and when somebody signs out. */
(() => {
  "use strict";

  const PREFIX = "draft:";

  /* ---- drafts ---- */
  const drafts = {
    keyOf: (form) => PREFIX + form.dataset.draft,
    fieldsOf: (form) => form.querySelectorAll("textarea, select, input[type=text], input[type=radio]"),

    keep(form) {
      const kept = {};
      for (const field of this.fieldsOf(form)) {
        if (field.type === "radio" ? field.checked : field.value) kept[field.name] = field.value;
      }
      try {
        sessionStorage.setItem(this.keyOf(form), JSON.stringify(kept));
        const note = form.querySelector(".draft-kept");
        if (note) note.hidden = false;
      } catch { /* No room or no storage: the form works as before. */ }
    },

    restore(form) {
      let kept = null;
      try {
        kept = JSON.parse(sessionStorage.getItem(this.keyOf(form)));
      } catch { /* Not ours to read. */ }
      if (!kept || form.querySelector("[role=alert]")) return;
      for (const field of this.fieldsOf(form)) {
        if (!(field.name in kept)) continue;
        if (field.type === "radio") field.checked = field.value === kept[field.name];
        else if (!field.value || field.tagName === "SELECT") field.value = kept[field.name];
      }
      const fold = form.closest("details");
      if (fold) fold.open = true;
      const note = form.querySelector(".draft-kept");
      if (note) note.hidden = false;
    },

    forget(name) {
      try {
        sessionStorage.removeItem(PREFIX + name);
      } catch { /* Nothing was kept. */ }
    },

    forgetAll() {
      try {
        sessionStorage.clear();
      } catch { /* Nothing was kept. */ }
    },
  };

  /* ---- the counter of a claim ---- */
  const count = (field) => {
    const counter = field.closest(".field").querySelector(".counter");
    if (!counter) return;
    const left = Number(field.dataset.longest) - [...field.value.trim()].length;
    counter.textContent = left < 0 ? `${field.dataset.over} ${-left}` : `${field.dataset.left} ${left}`;
    counter.classList.toggle("counter--over", left < 0);
  };

  const prepare = (root) => {
    for (const form of root.querySelectorAll("form[data-draft]")) drafts.restore(form);
    for (const field of root.querySelectorAll("[data-longest]")) count(field);
  };

  const notices = () => document.getElementById("notices");

  /* Where the reader should be after something changed: at what was refused if anything was, else at what came. */
  const moveFocus = (target) => {
    const notice = document.querySelector("[data-takes-focus]") || (notices()?.querySelector("[role=alert]") && notices());
    if (notice) {
      notice.focus({ preventScroll: false });
      return;
    }
    if (!target?.matches?.(".proposal, .voice, form.respond") || target.contains(document.activeElement)) return;
    const place = target.querySelector("input[type=radio]:checked") || target.querySelector("input[type=radio], .mine");
    place?.focus({ preventScroll: true });
  };

  document.addEventListener("input", (event) => {
    const field = event.target;
    if (field.dataset?.longest) count(field);
    const form = field.closest?.("form[data-draft]");
    if (form) drafts.keep(form);
  });

  /* One press, one submit; the button comes back with the answer, or when the page is returned to. */
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.dataset.sending) {
      event.preventDefault();
      event.stopPropagation();
      return;
    }
    if (form.hasAttribute("data-clears-drafts")) drafts.forgetAll();
    form.dataset.sending = "yes";
    for (const button of form.querySelectorAll("button")) button.setAttribute("aria-busy", "true");
    if (form.dataset.draft && !form.hasAttribute("hx-post")) {
      /* Sent the plain way: the next page tells whether it arrived; a refused form carries the words itself. */
      try {
        sessionStorage.setItem("sent", form.dataset.draft);
      } catch { /* No storage, no draft. */ }
    }
  }, true);

  const release = (form) => {
    delete form.dataset.sending;
    for (const button of form.querySelectorAll("[aria-busy]")) button.removeAttribute("aria-busy");
  };
  addEventListener("pageshow", () => document.querySelectorAll("form[data-sending]").forEach(release));

  const settleSent = () => {
    let sent = null;
    try {
      sent = sessionStorage.getItem("sent");
      sessionStorage.removeItem("sent");
    } catch { /* No storage, no draft. */ }
    const refused = document.querySelector("[data-takes-focus]") || document.body.matches(".went-wrong");
    const signedIn = document.querySelector("[data-clears-drafts]");
    if (sent && signedIn && !refused) drafts.forget(sent);
  };

  /* ---- htmx ---- */
  document.addEventListener("htmx:beforeSwap", (event) => {
    const { xhr, requestConfig } = event.detail;
    const selector = requestConfig?.elt?.getAttribute?.("hx-select");
    if (!selector?.startsWith("#") || !event.detail.shouldSwap) return;
    /* The answer is another page than the part we asked for: show that page rather than nothing. */
    if (!xhr.responseText.includes(`id="${selector.slice(1)}"`) && xhr.responseText.includes('id="content"')) {
      event.detail.target = document.getElementById("content");
      event.detail.selectOverride = "#content";
      event.detail.swapOverride = "outerHTML";
    }
  });
  document.addEventListener("htmx:afterRequest", (event) => {
    const form = event.detail.requestConfig?.elt; /* detail.elt may have left the page already */
    if (!(form instanceof HTMLFormElement)) return;
    release(form);
    const { successful, xhr } = event.detail;
    /* A page without sign-out is the sign-in page: the words have not arrived. */
    const arrived = successful && xhr.status < 400 && xhr.responseText.includes("data-clears-drafts");
    if (form.dataset.draft && arrived) drafts.forget(form.dataset.draft);
  });
  document.addEventListener("htmx:afterSettle", (event) => {
    if (event.detail.elt?.id === "arrived") return;
    prepare(document);
    moveFocus(event.detail.elt);
  });
  const notSent = () => {
    const box = notices();
    if (!box) return;
    const notice = document.createElement("div");
    notice.className = "notice notice--you";
    notice.setAttribute("role", "alert");
    notice.textContent = box.dataset.notSent;
    box.replaceChildren(notice);
    box.focus();
  };
  document.addEventListener("htmx:sendError", notSent);
  document.addEventListener("htmx:responseError", notSent);

  /* What stands on a page from the start is not read out; what enters it is. */
  const sayNotices = () => {
    for (const notice of document.querySelectorAll("#notices [role=status]")) notice.replaceWith(notice.cloneNode(true));
  };

  settleSent();
  prepare(document);
  setTimeout(sayNotices, 300);
  document.querySelector("[data-takes-focus]")?.focus();
  if (location.hash === "#compose") document.querySelector(".compose-fold")?.setAttribute("open", "");
  addEventListener("hashchange", () => {
    if (location.hash === "#compose") document.querySelector(".compose-fold")?.setAttribute("open", "");
  });
})();
