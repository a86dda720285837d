let editor;
window.tool = {
  async load(html, options) {
    const target = document.querySelector("#editor");
    target.value = html;
    const basis = { target, base_url: "/npm/hugerte", suffix: ".min", height: 800, promotion: false, branding: false };
    [editor] = await hugerte.init({ ...basis, ...options });
  },
  save: () => editor.getContent(),
  root: () => editor.getBody(),
  command: (name, value) => editor.execCommand(name, false, value),
  operations: {
    add_class(text, css, name) {
      const element = hand.around(tool.root(), text, css);
      if (element) editor.dom.addClass(element, name);
      return Boolean(element);
    },
    colour(text, css, value) {
      const element = hand.around(tool.root(), text, css);
      if (element) editor.dom.setStyle(element, "color", value);
      return Boolean(element);
    },
    image(alt, source) {
      const image = tool.root().querySelector(`img[alt="${alt}"]`);
      if (image) editor.dom.setAttribs(image, { src: source });
      return Boolean(image);
    },
    insert(text, css, html) {
      const element = hand.around(tool.root(), text, css);
      if (!element) return false;
      const range = editor.dom.createRng();
      range.setStartBefore(element);
      range.collapse(true);
      editor.selection.setRng(range);
      editor.insertContent(html);
      return true;
    },
  },
};
