// A Plotly chart that stays mounted: each answer of the server changes the chart that stands there. Streamlit's own
// chart is thrown away and drawn twice at every change, tells no zoom, and cannot be used with the keyboard.

const charts = new WeakMap();

function mount(parent) {
  const box = document.createElement("div");
  box.className = "dl-plot";
  const plot = document.createElement("div");
  plot.tabIndex = 0;
  const said = document.createElement("div");
  said.className = "dl-unseen";
  said.setAttribute("role", "status");
  box.append(plot, said);
  parent.append(box);
  return {
    box, plot, said, marks: [], names: [], stamp: null, toolbar: null, width: 0, stop: -1, stops: null, calls: 0, ended: false,
    queue: Promise.resolve(),
  };
}

const room = (chart) => Math.max(150, Math.floor(chart.box.getBoundingClientRect().width));

async function draw(chart) {
  const { data, plot } = chart;
  if (chart.ended || chart.stamp === data.stamp) return;
  plot.setAttribute("role", "application");
  const way = `Arrow keys go from ${data.keys} to ${data.keys}${data.opens ? ", Enter opens one" : ""}.`;
  plot.setAttribute("aria-label", `${data.alt} ${way}`);
  const Plotly = await load(data.library);
  if (chart.ended) return;
  const figure = JSON.parse(data.figure), layout = figure.layout;
  const { left: traces, marks } = parted(figure.data);
  chart.marks = marks;
  chart.names = data.zooms ? named(layout) : [];
  if (data.stretch) layout.width = chart.width = room(chart);
  if (chart.toolbar !== data.toolbar) {
    // Another configuration cannot be given to a chart that stands.
    if (chart.toolbar !== null) Plotly.purge(plot);
    chart.toolbar = data.toolbar;
    await Plotly.newPlot(plot, traces, layout, configured(chart));
    listen(chart);
    if (!chart.observer) attend(chart, Plotly);
  } else {
    await Plotly.react(plot, traces, layout);
  }
  place(plot, marks, chart.names);
  chart.box.style.background = layout.paper_bgcolor;
  chart.box.style.setProperty("--dl-drawn", plot._fullLayout.width);  // for paper, see style.css
  chart.stamp = data.stamp;
  chart.whole = layout.xaxis?.range?.map(day).join("/");
  chart.stops = chart.under = null;
  chart.stop = -1;
  plot.dataset.drawn = data.stamp;
}

function configured(chart) {
  return {
    displaylogo: false, doubleClick: false, responsive: false,
    // A button of Plotly's own would send the chart, with all its texts, to another host.
    showSendToCloud: false, plotlyServerURL: "",
    displayModeBar: chart.toolbar ? "hover" : false,
    modeBarButtonsToRemove: ["toImage", "select2d", "lasso2d", "autoScale2d", "zoomIn2d", "zoomOut2d"],
    modeBarButtonsToAdd: [{ name: "Fullscreen", title: "Fullscreen", icon: FULL, click: () => fullscreen(chart) }],
  };
}

const FULL = { width: 24, height: 24, path: "M3 3h7v2H5v5H3V3zm11 0h7v7h-2V5h-5V3zM3 14h2v5h5v2H3v-7zm16 0h2v7h-7v-2h5v-5z" };

function fullscreen(chart) {
  if (document.fullscreenElement) document.exitFullscreen();
  else chart.box.requestFullscreen?.();
}

const day = (value) => String(value).slice(0, 10);

// What Plotly tells.
function listen(chart) {
  const { plot } = chart;
  plot.on("plotly_hover", ({ points }) => { chart.under = points.find(({ customdata }) => customdata); });
  plot.on("plotly_unhover", () => { chart.under = null; });
  plot.on("plotly_click", ({ points }) => {
    const point = points.find(({ customdata }) => customdata !== undefined && customdata !== null);
    if (point) chart.tell("clicked", point.customdata);
    // A bar of the strip above the lanes is a year: it opens.
    else if (chart.data.zooms && points[0]?.data.yaxis === "y2") {
      const year = day(points[0].x).slice(0, 4);
      chart.tell("range", `${year}-01-01/${year}-12-31`);
    }
  });
  plot.on("plotly_relayout", (event) => {
    const range = event["xaxis.range"] || [event["xaxis.range[0]"], event["xaxis.range[1]"]];
    if (!chart.data.zooms || !range[0] || !range[1]) return;
    const said = day(range[0]) + "/" + day(range[1]);
    if (said !== chart.data.shown && said !== chart.whole) chart.tell("range", said);
  });
  plot.on("plotly_relayout", () => place(plot, chart.marks, chart.names));
  plot.on("plotly_doubleclick", () => chart.data.zooms && chart.tell("range", "all"));
}

