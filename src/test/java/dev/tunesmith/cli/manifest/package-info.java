/** How manifests are read. */
@NullMarked
package dev.tunesmith.cli.manifest;

import org.jspecify.annotations.NullMarked;
