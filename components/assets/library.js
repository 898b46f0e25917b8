// Plotly's own JavaScript, fetched once a page.

// Where Streamlit serves what its components bring along, also behind a proxy that puts a path before everything.
function address(path) {
  const own = document.querySelector('script[src*="static/js/"], link[href*="static/js/"], link[href*="static/css/"]');
  const base = own ? (own.src || own.href).replace(/static\/(js|css)\/.*$/, "") : location.origin + "/";
  return new URL(path, base).href;
}

function load(path) {
  globalThis.datelinePlotly ??= new Promise((found, failed) => {
    const script = document.createElement("script");
    script.src = address(path);
    script.addEventListener("load", () => found(window.Plotly));
    script.addEventListener("error", () => {
      globalThis.datelinePlotly = undefined;
      failed(new Error("The chart's library did not load: reload the page."));
    });
    document.head.append(script);
  });
  return globalThis.datelinePlotly;
}

