package dev.tunesmith.kind.tunedmodel;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * How a resource's models are reached.
 *
 * @param namespace the resource's
 * @param endpoint scheme, host and port
 * @param apiKey the key of a Secret in the namespace; null for Application Default Credentials
 */
public record ModelAccess(String namespace, URI endpoint, @Nullable ObjectKey apiKey) {}
