package dev.larder.event.own;

import com.amazonaws.services.lambda.runtime.events.S3Event;
import com.amazonaws.services.lambda.runtime.events.models.s3.S3EventNotification.RequestParametersEntity;
import com.amazonaws.services.lambda.runtime.events.models.s3.S3EventNotification.ResponseElementsEntity;
import com.amazonaws.services.lambda.runtime.events.models.s3.S3EventNotification.S3BucketEntity;
import com.amazonaws.services.lambda.runtime.events.models.s3.S3EventNotification.S3Entity;
import com.amazonaws.services.lambda.runtime.events.models.s3.S3EventNotification.S3EventNotificationRecord;
import com.amazonaws.services.lambda.runtime.events.models.s3.S3EventNotification.S3ObjectEntity;
import com.amazonaws.services.lambda.runtime.events.models.s3.S3EventNotification.UserIdentityEntity;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Reads records of S3, whose classes have constructors without names for their parameters. */
final class S3Records extends JsonDeserializer<S3EventNotificationRecord> {

  /** Reads whole events. */
  static final class OfEvent extends JsonDeserializer<S3Event> {
    @Override
    public S3Event deserialize(JsonParser json, DeserializationContext context) throws IOException {
      List<S3EventNotificationRecord> records = new ArrayList<>();
      json.<JsonNode>readValueAsTree().path("Records").forEach(record -> records.add(of(record)));
      return new S3Event(records);
    }
  }

  @Override
  public S3EventNotificationRecord deserialize(JsonParser json, DeserializationContext context)
      throws IOException {
    return of(json.readValueAsTree());
  }

  private static S3EventNotificationRecord of(JsonNode record) {
    JsonNode response = record.path("responseElements");
    return new S3EventNotificationRecord(
        text(record, "awsRegion"),
        text(record, "eventName"),
        text(record, "eventSource"),
        text(record, "eventTime"),
        text(record, "eventVersion"),
        new RequestParametersEntity(text(record.path("requestParameters"), "sourceIPAddress")),
        new ResponseElementsEntity(
            text(response, "x-amz-id-2"), text(response, "x-amz-request-id")),
        entity(record.path("s3")),
        identity(record.path("userIdentity")));
  }

  private static S3Entity entity(JsonNode s3) {
    JsonNode bucket = s3.path("bucket");
    JsonNode object = s3.path("object");
    return new S3Entity(
        text(s3, "configurationId"),
        new S3BucketEntity(
            text(bucket, "name"), identity(bucket.path("ownerIdentity")), text(bucket, "arn")),
        new S3ObjectEntity(
            text(object, "key"),
            object.hasNonNull("size") ? Long.valueOf(object.path("size").longValue()) : null,
            text(object, "eTag"),
            text(object, "versionId"),
            text(object, "sequencer")),
        text(s3, "s3SchemaVersion"));
  }

  private static UserIdentityEntity identity(JsonNode user) {
    return new UserIdentityEntity(text(user, "principalId"));
  }

  private static String text(JsonNode object, String member) {
    return object.path(member).textValue();
  }
}
