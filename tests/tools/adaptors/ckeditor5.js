// CKEditor 5 keeps a model of its own: what the DOM shows is a view, so gestures go to the model.
const PLUGINS = `Essentials Paragraph Heading Bold Italic Underline Link List BlockQuote Table TableCaption Image
  ImageInline ImageBlock ImageCaption ImageStyle ImageResize Indent RemoveFormat Autoformat`;
const ANYTHING = { allow: [{ name: /.*/, attributes: true, classes: true, styles: true }] };
const PERMISSIVE = "GeneralHtmlSupport FullPage HtmlComment HtmlEmbed SourceEditing EmptyBlock";
let editor;

function model(text, css) {
  // The model element behind the view element around a text.
  const dom = hand.around(tool.root(), text, css);
  const view = dom && editor.editing.view.domConverter.domToView(dom);
  return view ? editor.editing.mapper.toModelElement(view) : null;
}
function setHtml(writer, element, change) {
  const name = element.name.replace(/^html/, "").replace(/^./, (first) => first.toUpperCase());
  const known = [...element.getAttributeKeys()].find((key) => /^html.*Attributes$/.test(key));
  const key = known || `html${/^Heading\d$/.test(name) ? name.replace("eading", "") : name}Attributes`;
  const value = JSON.parse(JSON.stringify(element.getAttribute(key) || {}));
  change(value);
  writer.setAttribute(key, value, element);
}
function fragment(html) {
  return editor.data.toModel(editor.data.processor.toView(html));
}

window.tool = {
  async load(html, options) {
    const names = (PLUGINS + (options.permissive ? " " + PERMISSIVE : "")).split(/\s+/);
    const plugins = names.map((name) => CKEDITOR[name]);
    const target = document.querySelector("#editor");
    const basis = { licenseKey: "GPL", plugins, toolbar: ["bold"] };
    const support = options.permissive ? { htmlSupport: ANYTHING } : {};
    editor = await CKEDITOR.ClassicEditor.create(target, { ...basis, ...support });
    editor.setData(html);
  },
  save: () => editor.getData(),
  root: () => editor.editing.view.getDomRoot(),
  command(name, value) {
    if (name === "formatBlock") return editor.execute("heading", { value: value.replace("h", "heading") });
    return editor.execute(name);
  },
  operations: {
    add_class(text, css, name) {
      const element = model(text, css);
      if (!element) return false;
      editor.model.change((writer) =>
        setHtml(writer, element, (value) => (value.classes = [...(value.classes || []), name])),
      );
      return true;
    },
    colour(text, css, colour) {
      const element = model(text, css);
      if (!element) return false;
      editor.model.change((writer) =>
        setHtml(writer, element, (value) => (value.styles = { ...value.styles, color: colour })),
      );
      return true;
    },
    insert(text, css, html) {
      const element = model(text, css);
      if (!element) return false;
      editor.model.change((writer) => writer.insert(fragment(html), writer.createPositionBefore(element)));
      return true;
    },
    move(text, css, beforeText, beforeCss) {
      const element = model(text, css);
      const before = model(beforeText, beforeCss);
      if (!element || !before) return false;
      editor.model.change((writer) => writer.move(writer.createRangeOn(element), writer.createPositionBefore(before)));
      return true;
    },
    image(alt, source) {
      const range = editor.model.createRangeIn(editor.model.document.getRoot());
      const image = [...range.getItems()].find((item) => item.is("element") && item.getAttribute("alt") === alt);
      if (!image) return false;
      editor.model.change((writer) => writer.setAttribute("src", source, image));
      return true;
    },
    wrap(text, css, name) {
      const element = model(text, css);
      if (!element || !editor.model.schema.isRegistered("htmlDiv")) return false;
      editor.model.change((writer) => {
        const wrapper = writer.createElement("htmlDiv", { htmlDivAttributes: { classes: [name] } });
        writer.wrap(writer.createRangeOn(element), wrapper);
      });
      return true;
    },
    duplicate(text, css) {
      const element = model(text, css);
      if (!element) return false;
      editor.model.change((writer) => writer.insert(writer.cloneElement(element), writer.createPositionAfter(element)));
      return true;
    },
  },
};
