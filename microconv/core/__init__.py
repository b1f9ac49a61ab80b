"""The pure core: no input or output, no clock, no network, no terminal, no Google client."""
