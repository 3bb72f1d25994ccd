// Opens what is folded: for a link that leads into it, and for printing. Browsers that do so themselves lose nothing by it.
(() => {
  "use strict";
  const reveal = () => {
    const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    const closed = [];
    for (let node = target; node; node = node.parentElement) if (node.localName === "details" && !node.open) closed.push(node);
    for (const node of closed) node.open = true;
    if (closed.length) target.scrollIntoView();
  };
  let opened = [];
  addEventListener("hashchange", reveal);
  addEventListener("beforeprint", () => {
    opened = [...document.querySelectorAll("details.fold:not([open])")];
    for (const node of opened) node.open = true;
  });
  addEventListener("afterprint", () => { for (const node of opened) node.open = false; });
  reveal();
})();

// Shows where a figure comes from when it is pointed at, focused or tapped. Without this script, or where there are no
// popovers, a figure is a link to its row in the annex, which says the same.
(() => {
  "use strict";
  if (!HTMLElement.prototype.showPopover) return;
  let open = null, anchor = null, timer = 0;
  const figure = (node) => node instanceof Element ? node.closest("a.fig") : null;
  const note = (link) => document.getElementById("p-" + link.getAttribute("href").slice(1));

  const hide = () => {
    clearTimeout(timer);
    if (!open) return;
    if (open.matches(":popover-open")) open.hidePopover();
    anchor.removeAttribute("aria-expanded");
    open = anchor = null;
  };

  const place = () => {
    const from = anchor.getBoundingClientRect(), size = open.getBoundingClientRect(), edge = 12, gap = 6;
    const left = Math.min(Math.max(edge, from.left), innerWidth - size.width - edge);
    const below = from.bottom + gap, above = from.top - gap - size.height;
    open.style.left = scrollX + Math.max(edge, left) + "px";
    open.style.top = scrollY + (below + size.height > innerHeight - edge && above > edge ? above : below) + "px";
  };

  const show = (link) => {
    clearTimeout(timer);
    if (link === anchor) return;
    hide();
    const found = note(link);
    if (!found) return;
    open = found; anchor = link;
    open.showPopover();
    link.setAttribute("aria-expanded", "true");
    place();
  };

  const soon = (what, delay) => { clearTimeout(timer); timer = setTimeout(what, delay); };

  document.addEventListener("pointerover", (event) => {
    if (event.pointerType !== "mouse") return;
    const link = figure(event.target);
    if (link) soon(() => show(link), open ? 60 : 160);
    else if (open && open.contains(event.target)) clearTimeout(timer);
    else if (open && !anchor.matches(":focus-visible")) soon(hide, 280);
    else if (!open) clearTimeout(timer);
  });
  document.addEventListener("focusin", (event) => {
    const link = figure(event.target);
    if (link && link.matches(":focus-visible")) show(link);
    else if (open && !open.contains(event.target)) hide();
  });
  document.addEventListener("focusout", (event) => {
    if (open && event.target === anchor && !(event.relatedTarget && open.contains(event.relatedTarget))) soon(hide, 60);
  });
  document.addEventListener("click", (event) => {
    const link = figure(event.target);
    if (link && link !== anchor && !event.ctrlKey && !event.metaKey && !event.shiftKey && note(link)) {
      event.preventDefault();
      show(link);
    } else if (link || (open && (!open.contains(event.target) || event.target.closest("a")))) hide();
  });
  document.addEventListener("keydown", (event) => { if (event.key === "Escape") hide(); });
  addEventListener("scroll", () => {
    if (!open) return;
    const from = anchor.getBoundingClientRect();
    if (from.bottom < 0 || from.top > innerHeight) hide();
  }, { passive: true });
  addEventListener("resize", hide);
  addEventListener("pagehide", hide);
})();
