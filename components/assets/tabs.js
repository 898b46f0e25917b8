// Links and marks in tabs of their own, as anywhere on the web: Ctrl (or Cmd) with a click, the middle button, and "Open
// in new tab" of the right button's menu.

const apart = (event) => event.button === 1 || (event.button === 0 && (event.ctrlKey || event.metaKey));

// Streamlit follows its own links itself, whatever key is held down: these clicks are kept from it, for the browser. The
// events before and after another one are its buttons, each with the event's id in its class.
function tabs() {
  if (globalThis.datelineTabs) return;
  globalThis.datelineTabs = true;
  const taken = (event) => {
    if (!apart(event)) return;
    const [, id] = event.target.closest?.("button")?.closest('[class*="st-key-around-"]')?.className.match(/st-key-around-(\S+)/) ?? [];
    if (id) open(eventAddress(id), "_blank", "noopener");
    if (id || event.target.closest?.("a[href]")) event.stopImmediatePropagation();
  };
  addEventListener("click", taken, true);
  addEventListener("auxclick", taken, true);
}

// The address of an event on the timeline, under the filters where it is open now.
function eventAddress(id) {
  const found = new URL(address(""));
  if ([found.pathname, `${found.pathname}timeline`].includes(location.pathname)) found.search = location.search;
  found.searchParams.set("event", id);
  return found.href;
}

// A mark of the chart has no link of its own: Plotly's layer lies above all marks. So one is laid under the pointer where
// the right button goes down on a mark.
function markTabs(chart) {
  const { plot } = chart;
  const link = document.createElement("a");
  Object.assign(link, { className: "dl-mark-link", tabIndex: -1, target: "_blank", rel: "noopener", hidden: true });
  link.setAttribute("aria-hidden", "true");
  document.body.append(link);
  chart.link = link;
  plot.addEventListener("mousedown", (event) => {
    if (!chart.under || chart.data.keys !== "event" || !(apart(event) || event.button === 2)) return;
    event.stopPropagation();  // Plotly would open it here, or zoom
    link.href = eventAddress([chart.under.customdata].flat()[0]);
    if (event.button === 2) {
      link.style.left = `${event.clientX - 8}px`;
      link.style.top = `${event.clientY - 8}px`;
      link.hidden = false;
      addEventListener("pointermove", () => { link.hidden = true; }, { once: true, capture: true });
      return;
    }
    event.preventDefault();  // the middle button would scroll
    const up = (end) => {
      if (apart(end) && Math.hypot(end.clientX - event.clientX, end.clientY - event.clientY) < 6) open(link.href, "_blank", "noopener");
    };
    addEventListener("mouseup", up, { once: true, capture: true });
  }, true);
}
