"use strict";
(() => {
  const figures = JSON.parse(document.getElementById("figure").textContent);
  const chart = document.getElementById("chart");
  // The widest that fits, else the narrowest.
  const fitting = () => figures.find((each) => each.layout.width <= chart.clientWidth) || figures[figures.length - 1];
  let figure = fitting();
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
  Plotly.newPlot(chart, figure.data, figure.layout, {
    displaylogo: false, responsive: false, doubleClick: "reset", showSendToCloud: false, plotlyServerURL: "",
    displayModeBar: figure.layout.width > 600 ? "hover" : false,
    modeBarButtonsToRemove: ["select2d", "lasso2d", "autoScale2d", "zoomIn2d", "zoomOut2d"],
  });
  addEventListener("resize", () => {
    if (fitting() === figure) return;
    figure = fitting();
    Plotly.react(chart, figure.data, figure.layout);
  });
  chart.on("plotly_click", (event) => {
    const data = event.points[0] && event.points[0].customdata;
    const id = Array.isArray(data) ? data[0] : data;
    if (id) open(id);
    else if (event.points[0] && event.points[0].data.yaxis === "y2") {
      const year = String(event.points[0].x).slice(0, 4);
      Plotly.relayout(chart, { "xaxis.range": [`${year}-01-01`, `${year}-12-31`] });
    }
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
