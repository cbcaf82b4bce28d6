// A story in the order in which it is told. Labels stand beside what they name; a part that is not there is left out.

const LONG_QUERY = 90;

function said(tag, className, text) {
  const made = node(tag, className, text);
  made.dir = "auto";
  return made;
}

function part(label, className, ...content) {
  const made = node("section", `part ${className}`);
  made.append(node("h3", "label", label), ...content);
  return made;
}

function wantedRow(each) {
  const made = node("div", "wanted");
  const name = node("p", "name");
  name.append(node("span", "diamond", "◆ "), said("bdi", "", each.name));
  if (each.id) name.append(" ", said("bdi", "id", each.id));
  made.append(name);
  if (each.place) made.append(said("p", each.met ? "place met" : "place", each.place));
  return made;
}

function moveRow(each) {
  const made = node("div", "move");
  const numbers = node("p", "numbers");
  numbers.append(node("span", "before", each.before), node("span", "arrow", " → "), node("span", "after", each.after));
  made.append(numbers, said("p", "change", each.change));
  return made;
}

function askedPart(data) {
  const content = [];
  if (data.title) content.push(said("h2", "title", data.title));
  const asked = said("p", data.asked.length > LONG_QUERY ? "asked long" : "asked", data.asked ? `“${data.asked}”` : "(nothing)");
  content.push(asked);
  if (data.among) content.push(said("p", "among", data.among));
  if (data.note) content.push(said("p", "note", data.note));
  return part("Somebody asked", "question", ...content);
}

function cameList(titles) {
  const list = node("ol", "came");
  for (const title of titles) {
    const row = node("li", "");
    row.append(said("bdi", "", title));
    list.append(row);
  }
  return list;
}

function parts(data) {
  const made = [];
  if (data.head) made.push(said("p", "head", data.head));
  made.push(askedPart(data));
  const beside = node("div", "beside");
  if (data.wanted.length) beside.append(part("Should have come", "expectation", ...data.wanted.map(wantedRow)));
  if (data.came.length) beside.append(part(data.came_label, "answer", cameList(data.came)));
  if (beside.childElementCount) made.push(beside);
  if (data.cause) {
    const word = data.word ? [node("span", "word", data.word)] : [];
    made.push(part("Why", "cause", said("p", "sentence", data.cause), ...word));
  }
  if (data.moves.length || data.helps) {
    const told = data.helps ? [said("p", "helps", data.helps)] : [];
    made.push(part("What brings it back", "remedies", ...data.moves.map(moveRow), ...told));
  }
  return made;
}

function openStory(root) {
  const story = node("article", "story");
  root.append(story);
  const show = (data) => {
    story.classList.toggle("large", data.large);
    story.replaceChildren(...parts(data));
  };
  return { show };
}

export default function ({ data, parentElement }) {
  const { view, close } = viewOf(parentElement, openStory);
  view.show(data);
  return close;
}
