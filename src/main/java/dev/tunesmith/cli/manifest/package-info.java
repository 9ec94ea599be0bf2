/**
 * Reads Kubernetes manifests with the line of each field, and finds what the API server or the
 * operator would refuse, without an API server.
 *
 * <p>It changes when Kubernetes' way to read and validate a resource changes. What is allowed comes
 * from the CRDs (structure and CEL rules), from {@code kind} and the kinds. It imports these, the
 * API types, the CRD's model classes, and the libraries for YAML, JSON, CEL and its patterns (RE2).
 * Which files are read, and how errors are reported, is decided in {@code cli.validate} and {@code
 * cli.quickstart}.
 */
@NullMarked
package dev.tunesmith.cli.manifest;

import org.jspecify.annotations.NullMarked;
