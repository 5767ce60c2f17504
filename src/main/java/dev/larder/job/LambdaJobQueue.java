package dev.larder.job;

import com.amazonaws.services.lambda.runtime.Context;
import dev.larder.aws.AwsClient;
import dev.larder.aws.AwsResponse;
import dev.larder.aws.AwsService;
import dev.larder.text.PercentEncoding;
import io.quarkus.arc.DefaultBean;
import jakarta.inject.Singleton;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jboss.logging.Logger;

/**
 * Queues events as asynchronous invocations. It invokes the ARN with which the function was
 * invoked: an alias itself, not the version behind it.
 *
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html">Invoke</a>
 */
@DefaultBean
@Singleton
class LambdaJobQueue implements JobQueue {
  private static final Logger LOG = Logger.getLogger(LambdaJobQueue.class);

  private static final Map<String, String> ASYNCHRONOUS =
      Map.of("Content-Type", "application/json", "X-Amz-Invocation-Type", "Event");

  private static final int ACCEPTED = 202;

  /** The most characters of an error response to log. */
  private static final int MOST_LOGGED = 1000;

  private final AwsClient aws;
  private final Context lambda;

  LambdaJobQueue(AwsClient aws, Context lambda) {
    this.aws = aws;
    this.lambda = lambda;
  }

  @Override
  public boolean enqueue(String job, byte[] event) {
    String function = PercentEncoding.encode(lambda.getInvokedFunctionArn());
    try {
      AwsResponse response =
          aws.post(
              AwsService.LAMBDA,
              "/2015-03-31/functions/" + function + "/invocations",
              ASYNCHRONOUS,
              event);
      if (response.status() == ACCEPTED) {
        return true;
      }
      String body = new String(response.body(), StandardCharsets.UTF_8);
      LOG.warnf(
          "The job %s could not be queued: Lambda responded with %d %s",
          job, response.status(), body.substring(0, Math.min(MOST_LOGGED, body.length())));
    } catch (UncheckedIOException e) {
      LOG.warnf(e, "The job %s could not be queued", job);
    }
    return false;
  }
}
