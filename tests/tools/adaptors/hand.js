// A designer's hand inside a page: finds by visible text, selects, and does with the DOM what no keyboard does.
// A tool's own script may replace any of `hand.operations` and the `command` function in `tool`.
window.hand = {
  hidden: /^(SCRIPT|STYLE|TITLE|TEMPLATE)$/i,

  // The range of the first place that shows `text`, or null.
  range(root, text) {
    const walker = root.ownerDocument.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    for (let node; (node = walker.nextNode()); ) {
      const at = node.data.indexOf(text);
      if (at < 0 || this.hidden.test(node.parentNode.nodeName)) continue;
      const range = root.ownerDocument.createRange();
      range.setStart(node, at);
      range.setEnd(node, at + text.length);
      return range;
    }
    return null;
  },

  // The closest element around `text` that matches `css`; null where the tool lost either.
  around(root, text, css) {
    const range = this.range(root, text);
    const found = range && range.startContainer.parentElement.closest(css);
    return found && root.contains(found) ? found : null;
  },

  select(root, range) {
    const view = root.ownerDocument.defaultView;
    if (view.frameElement) view.frameElement.focus();
    view.focus();
    let host = root;
    while (host && !(host.isContentEditable && !host.parentElement?.isContentEditable)) host = host.parentElement;
    (host || root).focus({ preventScroll: true });
    const selection = view.getSelection();
    selection.removeAllRanges();
    selection.addRange(range);
  },

  selectText(root, text) {
    const range = this.range(root, text);
    if (range) this.select(root, range);
    return Boolean(range);
  },

  selectElement(root, text, css) {
    const element = this.around(root, text, css);
    if (!element) return false;
    const range = root.ownerDocument.createRange();
    range.selectNode(element);
    this.select(root, range);
    return true;
  },

  selectBlock(root, text) {
    const element = this.around(root, text, "p, h1, h2, h3, h4, h5, h6, li, td, th, dd, div, blockquote");
    if (!element) return false;
    const range = root.ownerDocument.createRange();
    range.selectNodeContents(element);
    this.select(root, range);
    return true;
  },

  collapse(root, toStart) {
    const selection = root.ownerDocument.defaultView.getSelection();
    if (toStart) selection.collapseToStart();
    else selection.collapseToEnd();
  },

  // Each takes the root of what is edited and the gesture's arguments, and says whether it could.
  operations: {
    add_class(root, text, css, name) {
      const element = hand.around(root, text, css);
      if (element) element.classList.add(name);
      return Boolean(element);
    },
    colour(root, text, css, value) {
      const element = hand.around(root, text, css);
      if (element) element.style.color = value;
      return Boolean(element);
    },
    insert(root, text, css, html) {
      const element = hand.around(root, text, css);
      if (element) element.insertAdjacentHTML("beforebegin", html);
      return Boolean(element);
    },
    move(root, text, css, beforeText, beforeCss) {
      const element = hand.around(root, text, css);
      const before = hand.around(root, beforeText, beforeCss);
      if (element && before) before.before(element);
      return Boolean(element && before);
    },
    image(root, alt, source) {
      const image = root.querySelector(`img[alt="${alt}"]`);
      if (image) image.setAttribute("src", source);
      return Boolean(image);
    },
    wrap(root, text, css, name) {
      const element = hand.around(root, text, css);
      if (!element) return false;
      const wrapper = root.ownerDocument.createElement("div");
      wrapper.className = name;
      element.replaceWith(wrapper);
      wrapper.append(element);
      return true;
    },
    duplicate(root, text, css) {
      const element = hand.around(root, text, css);
      if (element) element.after(element.cloneNode(true));
      return Boolean(element);
    },
  },

  async operate(name, args) {
    const root = tool.root();
    const own = tool.operations?.[name];
    const done = await (own ? own(...args) : hand.operations[name](root, ...args));
    if (done && !own) root.dispatchEvent(new root.ownerDocument.defaultView.Event("input", { bubbles: true }));
    return done;
  },

  command(name, value) {
    if (tool.command) return tool.command(name, value);
    return tool.root().ownerDocument.execCommand(name, false, value);
  },
};
