"""The contract that this server publishes about itself, made from its routes and schemas."""
