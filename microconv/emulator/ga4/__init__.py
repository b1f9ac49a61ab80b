"""The emulated Google Analytics Admin API: v1alpha and v1beta, gRPC and REST, over one store."""
