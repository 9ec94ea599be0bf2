package dev.tunesmith.vertex;

/** How far one call got, so that a code counts as the service's answer only where it is. */
public enum Reached {
  /** The request was given to no connection: nothing can have reached the service. */
  NOTHING,
  /** A connection was given the request; whether the service received it is unknown. */
  CONNECTION,
  /** The service itself answered. */
  SERVICE
}
