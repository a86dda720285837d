// GrapesJS edits components, and text in its own rich text mode on a double click (done by the driver).
let editor;

function component(text, css) {
  const element = hand.around(tool.root(), text, css);
  return element ? editor.getWrapper().find(css).find((one) => one.getEl() === element) : null;
}

window.tool = {
  async load(html, options) {
    editor = grapesjs.init({
      container: "#editor",
      height: "800px",
      storageManager: false,
      telemetry: false,
      cssIcons: "",
      ...options.settings,
    });
    await new Promise((ready) => editor.onReady(ready));
    editor.setComponents(html, options.document ? { asDocument: true } : {});
    await new Promise((ready) => setTimeout(ready, 300));
  },
  save(options) {
    editor.select(null);
    const style = `<style>${editor.getCss()}</style>`;
    if (!options.document) return editor.getHtml() + style;
    return editor.getCss() ? editor.getHtml().replace("</head>", style + "</head>") : editor.getHtml();
  },
  root: () => editor.Canvas.getBody(),
  command: (name, value) => editor.Canvas.getDocument().execCommand(name, false, value),
  // The centre of a text in the window's coordinates, scrolled into view, for the double click.
  place(text) {
    const range = hand.range(tool.root(), text);
    if (!range) return null;
    range.startContainer.parentElement.scrollIntoView({ block: "center" });
    const inner = range.getBoundingClientRect();
    const frame = editor.Canvas.getFrameEl().getBoundingClientRect();
    return [frame.x + inner.x + Math.min(8, inner.width / 2), frame.y + inner.y + inner.height / 2];
  },
  leave() {
    editor.getEditing()?.view.disableEditing();
    editor.select(null);
  },
  operations: {
    add_class(text, css, name) {
      const found = component(text, css);
      if (found) found.addClass(name);
      return Boolean(found);
    },
    colour(text, css, value) {
      const found = component(text, css);
      if (found) found.addStyle({ color: value });
      return Boolean(found);
    },
    insert(text, css, html) {
      const found = component(text, css);
      if (found) found.parent().append(html, { at: found.index() });
      return Boolean(found);
    },
    move(text, css, beforeText, beforeCss) {
      const found = component(text, css);
      const before = component(beforeText, beforeCss);
      if (found && before) found.move(before.parent(), { at: before.index() });
      return Boolean(found && before);
    },
    image(alt, source) {
      const found = editor.getWrapper().find(`img[alt="${alt}"]`)[0];
      if (found) found.set("src", source);
      return Boolean(found);
    },
    wrap(text, css, name) {
      const found = component(text, css);
      if (!found) return false;
      const [wrapper] = found.parent().append(`<div class="${name}"></div>`, { at: found.index() });
      found.move(wrapper, { at: 0 });
      return true;
    },
    duplicate(text, css) {
      const found = component(text, css);
      if (found) found.parent().append(found.clone(), { at: found.index() + 1 });
      return Boolean(found);
    },
    remove(text) {
      const found = component(text, "p, li, h2, h3, div");
      if (!found) return false;
      editor.select(found);
      editor.runCommand("core:component-delete");
      return true;
    },
  },
};
