"""The face: the command line and the browser. Imports `store`; nothing imports it."""
