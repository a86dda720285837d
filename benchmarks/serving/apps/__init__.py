"""One small application a framework, each as its documentation has it."""
