/** Tests of the command validate. */
@NullMarked
package dev.tunesmith.cli.validate;

import org.jspecify.annotations.NullMarked;
