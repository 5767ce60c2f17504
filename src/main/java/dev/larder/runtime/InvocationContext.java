package dev.larder.runtime;

import com.amazonaws.services.lambda.runtime.ClientContext;
import com.amazonaws.services.lambda.runtime.CognitoIdentity;
import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.LambdaLogger;
import com.amazonaws.services.lambda.runtime.LambdaRuntime;
import java.time.Duration;
import java.util.Map;

/**
 * A Lambda context, made from what is known of an invocation and from the function's environment
 * variables.
 */
public final class InvocationContext implements Context {
  private final String requestId;
  private final String functionArn;
  private final long deadline;
  private final Map<String, String> environment;

  /**
   * @param requestId null if unknown, as is {@code functionArn}
   * @param deadline when the invocation ends, in milliseconds since the epoch; 0 if unknown
   */
  public InvocationContext(
      String requestId, String functionArn, long deadline, Map<String, String> environment) {
    this.requestId = requestId;
    this.functionArn = functionArn;
    this.deadline = deadline;
    this.environment = environment;
  }

  /**
   * The context of requests that the function makes itself while it starts, with a request id of
   * zeros.
   *
   * @param time the time until the deadline
   */
  public static InvocationContext forStartup(Duration time) {
    return new InvocationContext(
        "00000000-0000-0000-0000-000000000000",
        null,
        System.currentTimeMillis() + time.toMillis(),
        System.getenv());
  }

  @Override
  public String getAwsRequestId() {
    return requestId;
  }

  @Override
  public String getLogGroupName() {
    return environment.get("AWS_LAMBDA_LOG_GROUP_NAME");
  }

  @Override
  public String getLogStreamName() {
    return environment.get("AWS_LAMBDA_LOG_STREAM_NAME");
  }

  @Override
  public String getFunctionName() {
    return environment.get("AWS_LAMBDA_FUNCTION_NAME");
  }

  @Override
  public String getFunctionVersion() {
    return environment.get("AWS_LAMBDA_FUNCTION_VERSION");
  }

  @Override
  public String getInvokedFunctionArn() {
    return functionArn;
  }

  /** Always null: the event identifies the caller. */
  @Override
  public CognitoIdentity getIdentity() {
    return null;
  }

  /** Always null. */
  @Override
  public ClientContext getClientContext() {
    return null;
  }

  /** The time until the deadline, more than Lambda allows if that is unknown. */
  @Override
  public int getRemainingTimeInMillis() {
    return deadline == 0 ? Integer.MAX_VALUE : (int) (deadline - System.currentTimeMillis());
  }

  @Override
  public int getMemoryLimitInMB() {
    return Integer.parseInt(environment.getOrDefault("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "0"));
  }

  @Override
  public LambdaLogger getLogger() {
    return LambdaRuntime.getLogger();
  }
}
