package dev.larder.lambda.invocation;

import com.amazonaws.services.lambda.runtime.ClientContext;
import com.amazonaws.services.lambda.runtime.CognitoIdentity;
import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.LambdaLogger;
import com.amazonaws.services.lambda.runtime.LambdaRuntime;
import dev.larder.net.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Lambda's context, of the header fields of an event and the environment variables. */
public final class RuntimeContext implements Context {
  /** Of what is done outside of invocations, as when the function starts. */
  static final Context OUTSIDE =
      new RuntimeContext(new HttpResponse(200, "", Map.of(), new byte[0], false), System.getenv());

  private final HttpResponse answer;
  private final Map<String, String> environment;

  /**
   * @param answer the Runtime API's, with an event
   */
  public RuntimeContext(HttpResponse answer, Map<String, String> environment) {
    this.answer = answer;
    this.environment = environment;
  }

  /** That of an invocation which nobody made, while the function starts. */
  public static RuntimeContext ofStart(Duration time) {
    long deadline = System.currentTimeMillis() + time.toMillis();
    Map<String, List<String>> fields =
        Map.of(
            "lambda-runtime-aws-request-id",
            List.of("00000000-0000-0000-0000-000000000000"),
            "lambda-runtime-deadline-ms",
            List.of(Long.toString(deadline)));
    return new RuntimeContext(
        new HttpResponse(200, "", fields, new byte[0], true), System.getenv());
  }

  /** The tracing header; null where there is none. */
  public String trace() {
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

  /** 0 where there is no deadline. */
  @Override
  public int getRemainingTimeInMillis() {
    String deadline = answer.field("lambda-runtime-deadline-ms");
    return deadline == null ? 0 : (int) (Long.parseLong(deadline) - System.currentTimeMillis());
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
