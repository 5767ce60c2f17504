package dev.larder.job;

/** Invokes the function again, after this invocation. */
public interface JobQueue {

  /**
   * Hands an event over, which may be delivered more than once.
   *
   * @param job the id of the event's job, for the log
   * @param event JSON in UTF-8
   * @return whether it was taken; where it was not, it may be delivered all the same
   */
  boolean offer(String job, byte[] event);
}
