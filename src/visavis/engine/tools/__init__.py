"""What she does besides talking: one file for each kind of tool, and the toolbox that calls them."""
