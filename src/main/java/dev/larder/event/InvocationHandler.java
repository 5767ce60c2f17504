package dev.larder.event;

import com.amazonaws.services.lambda.runtime.Context;

/**
 * Handles one kind of event, from any bean of this type: it says which events it accepts, what
 * payload it answers with, and how an invocation fails.
 */
public interface InvocationHandler {

  /** What the log calls it. */
  String name();

  /** Whether the event is of this kind; no event is of two. */
  boolean accepts(Event event);

  /**
   * Answers an event of this kind. Whatever it starts has ended when it returns or throws: Lambda
   * freezes the container then.
   *
   * @return the payload: JSON in UTF-8
   * @throws InvocationFailedException where the invocation is to fail
   */
  byte[] answer(Event event, Context context);

  /**
   * Whether an event makes a write that happens once only because its repeats are known by their
   * request id, which is no longer so some hours later.
   */
  default boolean isWrite(Event event) {
    return false;
  }

  /**
   * Answers an event that failed before, as if Lambda delivered it once more.
   *
   * @param requestId the id of the invocation that it came with first
   * @throws InvocationFailedException as {@link #answer}
   */
  default byte[] answerAgain(Event event, String requestId, Context context) {
    return answer(event, context);
  }
}
