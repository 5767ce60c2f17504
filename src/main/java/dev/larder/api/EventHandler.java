package dev.larder.api;

/**
 * Handles events of one class that invoke the function. Implement it as a CDI bean.
 *
 * <pre>{@code
 * @Singleton
 * public class Uploads implements EventHandler<S3EventNotificationRecord> {
 *   @Inject Larder larder;
 *
 *   public Object handle(S3EventNotificationRecord upload) {
 *     String name = upload.getS3().getObject().getUrlDecodedKey();
 *     larder.asFunction().put("files", Item.of("id", name));
 *     return null;
 *   }
 * }
 * }</pre>
 *
 * <p>The class is one of {@code com.amazonaws:aws-lambda-java-events}, such as {@code S3Event} or
 * {@code KinesisEvent}; the class of one record, such as {@code KinesisEvent.KinesisEventRecord},
 * whose handler gets the records of an event one by one; or {@link
 * com.fasterxml.jackson.databind.JsonNode} for any event that nothing else handles.
 *
 * <p>A request context is active, and there is no caller. AWS services deliver an event more than
 * once, so handling must be idempotent.
 *
 * @param <T> the class of the events, named in the class that implements this interface
 */
public interface EventHandler<T> {

  /**
   * Whether this handler wants the event. Every event goes to one handler: if several accept it,
   * the invocation fails. Implement it where the class does not tell, as for several queues.
   */
  default boolean accepts(T event) {
    return true;
  }

  /**
   * Handles an event that this handler accepted.
   *
   * @return the response, for a service that expects one, as Amazon Cognito expects the event with
   *     its response; it is written as JSON. Null for no response. What the handler of a record
   *     returns is ignored.
   * @throws Exception if handling failed. The invocation then fails with its class and message. Of
   *     SQS messages, Kinesis records and DynamoDB stream records, only those that failed are
   *     delivered again.
   */
  Object handle(T event) throws Exception;
}
