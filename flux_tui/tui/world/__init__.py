"""The World screen: a server's figures, who stands out in its world, and how it is set up."""
