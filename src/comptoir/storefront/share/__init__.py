"""The picture that stands beside a link to a page of ours, wherever somebody shares it: drawn in the shop's look."""
