"""Local packs: neural recognisers and voices that are downloaded once and then work without a network.

Ground floor: the control wing says who is heard, the live wing speaks and listens, commands pull and remove.
"""
