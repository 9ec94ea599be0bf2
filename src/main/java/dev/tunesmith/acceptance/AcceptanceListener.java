package dev.tunesmith.acceptance;

/** Counts checks. Must not block or throw. */
public interface AcceptanceListener {
  /** A request was sent, and is billed where it was answered. */
  void sent(boolean answered);

  /** A check has its result. */
  void ended(AcceptancePlan.Result result);
}
