"""The four shipped sources, byte for byte, and beside each the reviewed record of what it says."""
