"""What our server and the application tell each other, by these names in the environ of a request."""

# From the server: the Turn in which the request is answered (`serving.turn`).
TURN = "myproject.serving.turn"
# From the application: an object that stands for a list of headers, its attribute `headers`, which other answers will
# begin with as well. Its attribute `made`, None at first, is where the server remembers how they look (`serving.head`).
BEGINNING = "myproject.serving.beginning"
