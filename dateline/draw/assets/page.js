"use strict";
(() => {
  const figure = JSON.parse(document.getElementById("figure").textContent);
  const chart = document.getElementById("chart");
  const items = [...document.querySelectorAll("#events > li")];
  const found = document.getElementById("found");
  const open = (id) => {
    const item = document.getElementById("e-" + id);
    if (!item) return;
    items.forEach((other) => other.classList.toggle("open", other === item));
    item.hidden = false;
    item.querySelector("details").open = true;
    item.scrollIntoView({ block: "center" });
    item.focus({ preventScroll: true });
  };
  Plotly.newPlot(chart, figure.data, figure.layout, { displaylogo: false, responsive: false, doubleClick: "reset" });
  chart.on("plotly_click", (event) => {
    const data = event.points[0] && event.points[0].customdata;
    const id = Array.isArray(data) ? data[0] : data;
    if (id) open(id);
  });
  document.getElementById("words").addEventListener("input", (event) => {
    const words = event.target.value.toLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const item of items) {
      const text = item.textContent.toLowerCase();
      item.hidden = !words.every((word) => text.includes(word));
      if (!item.hidden) shown += 1;
    }
    found.textContent = words.length ? shown + " of " + items.length : "";
  });
})();
