// The whole: lists in their places, selection, hover, keyboard. One view for each place on the page; see nodes.js.

const KEYS = { ArrowDown: [0, 1], ArrowUp: [0, -1], ArrowRight: [1, 0], ArrowLeft: [-1, 0] };
const SCROLLS_BEYOND = 12; // rows; more of them scroll inside, all lists together, so that lines stay true

function openLists(root) {
  const state = { lists: [], drawn: "", parts: [], gaps: [], selected: null, choose: () => {} };
  const scroll = node("div", "joined");
  root.append(scroll);

  const draw = () => state.gaps.forEach((svg, at) => {
    drawLines(svg, state.parts[at], state.parts[at + 1]);
    mark(state.selected, "selected");
  });
  // Fonts, scroll bars and window size move rows without new data.
  const watch = new ResizeObserver(draw);
  watch.observe(scroll);

  const rows = () => [...scroll.querySelectorAll(".row")];
  const all = () => scroll.querySelectorAll("[data-id]");

  /** Give the class `name` to everything that is about the document, in every list and gap, and to nothing else. */
  function mark(id, name) {
    for (const item of all()) item.classList.toggle(name, item.dataset.id === id);
  }

  function light(id) {
    mark(id, "lit");
    scroll.classList.toggle("lighting", id !== null && rows().some((item) => item.dataset.id === id));
  }

  function select(id) {
    state.selected = id;
    mark(id, "selected");
    for (const item of rows()) item.setAttribute("aria-selected", String(item.dataset.id === id));
    for (const { holder } of state.parts) reachable(holder, holder.querySelector(".row.selected"));
  }

  /** Let Tab stop at one row of each list: the given one, else its first. */
  function reachable(holder, chosen) {
    const inside = [...holder.querySelectorAll(".row")];
    for (const item of inside) item.tabIndex = -1;
    const stop = chosen ?? inside[0];
    if (stop) stop.tabIndex = 0;
  }

  function choose(id) {
    if (id === state.selected) return;
    select(id); // at once; the page follows
    state.choose(id);
  }

  /** Give the row that an arrow key leads to: up and down the list, or the same document in the next list. */
  function neighbor(from, [across, along]) {
    const at = state.parts.findIndex(({ holder }) => holder.contains(from));
    const inside = [...state.parts[at].holder.querySelectorAll(".row")];
    if (along) return inside[inside.indexOf(from) + along];
    const next = state.parts[at + across];
    if (!next) return undefined;
    const others = [...next.holder.querySelectorAll(".row")];
    return others.find((item) => item.dataset.id === from.dataset.id) ?? others[Math.min(inside.indexOf(from), others.length - 1)];
  }

  function pressed(event) {
    const from = event.target.closest?.(".row");
    if (!from || event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.key === "Enter" || event.key === " ") choose(from.dataset.id);
    else if (KEYS[event.key] || event.key === "Home" || event.key === "End") {
      const inside = from.parentElement.querySelectorAll(".row");
      const ends = { Home: inside[0], End: inside[inside.length - 1] };
      const to = ends[event.key] ?? neighbor(from, KEYS[event.key]);
      if (to) {
        reachable(to.parentElement, to);
        to.focus();
      }
    } else return;
    event.preventDefault();
    event.stopPropagation(); // Streamlit's own shortcuts stay out of it
  }

  const about = (event) => event.target.closest?.("[data-id]")?.dataset.id ?? null;
  scroll.addEventListener("click", (event) => about(event) !== null && choose(about(event)));
  scroll.addEventListener("keydown", pressed);
  scroll.addEventListener("pointerover", (event) => light(about(event)));
  scroll.addEventListener("pointerleave", () => light(null));
  scroll.addEventListener("focusin", (event) => event.target.matches(":focus-visible") && light(about(event)));
  scroll.addEventListener("focusout", () => light(null));

  /** Build lists and gaps anew; focus stays with the same document in the same list. */
  function build(lists) {
    const focused = root.getRootNode().activeElement?.closest?.(".row");
    const at = state.parts.findIndex(({ holder }) => focused && holder.contains(focused));
    state.parts = lists.map((column) => ({ column, holder: list(column), head: heading(column) }));
    state.gaps = lists.slice(1).map(gap);
    const placed = state.parts.flatMap(({ column, holder, head }, index) => {
      const column3 = 2 * index + 1;
      head.style.gridColumn = holder.style.gridColumn = String(column3);
      head.dataset.retriever = holder.dataset.retriever = column.retriever;
      const svg = state.gaps[index];
      if (svg) svg.style.gridColumn = String(column3 + 1);
      return svg ? [head, holder, svg] : [head, holder];
    });
    scroll.style.setProperty("--columns", `minmax(0, 1fr)${" var(--gap) minmax(0, 1fr)".repeat(state.gaps.length)}`);
    scroll.classList.toggle("tall", lists.some((column) => column.rows.length > SCROLLS_BEYOND));
    scroll.classList.remove("lighting");
    scroll.replaceChildren(...placed);
    draw();
    if (focused) [...(state.parts[at]?.holder.children ?? [])].find((item) => item.dataset.id === focused.dataset.id)?.focus();
  }

  function show(data) {
    const drawn = JSON.stringify(data.lists);
    const moved = data.selected !== state.selected;
    if (drawn !== state.drawn) build(data.lists);
    state.drawn = drawn;
    for (const item of rows()) item.classList.toggle("expected", item.dataset.id === data.expected);
    select(data.selected);
    if (moved) reveal();
  }

  /** In a list that scrolls inside, bring the selected row into view without moving the page. */
  function reveal() {
    const row = scroll.querySelector(".row.selected");
    if (!row || !scroll.classList.contains("tall")) return;
    const hidden = row.offsetTop < scroll.scrollTop + 40 || row.offsetTop + row.offsetHeight > scroll.scrollTop + scroll.clientHeight;
    if (hidden) scroll.scrollTop = row.offsetTop - scroll.clientHeight / 2;
  }

  return { state, show, close: () => watch.disconnect() };
}

export default function ({ data, parentElement, setTriggerValue }) {
  const { view, close } = viewOf(parentElement, openLists);
  view.state.choose = (id) => setTriggerValue("chosen", id);
  view.show(data);
  return close;
}
