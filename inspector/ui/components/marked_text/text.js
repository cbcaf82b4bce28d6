// A text in a bounded box: what the model reads, the line where it stops, and the rest in a quieter colour.

function passage(className, segments) {
  const made = node("div", className);
  made.dir = "auto";
  appendSegments(made, segments);
  return made;
}

function cutLine(sentence) {
  const made = node("div", "cut");
  made.setAttribute("role", "separator");
  made.setAttribute("aria-label", sentence);
  made.append(node("span", "", sentence));
  return made;
}

function openText(root) {
  const box = node("div", "text");
  box.setAttribute("role", "region");
  box.tabIndex = 0; // so that the arrow keys can scroll it
  const rest = node("p", "rest");
  root.append(box, rest);
  let drawn = "";
  const show = (data) => {
    if (JSON.stringify(data) === drawn) return; // keeps the reader's scroll position
    drawn = JSON.stringify(data);
    box.setAttribute("aria-label", data.label);
    box.hidden = !data.read.length && !data.unread.length;
    box.replaceChildren(passage("passage", data.read));
    if (data.cut) box.append(cutLine(data.cut), passage("passage unread", data.unread));
    box.scrollTop = 0;
    rest.textContent = data.rest;
    rest.hidden = !data.rest;
  };
  return { show };
}

export default function ({ data, parentElement }) {
  const { view, close } = viewOf(parentElement, openText);
  view.show(data);
  return close;
}
