<p>Hello, <b>${name}</b>!</p>
