// Shared by our components. Everything a person wrote becomes a text node here: no markup is ever parsed from data.

/** Make an element with a class and, if given, a text. */
function node(tag, className, text) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text !== undefined && text !== null) made.textContent = text;
  return made;
}

/** Append [text, marked] pieces: marked ones inside <mark>, the others as bare text. */
function appendSegments(parent, segments) {
  for (const [text, marked] of segments) {
    parent.append(marked ? node("mark", "", text) : document.createTextNode(text));
  }
}

/**
 * Give what belongs to one place on the page, made on the first call and kept through later ones.
 *
 * Streamlit calls a component again with new data on the same parent, and may run a clean-up that belongs to an older
 * call after a newer one has drawn. So the view is looked up by its parent, and only the newest call may close it.
 */
const views = new WeakMap();

function viewOf(parent, open) {
  let view = views.get(parent);
  if (!view) {
    const root = node("div", "frame");
    parent.append(root);
    view = { root, turn: 0, ...open(root) };
    views.set(parent, view);
  }
  const turn = ++view.turn;
  const close = () => {
    if (view.turn !== turn) return;
    view.close?.();
    view.root.remove();
    views.delete(parent);
  };
  return { view, close };
}
