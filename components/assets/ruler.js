const rulers = new WeakMap();

// How wide the page is. The chart's library is fetched meanwhile, links get used to tabs and what
// buttons open to the keyboard.
export default function (call) {
  return lasting(() => measure(call));
}

function measure({ parentElement, setStateValue, data }) {
  tabs();
  popups();
  load(data.library).catch(() => {});  // the chart says it where it fails
  const host = parentElement.host ?? parentElement;
  host.dataset.drawnFor = data.width;
  const app = document.querySelector('[data-testid="stApp"]');
  let told = data.width, waiting = 0;
  const tell = () => {
    // Before the page is complete its width is not the last: the sidebar comes after the chart.
    if (app?.dataset.testScriptState === "running") {
      waiting = setTimeout(tell, 60);
      return;
    }
    const width = Math.floor(host.getBoundingClientRect().width);
    if (width > 0) document.cookie = `${data.cookie}=${width}; path=/; max-age=31536000; SameSite=Strict`;
    if (width > 0 && Math.abs(width - told) >= data.step) {
      told = width;
      setStateValue("width", width);
    }
  };
  const observer = new ResizeObserver(() => {
    clearTimeout(waiting);
    waiting = setTimeout(tell, 120);
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
