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
}
