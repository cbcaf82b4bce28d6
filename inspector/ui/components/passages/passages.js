// Sentences in order: left the effect with its sign and a bar, right the text; a line where the model stops reading.

const ARROWS = { closer: "▲", away: "▼", none: "•" };

function gauge(row) {
  const made = node("span", "gauge");
  if (!row.effect) return made;
  made.append(node("span", "", `${ARROWS[row.pull]} ${row.effect}`));
  const scale = node("span", "scale");
  scale.append(node("span", "fill"));
  made.append(scale);
  return made;
}

function passage(row, place, choose) {
  const made = node(row.open ? "button" : "div", `passage ${row.pull}${row.chosen ? " chosen" : ""}`);
  if (row.open) {
    made.type = "button";
    made.setAttribute("aria-pressed", String(row.chosen));
    made.onclick = () => choose(place);
  }
  made.title = row.help;
  made.style.setProperty("--share", row.share.toFixed(3));
  const text = node("span", "");
  text.dir = "auto";
  const words = node("span", "words");
  appendSegments(words, row.read);
  if (row.unread.length) {
    const unread = node("span", "unread");
    appendSegments(unread, row.unread);
    words.append(unread);
  }
  text.append(words);
  if (row.note) text.append(node("span", "note", row.note));
  made.append(gauge(row), text);
  return made;
}

function cutLine(sentence) {
  const made = node("li", "cut");
  made.setAttribute("role", "separator");
  made.setAttribute("aria-label", sentence);
  made.append(node("span", "", sentence));
  return made;
}

function openPassages(root) {
  const list = node("ul", "passages");
  list.setAttribute("aria-label", "Sentences of the document and what each does");
  list.tabIndex = 0; // so that the arrow keys can scroll it
  const rest = node("p", "rest");
  root.append(list, rest);
  const state = { choose: () => {} };
  let drawn = "";
  const show = (data) => {
    if (JSON.stringify(data) === drawn) return; // keeps focus and the reader's scroll position
    const top = list.scrollTop;
    drawn = JSON.stringify(data);
    let cut = data.cut;
    const items = [];
    data.rows.forEach((row, place) => {
      if (cut && row.unread.length && !row.read.length) {
        items.push(cutLine(cut));
        cut = "";
      }
      const item = node("li", "");
      item.append(passage(row, place, (chosen) => state.choose(chosen)));
      items.push(item);
      if (cut && row.unread.length) {
        items.push(cutLine(cut));
        cut = "";
      }
    });
    list.replaceChildren(...items);
    list.scrollTop = top;
    rest.textContent = data.rest;
    rest.hidden = !data.rest;
  };
  return { show, state };
}

export default function ({ data, parentElement, setTriggerValue }) {
  const { view, close } = viewOf(parentElement, openPassages);
  view.state.choose = (place) => setTriggerValue("chosen", place);
  view.show(data);
  return close;
}
