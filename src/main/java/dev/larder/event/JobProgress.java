package dev.larder.event;

/**
 * How far a job has come that takes several invocations.
 *
 * @param shown a JSON object for callers
 * @param position where the next step begins, opaque
 */
public record JobProgress(String shown, String position) {}
