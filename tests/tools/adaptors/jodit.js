let editor;
window.tool = {
  async load(html, options) {
    document.querySelector("#editor").value = html;
    editor = Jodit.make("#editor", { height: 700, ...options });
    await new Promise((ready) => setTimeout(ready, 800));
  },
  save: () => editor.value,
  root: () => editor.editor,
  command: (name, value) => editor.execCommand(name, false, value),
  operations: {
    insert(text, css, html) {
      const element = hand.around(tool.root(), text, css);
      if (!element) return false;
      const range = element.ownerDocument.createRange();
      range.setStartBefore(element);
      range.collapse(true);
      editor.s.selectRange(range);
      editor.s.insertHTML(html);
      return true;
    },
  },
};
