"""Generated pictures of the demo shop: one family of flat illustrations, drawn once as SVG and rastered from it."""
