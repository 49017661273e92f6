"""From what the ray-marcher saw to linear colours: skin, eyes, cloth, hair, and the light on them."""
