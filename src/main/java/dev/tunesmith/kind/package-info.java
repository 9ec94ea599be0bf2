/**
 * What every kind is made with: the one spelling of what the user set, fields that the API does not
 * know, the service's answers within the schema's bounds, and conditions. Pure.
 *
 * <p>It changes when all kinds are to spell, bound or report something otherwise. It imports the
 * API's shared types, and {@code acceptance}, whose results it shows.
 */
@NullMarked
package dev.tunesmith.kind;

import org.jspecify.annotations.NullMarked;
