let editor;
CKEDITOR.disableAutoInline = true;
window.tool = {
  load(html, options) {
    document.querySelector("#editor").value = html;
    editor = CKEDITOR.replace("editor", { height: 700, versionCheck: false, ...options });
    return new Promise((ready) => editor.on("instanceReady", () => setTimeout(ready, 400)));
  },
  save: () => editor.getData(),
  root: () => editor.editable().$,
  command(name, value) {
    if (name === "formatBlock") return editor.applyStyle(new CKEDITOR.style({ element: value }));
    return editor.execCommand(name);
  },
  operations: {
    insert(text, css, html) {
      const element = hand.around(tool.root(), text, css);
      if (!element) return false;
      const range = editor.createRange();
      range.setStartBefore(new CKEDITOR.dom.element(element));
      range.collapse(true);
      editor.getSelection().selectRanges([range]);
      editor.insertHtml(html);
      return true;
    },
    image(alt, source) {
      // The image dialog sets the attribute and the copy that the editor keeps of it.
      const image = tool.root().querySelector(`img[alt="${alt}"]`);
      if (!image) return false;
      image.setAttribute("src", source);
      image.setAttribute("data-cke-saved-src", source);
      return true;
    },
  },
};
