// One list and its rows. Nothing here knows about the other lists; lines and selection come on top.

/** Make a list's heading: name on the left, unit with its reading help on the right. */
function heading(column) {
  const head = node("div", "head");
  const unit = node("span", "unit", column.unit);
  if (column.help) {
    unit.title = column.help;
    unit.classList.add("helped");
  }
  head.append(node("span", "name", column.heading), unit);
  return head;
}

/** Make a list: a listbox of rows, or its sentence where it has none. */
function list(column) {
  const holder = node("div", "list");
  if (!column.rows.length) {
    holder.classList.add("bare");
    holder.append(node("p", "empty", column.empty));
    return holder;
  }
  holder.setAttribute("role", "listbox");
  holder.setAttribute("aria-label", `${column.heading}, by ${column.unit}`);
  for (const item of column.rows) holder.append(row(item, column));
  return holder;
}

/** Make a row: place | title over snippet and badges | value over its bar | where else (narrow pages only). */
function row(item, column) {
  const made = node("div", "row");
  made.setAttribute("role", "option");
  made.setAttribute("aria-selected", "false");
  made.setAttribute("aria-label", spoken(item, column));
  made.tabIndex = -1;
  made.dataset.id = item.id;
  made.append(place(item), body(item), measure(item, column), elsewhere(item));
  return made;
}

/** Say a row as one sentence, for those who hear it. */
function spoken(item, column) {
  const parts = [`${item.rank}. ${item.title || item.id}`, `${column.unit} ${item.value}`];
  for (const [retriever, label] of item.elsewhere) parts.push(`${retriever} ${label}`);
  if (item.grade) parts.push(item.grade);
  for (const badge of item.badges) parts.push(badge.label);
  return parts.join(", ");
}

function place(item) {
  const made = node("div", "place");
  made.append(node("span", "rank", item.rank));
  if (item.movement !== null) made.append(movement(item.movement));
  return made;
}

function movement(places) {
  const arrow = places > 0 ? `↑${places}` : places < 0 ? `↓${-places}` : "–";
  const made = node("span", "movement", arrow);
  const much = Math.abs(places) === 1 ? "1 place" : `${Math.abs(places)} places`;
  made.title = places ? `${much} ${places > 0 ? "higher" : "lower"} than the embedding puts it` : "where the embedding puts it";
  return made;
}

function body(item) {
  const made = node("div", "body");
  const title = node("div", "title");
  const diamond = node("span", "diamond");
  diamond.title = "the expected document";
  diamond.setAttribute("role", "img");
  const words = node("span", item.title ? "words" : "words untitled", item.title || item.id);
  words.dir = "auto";
  words.title = item.title || `No title; its id is ${item.id}`;
  title.append(diamond, words);
  const under = node("div", "under");
  const snippet = node("span", "snippet");
  snippet.dir = "auto";
  appendSegments(snippet, item.snippet);
  under.append(snippet);
  if (item.grade) under.append(node("span", "badge grade", item.grade));
  under.append(badges(item.badges));
  made.append(title, under);
  return made;
}

/** Make the badges. Two are shown; more are counted in a last one that names them, so none is ever cut off. */
function badges(all) {
  const made = node("span", "badges");
  const shown = all.length > 2 ? all.slice(0, 1) : all;
  for (const badge of shown) {
    const chip = node("span", `badge ${badge.kind}`, badge.label);
    chip.title = badge.help;
    made.append(chip);
  }
  const rest = all.slice(shown.length);
  if (rest.length) {
    const chip = node("span", "badge", `+${rest.length}`);
    chip.title = rest.map((badge) => `${badge.label}: ${badge.help}`).join("\n");
    made.append(chip);
  }
  return made;
}

function measure(item, column) {
  const made = node("div", "measure");
  made.title = column.help;
  made.append(node("span", "value", item.value));
  if (item.bar !== null) {
    const bar = node("span", "bar");
    const fill = node("span", "fill");
    fill.style.width = `${item.bar * 100}%`;
    bar.append(fill);
    made.append(bar);
  }
  return made;
}

function elsewhere(item) {
  return node("div", "elsewhere", item.elsewhere.map(([retriever, label]) => `${retriever} ${label}`).join(" · "));
}
