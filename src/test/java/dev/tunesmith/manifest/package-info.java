/** How manifests are read. */
@NullMarked
package dev.tunesmith.manifest;

import org.jspecify.annotations.NullMarked;
