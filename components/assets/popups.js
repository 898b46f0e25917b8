const FIRST = 'button:not([disabled]), input:not([disabled]), textarea, a[href], [tabindex="0"]';

// What a button opens takes the focus where the keyboard opened it, and Escape gives it back: Streamlit lays it at the end
// of the page, dozens of stops of the Tab key away.
function popups() {
  if (globalThis.datelinePopups) return;
  globalThis.datelinePopups = true;
  addEventListener("click", (event) => {
    const button = event.target.closest?.('[data-testid="stPopover"] button');
    if (!button || event.detail) return;  // a click of the mouse counts its clicks, the keyboard's has none
    const until = Date.now() + 5000;
    const look = () => {
      const first = document.querySelector(`[data-testid="stPopoverBody"] :is(${FIRST})`);
      const left = document.activeElement !== button && document.activeElement !== document.body;
      if (left || (!first && Date.now() > until)) return;
      if (!first) setTimeout(look, 50);
      else {
        first.focus();
        back(first.closest('[data-testid="stPopoverBody"]'), button);
      }
    };
    look();
  });
}

function back(body, button) {
  body.addEventListener("keydown", (event) => {
    // A list that is open inside closes first, and takes the key.
    if (event.key === "Escape") setTimeout(() => body.isConnected || button.focus(), 300);
  });
}
