// Streamlit calls a component for overtaken data too, and at once calls what that call gave back
// (hooks/useHandleJsContent, 1.67). It imports the component's module for each call, and of two imports that wait for the
// same module Chromium may answer the later one first (its module map keeps those who wait in a hash set). So while a module
// loads, a call with old data can come after the last one: it would draw the old figure, or take the chart away.

// Starts what a call stands for, unless the call is left within the same task; gives what leaves it.
function lasting(start) {
  let left = false, leave;
  (async () => {
    for (let turn = 0; turn < 20 && !left; turn += 1) await null;  // Streamlit takes three; no task comes between
    if (!left) leave = start();
  })();
  return () => {
    left = true;
    leave?.();
  };
}
