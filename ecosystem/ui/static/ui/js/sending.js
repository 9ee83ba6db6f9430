// The while in which a sending can be undone: the clock runs, and the page is read again when its hour has come.
const AGAIN = 4000;
const panel = document.querySelector(".timer");

const readAgain = () => setTimeout(() => location.reload(), AGAIN);

const clock = (seconds) => `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;

if (panel?.dataset.seconds) {
  const end = performance.now() + 1000 * Number(panel.dataset.seconds);
  const [figure, arc] = [panel.querySelector(".num"), panel.querySelector(".value")];
  const tick = () => {
    const left = Math.max(0, Math.ceil((end - performance.now()) / 1000));
    figure.textContent = clock(left);
    arc.setAttribute("stroke-dasharray", `${(100 * left) / Number(panel.dataset.window)} 100`);
    if (left) return;
    clearInterval(timer);
    readAgain();
  };
  const timer = setInterval(tick, 1000);
  tick();
} else if (panel) {
  readAgain();
}
