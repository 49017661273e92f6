"""From one photo to a portrait that a rig can be built from."""
