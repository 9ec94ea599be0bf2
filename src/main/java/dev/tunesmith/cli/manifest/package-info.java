/**
 * Reading and checking manifests without an API server: what a file says, with the line of each of
 * its fields, and all that the API server or the operator would refuse of it.
 *
 * <p>It changes when the way Kubernetes reads and judges a manifest changes. What is allowed comes
 * from the custom resource definition itself, structure and CEL rules, and from {@code desired}. It
 * imports the API types, {@code desired}, the definition's model classes, and the libraries that
 * read YAML, JSON and CEL. Who reads which files, and what is said about them, is the matter of
 * {@code validate} and {@code quickstart}.
 */
@NullMarked
package dev.tunesmith.cli.manifest;

import org.jspecify.annotations.NullMarked;
