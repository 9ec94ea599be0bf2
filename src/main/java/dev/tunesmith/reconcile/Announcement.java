package dev.tunesmith.reconcile;

/** An event, before it is recorded. */
public record Announcement(boolean warning, String reason, String message) {}
