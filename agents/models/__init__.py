"""Language-model engines, one file each; `engine` is the protocol that they share."""
