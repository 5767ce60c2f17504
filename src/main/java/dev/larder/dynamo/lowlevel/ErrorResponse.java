package dev.larder.dynamo.lowlevel;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.larder.net.Connection;
import dev.larder.text.JsonInput;
import java.io.IOException;
import java.time.Duration;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.IdempotentParameterMismatchException;
import software.amazon.awssdk.services.dynamodb.model.InternalServerErrorException;
import software.amazon.awssdk.services.dynamodb.model.ItemCollectionSizeLimitExceededException;
import software.amazon.awssdk.services.dynamodb.model.LimitExceededException;
import software.amazon.awssdk.services.dynamodb.model.ProvisionedThroughputExceededException;
import software.amazon.awssdk.services.dynamodb.model.ReplicatedWriteConflictException;
import software.amazon.awssdk.services.dynamodb.model.RequestLimitExceededException;
import software.amazon.awssdk.services.dynamodb.model.ResourceInUseException;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;
import software.amazon.awssdk.services.dynamodb.model.ThrottlingException;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;
import software.amazon.awssdk.services.dynamodb.model.TransactionConflictException;
import software.amazon.awssdk.services.dynamodb.model.TransactionInProgressException;

/**
 * An error that DynamoDB responded with, as the exception that the SDK's client throws for it.
 *
 * @param code null if the response has none
 * @param message null if the response has none
 */
record ErrorResponse(String code, String message) {
  /** As the exceptions of the SDK's client name it. */
  private static final String SERVICE = "DynamoDb";

  /**
   * @param offset the seconds by which the clock of this function is fast, as far as it is known
   */
  static AwsServiceException exception(Connection.Response response, int offset) {
    ErrorResponse error = of(response.body());
    return error
        .builder(response.body())
        .awsErrorDetails(
            AwsErrorDetails.builder()
                .errorCode(error.code())
                .errorMessage(error.message())
                .serviceName(SERVICE)
                .sdkHttpResponse(
                    SdkHttpResponse.builder()
                        .statusCode(response.status())
                        .statusText(response.reason())
                        .headers(response.fields())
                        .build())
                .rawResponse(SdkBytes.fromByteArrayUnsafe(response.body()))
                .build())
        .clockSkew(Duration.ofSeconds(offset))
        .message(error.text(response.status()))
        .statusCode(response.status())
        .requestId(response.field("x-amzn-RequestId"))
        .numAttempts(1)
        .build();
  }

  /** Reads what every error has. It may be none, as when a proxy responded. */
  private static ErrorResponse of(byte[] body) {
    String code = null;
    String message = null;
    try (JsonParser json = JsonInput.FACTORY.createParser(body)) {
      if (json.nextToken() == JsonToken.START_OBJECT) {
        while (json.nextToken() == JsonToken.FIELD_NAME) {
          String name = json.currentName();
          json.nextToken();
          switch (name) {
            case "__type" -> code = name(json.getValueAsString());
            case "message", "Message" -> message = json.getValueAsString();
            default -> json.skipChildren();
          }
        }
      }
    } catch (IOException e) {
      return new ErrorResponse(null, null);
    }
    return new ErrorResponse(code, message);
  }

  /** The name of a shape, without the namespace before it. */
  private static String name(String type) {
    return type == null ? null : type.substring(type.lastIndexOf('#') + 1);
  }

  private String text(int status) {
    if (message != null && !message.isBlank()) {
      return message;
    }
    return code == null
        ? "Service returned HTTP status code " + status
        : "Service returned error code " + code;
  }

  /** The builder of the exception, with the members that the model has of it. */
  private AwsServiceException.Builder builder(byte[] body) {
    AwsServiceException.Builder builder = builder();
    if (!builder.sdkFields().isEmpty()) {
      ResponseJson.read(body, builder);
    }
    return builder;
  }

  /** Of the exceptions that the model has for the operations of {@link LowLevelClient}. */
  private AwsServiceException.Builder builder() {
    return switch (String.valueOf(code)) {
      case "ConditionalCheckFailedException" -> ConditionalCheckFailedException.builder();
      case "IdempotentParameterMismatchException" -> IdempotentParameterMismatchException.builder();
      case "InternalServerError" -> InternalServerErrorException.builder();
      case "ItemCollectionSizeLimitExceededException" ->
          ItemCollectionSizeLimitExceededException.builder();
      case "LimitExceededException" -> LimitExceededException.builder();
      case "ProvisionedThroughputExceededException" ->
          ProvisionedThroughputExceededException.builder();
      case "ReplicatedWriteConflictException" -> ReplicatedWriteConflictException.builder();
      case "RequestLimitExceeded" -> RequestLimitExceededException.builder();
      case "ResourceInUseException" -> ResourceInUseException.builder();
      case "ResourceNotFoundException" -> ResourceNotFoundException.builder();
      case "ThrottlingException" -> ThrottlingException.builder();
      case "TransactionCanceledException" -> TransactionCanceledException.builder();
      case "TransactionConflictException" -> TransactionConflictException.builder();
      case "TransactionInProgressException" -> TransactionInProgressException.builder();
      default -> DynamoDbException.builder();
    };
  }
}
