package dev.larder.event;

/** The invocation failed through an error in the function, not in the event. */
public class HandlerFailedException extends InvocationFailedException {
  private static final long serialVersionUID = 1L;

  /**
   * @param cause its class and message become the message
   */
  public HandlerFailedException(Throwable cause) {
    this(cause.getClass().getName() + ": " + cause.getMessage());
  }

  /**
   * @param message the reason, if the class of an exception would add nothing
   */
  public HandlerFailedException(String message) {
    super(message);
  }
}