// What the browser tells.
function attend(chart, Plotly) {
  const { plot } = chart;
  markTabs(chart);
  plot.addEventListener("keydown", (event) => pressed(chart, Plotly, event));
  plot.addEventListener("blur", () => Plotly.Fx.unhover(plot));
  let waiting = 0;
  chart.observer = new ResizeObserver(() => {
    clearTimeout(waiting);
    waiting = setTimeout(() => {
      const width = room(chart);
      if (chart.data.stretch && !chart.ended && width !== chart.width && plot.isConnected) {
        chart.width = width;
        Plotly.relayout(plot, { width });
        chart.box.style.setProperty("--dl-drawn", width);
      }
    }, 60);
  });
  chart.observer.observe(chart.box);
}

// A place along the axis: days, or columns.
const placed = (x) => (typeof x === "number" ? x : Date.parse(x) / 864e5);

// The marks in the order of time, each event once; the cells of a heat map row by row.
function stops(chart) {
  if (chart.stops) return chart.stops;
  const seen = new Set(), found = [];
  chart.plot.data.forEach((trace, curve) => {
    if (!trace.customdata || !trace.hovertext || trace.type !== "scatter" || !/^(markers|none)$/.test(trace.mode)) return;
    trace.customdata.forEach((sent, point) => {
      const id = String(sent);
      if (seen.has(id)) return;
      seen.add(id);
      found.push({ curve, point, sent, at: placed(trace.x[point]), y: trace.y[point], words: trace.hovertext[point] });
    });
  });
  const [first, last] = chart.plot.layout.xaxis?.range?.map(placed) ?? [-Infinity, Infinity];
  const byTime = (one, other) => one.at - other.at || one.y - other.y;
  const byRow = (one, other) => one.y - other.y || one.at - other.at;
  chart.stops = found.filter(({ at }) => !(at < first || at > last)).sort(chart.data.zooms ? byTime : byRow);
  return chart.stops;
}

// The hover's words without its marks: what a screen reader says.
const plain = (words) =>
  new DOMParser().parseFromString(words.replace(/<br>/g, ". "), "text/html").body.textContent.replace(/\s+/g, " ");

function pressed(chart, Plotly, event) {
  const { plot, said } = chart;
  if (event.target !== plot || event.ctrlKey || event.altKey || event.metaKey) return;
  const all = stops(chart);
  if (!all.length) return;
  const here = all[chart.stop];
  if (event.key === "Enter" || event.key === " ") {
    if (!here || !chart.data.opens) return;
    event.preventDefault();
    chart.tell("clicked", here.sent);
    return;
  }
  if (event.key === "Escape") {
    chart.stop = -1;
    said.textContent = "";
    Plotly.Fx.unhover(plot);
    return;
  }
  const next = {
    ArrowRight: () => Math.min(chart.stop + 1, all.length - 1),
    ArrowLeft: () => Math.max(chart.stop < 0 ? all.length - 1 : chart.stop - 1, 0),
    ArrowDown: () => beside(all, chart.stop, 1),
    ArrowUp: () => beside(all, chart.stop, -1),
    Home: () => 0,
    End: () => all.length - 1,
  }[event.key];
  if (!next) return;
  event.preventDefault();
  chart.stop = next();
  const { curve, point, words } = all[chart.stop];
  Plotly.Fx.hover(plot, [{ curveNumber: curve, pointNumber: point }]);
  said.textContent = `${plain(words)} (${chart.stop + 1} of ${all.length})`;
}

// The mark above or below that lies nearest in time.
function beside(all, from, way) {
  if (from < 0) return 0;
  const here = all[from];
  let best = from, least = Infinity;
  all.forEach((each, at) => {
    const rows = (each.y - here.y) * way;
    if (rows <= 0) return;
    const far = Math.abs(each.at - here.at) + rows * 30;
    if (far < least) [best, least] = [at, far];
  });
  return best;
}

export default function (call) {
  return lasting(() => show(call));
}

function show({ parentElement, data, setTriggerValue }) {
  let chart = charts.get(parentElement);
  if (!chart || chart.ended) {
    chart = mount(parentElement);
    charts.set(parentElement, chart);
  }
  chart.data = data;
  chart.tell = setTriggerValue;
  chart.plot.dataset.wanted = data.stamp;
  chart.queue = chart.queue.then(() => draw(chart)).catch((error) => failed(chart, error));
  // Only the last call may end the chart, and only once its place is gone from the page.
  const call = (chart.calls += 1);
  const leave = () => {
    if (call !== chart.calls || chart.ended) return;
    if (parentElement.isConnected) setTimeout(leave, 500);
    else end(chart);
  };
  return leave;
}

function failed(chart, error) {
  if (chart.ended) return;
  console.error("Dateline's chart", error);
  chart.said.className = "dl-note";
  chart.said.textContent = "The chart could not be drawn: reload the page.";
}

function end(chart) {
  chart.ended = true;
  chart.observer?.disconnect();
  chart.link?.remove();
  if (chart.plot.data) window.Plotly.purge(chart.plot);
  chart.box.remove();
}
