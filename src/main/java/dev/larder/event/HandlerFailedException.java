package dev.larder.event;

/** The function failed for a reason that is its own. */
public class HandlerFailedException extends InvocationFailedException {
  private static final long serialVersionUID = 1L;

  /**
   * @param cause named in the message, by class and message
   */
  public HandlerFailedException(Throwable cause) {
    this(cause.getClass().getName() + ": " + cause.getMessage());
  }

  /**
   * @param message says why, where no class would say more
   */
  public HandlerFailedException(String message) {
    super(message);
  }
}
