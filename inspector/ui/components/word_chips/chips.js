// Chips in query order. The arrow, the sign and the side of the bar all say what the colour says.

const ARROWS = { closer: "▲", away: "▼", none: "•" };

function chip(item) {
  const made = node("li", `chip ${item.pull}`);
  made.title = item.help;
  made.setAttribute("aria-label", item.help);
  made.style.setProperty("--share", item.share.toFixed(3));
  const word = node("span", "word", item.text);
  word.dir = "auto";
  const numbers = node("span", "numbers");
  numbers.append(node("span", "arrow", ARROWS[item.pull]), node("span", "effect", item.effect));
  if (item.rank) numbers.append(node("span", "rank", item.rank));
  const scale = node("span", "scale");
  scale.append(node("span", "fill"));
  made.append(word, numbers, scale);
  return made;
}

function note([pull, sentence]) {
  const made = node("span", `note ${pull}`);
  if (pull) made.append(node("span", "arrow", ARROWS[pull]));
  made.append(node("span", "", sentence));
  return made;
}

function openChips(root) {
  const chips = node("ul", "chips");
  chips.setAttribute("aria-label", "Effect of each word of the query");
  const notes = node("div", "notes");
  root.append(chips, notes);
  const show = (data) => {
    chips.replaceChildren(...data.chips.map(chip));
    notes.replaceChildren(...data.notes.map(note));
  };
  return { show };
}

export default function ({ data, parentElement }) {
  const { view, close } = viewOf(parentElement, openChips);
  view.show(data);
  return close;
}
