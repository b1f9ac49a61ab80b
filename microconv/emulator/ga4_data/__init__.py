"""The emulated Google Analytics Data API: v1beta and v1alpha, gRPC and REST, over the deterministic series."""
