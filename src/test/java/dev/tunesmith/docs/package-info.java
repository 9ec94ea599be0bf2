/** Holds the documents against the code: what they name exists, and what they show works. */
@NullMarked
package dev.tunesmith.docs;

import org.jspecify.annotations.NullMarked;
