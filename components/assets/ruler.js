const rulers = new WeakMap();

// How wide the page is. The chart's library is fetched meanwhile, and links get used to tabs.
export default function (call) {
  return lasting(() => measure(call));
}

function measure({ parentElement, setStateValue, data }) {
  tabs();
  load(data.library).catch(() => {});  // the chart says it where it fails
  const host = parentElement.host ?? parentElement;
  let told = data?.width ?? 0;
  host.dataset.drawnFor = told;
  let waiting = 0;
  const tell = () => {
    const width = Math.floor(host.getBoundingClientRect().width);
    if (width > 0 && Math.abs(width - told) >= data.step) {
      told = width;
      setStateValue("width", width);
    }
  };
  const observer = new ResizeObserver(() => {
    clearTimeout(waiting);
    if (told) waiting = setTimeout(tell, 120);
    else tell();  // nothing is drawn before
  });
  observer.observe(host);
  const leave = () => {
    clearTimeout(waiting);
    observer.disconnect();
  };
  rulers.get(host)?.();  // Streamlit leaves only the last call, at the end
  rulers.set(host, leave);
  return leave;
}
