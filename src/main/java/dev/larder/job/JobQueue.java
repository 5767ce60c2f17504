package dev.larder.job;

/** Queues asynchronous invocations of the function. */
public interface JobQueue {

  /**
   * Queues an event, which may be delivered more than once.
   *
   * @param job the id of the event's job, for the log
   * @param event JSON in UTF-8
   * @return whether the queue accepted the event; even if not, the event may be delivered
   */
  boolean enqueue(String job, byte[] event);
}
