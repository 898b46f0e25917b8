// So many seconds a chart may be missing on a page that is done.
const PATIENCE = 4;

// Once in a hundred first visits or so Streamlit lays out a chart's place and never calls the chart: such a page is loaded
// once more. All that it shows stands in its address.
function chartless() {
  const app = document.querySelector('[data-testid="stApp"]');
  const place = document.querySelector(".st-key-chart, .st-key-bins");
  return app?.dataset.testScriptState === "notRunning" && place !== null && !place.querySelector(".dl-plot");
}

// How wide the page is. The chart's library is fetched meanwhile, and links get used to tabs.
export default function ({ parentElement, setStateValue, data }) {
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
  let missed = 0;
  const watching = setInterval(() => {
    missed = chartless() ? missed + 1 : 0;
    if (missed >= PATIENCE && Date.now() - Number(sessionStorage.getItem("dl-reloaded") ?? 0) > 60_000) {
      sessionStorage.setItem("dl-reloaded", Date.now());
      location.reload();
    }
  }, 1000);
  return () => {
    clearInterval(watching);
    clearTimeout(waiting);
    observer.disconnect();
  };
}
