package dev.tunesmith.sim;

/** The ways to break a promise; a column of the crash table each. */
enum Flaw {
  /** A run has more jobs than one, or two runs are active at once. */
  DUPLICATE,
  /** A run has no job, or the status does not name it. */
  LOST,
  /** A job goes on after the resource was deleted, or beside the one that counts. */
  LEFT_RUNNING,
  /** A cancel of a job that the resource wants, or of somebody else's. */
  WRONG_CANCEL,
  /** Something deleted that is to stay, or left behind that is to be deleted. */
  WRONG_DELETE,
  /** The status says something else than the service, now or at any time before. */
  UNTRUE,
  /** The resource does not come to its end, or its finalizer stays. */
  STUCK,
  /** More events, writes, reconciliations or calls than the undisturbed story explains. */
  STORM
}
