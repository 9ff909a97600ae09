"""Where files are kept: pictures that everybody may see, documents that only their owner may."""
