// Symbols and labels as plain SVG in Plotly's own layers. Plotly styles each of them alone, and twice at each change:
// with a thousand of them that was most of the time of a filter change. It keeps axes, bars, hover and zoom; where a
// symbol is, it knows from a trace that draws nothing.

const NAMESPACE = "http://www.w3.org/2000/svg";
const DASHES = { dot: "3 3" };  // as Plotly dots a line
const BEYOND = 400;  // pixels outside the axes in which a label may still reach into the picture

const nth = (value, at) => (Array.isArray(value) ? value[at] : value);
const axisOf = (plot, id) => plot._fullLayout[`${id[0]}axis${id.slice(1)}`];

// What Plotly is given of the traces, and what is drawn here.
function parted(traces) {
  const left = [], marks = [], held = new Set();
  for (const trace of traces) {
    const told = trace.hoverinfo !== "skip";
    const points = trace.type === "scatter" && /^(markers|text)/.test(trace.mode);
    if (!points || !(told || trace.text || trace.marker.opacity !== 0)) {
      left.push(trace);
      continue;
    }
    marks.push({ ...trace, curve: told ? left.length : null });
    if (told) left.push({ ...trace, mode: "none" });
    // Axes on which nothing else stands are kept by one point that is not drawn.
    else if (trace.xaxis && !held.has(trace.xaxis)) {
      const { type, xaxis, yaxis, x, y } = trace;
      left.push({ type, xaxis, yaxis, x: [x[0]], y: [y[0]], mode: "none", hoverinfo: "skip" });
      held.add(xaxis);
    }
  }
  return { left, marks };
}

// The names beside the upright axes. Plotly measures each, which was half of its time: they are taken from it.
function named(layout) {
  const found = [];
  for (const [yaxis, axis] of [["y", layout.yaxis], ["y2", layout.yaxis2]]) {
    if (!axis?.showticklabels || !axis.ticktext) continue;
    const { size, color } = { ...layout.font, ...axis.tickfont };
    found.push({
      yaxis, y: axis.tickvals, text: axis.ticktext, textposition: "middle left", textfont: { size, color },
      away: (axis.ticklabelstandoff ?? 0) + 1,
    });
    Object.assign(axis, { showticklabels: false, automargin: false });
  }
  return found;
}

// Draws them where the axes stand now.
function place(plot, marks, names = []) {
  plot.querySelectorAll(".dl-marks").forEach((old) => old.remove());
  const layers = new Map();
  for (const trace of marks) {
    const x = axisOf(plot, trace.xaxis ?? "x"), y = axisOf(plot, trace.yaxis ?? "y");
    const layer = plot.querySelector(`.subplot.${x._id}${y._id} .scatterlayer`);
    if (!layer) continue;
    if (!layers.has(layer)) {
      const group = document.createElementNS(NAMESPACE, "g");
      group.setAttribute("class", "dl-marks");
      layers.set(layer, group);
    }
    const spots = trace.x.map((each, at) => ({ at, left: x.d2p(each), top: y.d2p(trace.y[at]) }));
    const seen = spots.filter(({ left }) => left > -BEYOND && left < x._length + BEYOND);
    const group = layers.get(layer);
    if (trace.mode.startsWith("markers") && trace.marker.opacity !== 0) {
      group.insertAdjacentHTML("beforeend", seen.map((spot) => symbol(trace.marker, spot)).join(""));
    }
    if (trace.text) write(group, trace, seen, plot._fullLayout.font.family);
    // How near the pointer must come to a symbol, which Plotly notes where it draws one.
    const known = trace.curve === null ? null : plot.calcdata[trace.curve];
    known?.forEach((point, at) => (point.mrc = nth(trace.marker.size, at) / 2));
  }
  for (const [layer, group] of layers) layer.append(group);
  for (const trace of names) {
    const y = axisOf(plot, trace.yaxis), group = document.createElementNS(NAMESPACE, "g");
    group.setAttribute("class", "dl-marks");
    group.setAttribute("transform", `translate(${plot._fullLayout._size.l},${y._offset})`);
    write(group, trace, trace.y.map((each, at) => ({ at, left: -trace.away, top: y.d2p(each) })), plot._fullLayout.font.family);
    plot.querySelector(".cartesianlayer").append(group);
  }
}

// One symbol. All that goes into the markup are numbers, and colours of the theme.
function symbol({ symbol: names, size, color, line }, { at, left, top }) {
  const name = nth(names, at) ?? "circle", open = name.endsWith("-open"), radius = nth(size, at) / 2;
  const fill = open || name.endsWith("-thin") ? "none" : nth(color, at);
  const dash = DASHES[nth(line.dash, at)] ? ` stroke-dasharray="${DASHES[nth(line.dash, at)]}"` : "";
  const stroke = `stroke="${nth(open ? color : line.color, at)}" stroke-width="${nth(line.width, at)}"`;
  return `<path class="point" d="${outline(name, radius)}" transform="translate(${left.toFixed(2)},${top.toFixed(2)})" fill="${fill}" ${stroke}${dash}/>`;
}

const outlines = new Map();

function outline(name, radius) {
  const key = `${name} ${radius}`;
  if (!outlines.has(key)) {
    const [r, corners] = [+radius.toFixed(2), OUTLINES[name]];
    const drawn = corners
      ? `M${corners.map((corner) => corner.map((each) => (each * radius).toFixed(2)).join()).join("L")}Z`
      : name === "x-thin" ? `M${r},${r}L-${r},-${r}M${r},-${r}L-${r},${r}`
      : `M${r},0A${r},${r} 0 1,1 0,-${r}A${r},${r} 0 0,1 ${r},0Z`;
    outlines.set(key, drawn);
  }
  return outlines.get(key);
}

// Texts beside their points, as far off as Plotly would set them beside a marker of that size.
function write(group, trace, spots, family) {
  const { size, color } = trace.textfont;
  const read = new DOMParser().parseFromString(trace.text.map((each) => `<p>${each}</p>`).join(""), "text/html");
  for (const { at, left, top } of spots) {
    const reach = trace.marker ? nth(trace.marker.size, at) / 1.6 + 1 : 0;
    const [, side] = nth(trace.textposition, at).split(" ");
    const text = document.createElementNS(NAMESPACE, "text");
    const look = {
      x: (left + { left: -reach, center: 0, right: reach }[side]).toFixed(2), y: (top + 0.25 * size).toFixed(2), fill: nth(color, at),
      "font-size": size, "font-family": family, "text-anchor": { left: "end", center: "middle", right: "start" }[side], style: "white-space: pre",
    };
    for (const [name, value] of Object.entries(look)) text.setAttribute(name, value);
    for (const node of read.body.children[at].childNodes) {
      const part = document.createElementNS(NAMESPACE, "tspan");
      if (node.style) part.setAttribute("fill", node.style.color);
      part.textContent = node.textContent;
      text.append(part);
    }
    const spot = document.createElementNS(NAMESPACE, "g");
    spot.setAttribute("class", "textpoint");
    spot.append(text);
    group.append(spot);
  }
}

