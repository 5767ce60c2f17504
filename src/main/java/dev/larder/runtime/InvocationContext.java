package dev.larder.runtime;

import com.amazonaws.services.lambda.runtime.ClientContext;
import com.amazonaws.services.lambda.runtime.CognitoIdentity;
import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.LambdaLogger;
import com.amazonaws.services.lambda.runtime.LambdaRuntime;
import java.time.Duration;
import java.util.Map;

/** Lambda's context, of what is known of an invocation and the function's environment variables. */
public final class InvocationContext implements Context {
  private final String requestId;
  private final String functionArn;
  private final long deadline;
  private final Map<String, String> environment;

  /**
   * @param requestId null where there is none, as {@code functionArn}
   * @param deadline when the invocation ends, in milliseconds since the epoch; 0 if unknown
   */
  public InvocationContext(
      String requestId, String functionArn, long deadline, Map<String, String> environment) {
    this.requestId = requestId;
    this.functionArn = functionArn;
    this.deadline = deadline;
    this.environment = environment;
  }

  /** That of an invocation which nobody made, while the function starts. */
  public static InvocationContext ofStart(Duration time) {
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

  /** None: who calls is said by the event. */
  @Override
  public CognitoIdentity getIdentity() {
    return null;
  }

  /** None, as {@link #getIdentity}. */
  @Override
  public ClientContext getClientContext() {
    return null;
  }

  /** 0 where there is no deadline. */
  @Override
  public int getRemainingTimeInMillis() {
    return deadline == 0 ? 0 : (int) (deadline - System.currentTimeMillis());
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
