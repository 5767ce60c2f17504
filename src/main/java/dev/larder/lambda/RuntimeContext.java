package dev.larder.lambda;

import com.amazonaws.services.lambda.runtime.ClientContext;
import com.amazonaws.services.lambda.runtime.CognitoIdentity;
import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.LambdaLogger;
import com.amazonaws.services.lambda.runtime.LambdaRuntime;
import dev.larder.net.Answer;
import java.util.Map;

/** Lambda's context, of the header fields of an event and the environment variables. */
final class RuntimeContext implements Context {
  private final Answer answer;
  private final Map<String, String> environment;

  /**
   * @param answer the Runtime API's, with an event
   */
  RuntimeContext(Answer answer, Map<String, String> environment) {
    this.answer = answer;
    this.environment = environment;
  }

  /** The tracing header; null where there is none. */
  String trace() {
    return answer.field("lambda-runtime-trace-id");
  }

  @Override
  public String getAwsRequestId() {
    return answer.field("lambda-runtime-aws-request-id");
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
    return answer.field("lambda-runtime-invoked-function-arn");
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

  @Override
  public int getRemainingTimeInMillis() {
    long deadline = Long.parseLong(answer.field("lambda-runtime-deadline-ms"));
    return (int) (deadline - System.currentTimeMillis());
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
