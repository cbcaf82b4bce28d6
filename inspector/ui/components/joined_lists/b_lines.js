// The lines in the gap between two neighboring lists: one for each document both show, a labelled stub for the others.

const SVG = "http://www.w3.org/2000/svg";
const STUB = 9; // length of the line of a document that the neighbor does not show, in pixels

function shape(tag, className, id, attributes) {
  const made = document.createElementNS(SVG, tag);
  made.setAttribute("class", className);
  made.dataset.id = id;
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  return made;
}

/** Make the empty gap; `drawLines` fills it once its size is known. */
function gap() {
  const made = document.createElementNS(SVG, "svg");
  made.setAttribute("class", "gap");
  made.setAttribute("aria-hidden", "true");
  return made;
}

/** Draw all lines of a gap anew. `left` and `right` are {column, holder}: the data and the drawn list. */
function drawLines(svg, left, right) {
  const width = svg.clientWidth;
  if (!width) return; // narrow page: the lists stand under each other and say where else in words
  const from = heights(left.holder);
  const to = heights(right.holder);
  const made = [];
  for (const [id, y] of from) {
    if (to.has(id)) made.push(line(id, width, y, to.get(id)));
  }
  const open = {
    left: [...from].filter(([id]) => !to.has(id)),
    right: [...to].filter(([id]) => !from.has(id)),
  };
  const rightAt = new Set(open.right.map(([, y]) => y));
  const leftAt = new Set(open.left.map(([, y]) => y));
  for (const [id, y] of open.left) {
    made.push(...stub(id, label(left.column, id, right.column), 0, y, rightAt.has(y) ? -8 : 0, 1));
  }
  for (const [id, y] of open.right) {
    made.push(...stub(id, label(right.column, id, left.column), width, y, leftAt.has(y) ? 8 : 0, -1));
  }
  svg.replaceChildren(...made);
}

/** Give the middle of every row, in pixels below the top of its list. */
function heights(holder) {
  const found = new Map();
  for (const item of holder.querySelectorAll(".row")) {
    found.set(item.dataset.id, item.offsetTop - holder.offsetTop + item.offsetHeight / 2);
  }
  return found;
}

function label(column, id, other) {
  const item = column.rows.find((candidate) => candidate.id === id);
  return item?.elsewhere.find(([retriever]) => retriever === other.retriever)?.[1] ?? "";
}

function line(id, width, y0, y1) {
  const bend = width * 0.45;
  return shape("path", "line", id, { d: `M0,${y0}C${bend},${y0} ${width - bend},${y1} ${width},${y1}` });
}

/** Draw a stub: a short line from the row, and where the document is instead. Two on one height step aside. */
function stub(id, text, x, y, aside, direction) {
  if (!text) return [];
  const end = x + direction * STUB;
  const path = shape("path", "stub", id, { d: `M${x},${y}Q${x + direction * 4},${y} ${end},${y + aside}` });
  const words = shape("text", "label", id, {
    x: end + direction * 4,
    y: y + aside,
    "text-anchor": direction > 0 ? "start" : "end",
  });
  words.textContent = text;
  return [path, words];
}
