package com.example;

import com.amazonaws.services.lambda.runtime.events.CognitoUserPoolPreSignUpEvent;
import com.amazonaws.services.lambda.runtime.events.KinesisEvent;
import com.amazonaws.services.lambda.runtime.events.SNSEvent;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import com.amazonaws.services.lambda.runtime.events.models.s3.S3EventNotification.S3EventNotificationRecord;
import com.fasterxml.jackson.databind.JsonNode;
import dev.larder.api.EventHandler;
import dev.larder.dynamo.RequestCost;
import io.quarkus.arc.properties.IfBuildProperty;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** What the owner of an application handles; all of it is told to {@link Seen}. */
final class Handlers {
  private Handlers() {}

  /** The events that were handled, and the one that fails. */
  @Singleton
  static class Seen {
    final List<String> events = new ArrayList<>();
    String poison;

    void add(String event) throws IOException {
      if (event.equals(poison)) {
        throw new IOException("not " + event);
      }
      events.add(event);
    }
  }

  @Singleton
  @IfBuildProperty(name = "example.own", stringValue = "true")
  static class Uploads implements EventHandler<S3EventNotificationRecord> {
    @Inject Seen seen;
    @Inject RequestCost cost;

    @Override
    public Object handle(S3EventNotificationRecord upload) throws IOException {
      seen.add(
          upload.getS3().getBucket().getName()
              + "/"
              + upload.getS3().getObject().getUrlDecodedKey()
              + " "
              + upload.getEventTime().getMillis()
              + " "
              + cost.read());
      return null;
    }
  }

  @Singleton
  @IfBuildProperty(name = "example.own", stringValue = "true")
  static class Notifications implements EventHandler<SNSEvent> {
    @Inject Seen seen;

    @Override
    public Object handle(SNSEvent event) throws IOException {
      for (SNSEvent.SNSRecord record : event.getRecords()) {
        seen.add(record.getSNS().getMessage() + " " + record.getSNS().getTimestamp().getMillis());
      }
      return null;
    }
  }

  @Singleton
  @IfBuildProperty(name = "example.own", stringValue = "true")
  static class Clicks implements EventHandler<KinesisEvent.KinesisEventRecord> {
    @Inject Seen seen;

    @Override
    public Object handle(KinesisEvent.KinesisEventRecord record) throws IOException {
      KinesisEvent.Record data = record.getKinesis();
      seen.add(
          StandardCharsets.UTF_8.decode(data.getData())
              + " "
              + data.getApproximateArrivalTimestamp().getTime());
      return null;
    }
  }

  @Singleton
  @IfBuildProperty(name = "example.own", stringValue = "true")
  static class Mails implements EventHandler<SQSEvent.SQSMessage> {
    @Inject Seen seen;

    @Override
    public boolean accepts(SQSEvent.SQSMessage message) {
      return message.getEventSourceArn().contains(":mails");
    }

    @Override
    public Object handle(SQSEvent.SQSMessage message) throws IOException {
      seen.add(message.getBody());
      return null;
    }
  }

  @Singleton
  @IfBuildProperty(name = "example.own", stringValue = "true")
  static class SignUp implements EventHandler<CognitoUserPoolPreSignUpEvent> {
    @Override
    public Object handle(CognitoUserPoolPreSignUpEvent event) {
      event.setResponse(
          CognitoUserPoolPreSignUpEvent.Response.builder().withAutoConfirmUser(true).build());
      return event;
    }
  }

  @Singleton
  @IfBuildProperty(name = "example.own", stringValue = "true")
  static class Lex implements EventHandler<JsonNode> {
    @Override
    public boolean accepts(JsonNode event) {
      return event.path("sessionId").isTextual() && event.has("interpretations");
    }

    @Override
    public Object handle(JsonNode event) {
      return event.path("bot");
    }
  }

  @Singleton
  @IfBuildProperty(name = "example.own", stringValue = "true")
  static class AnyBooking implements EventHandler<JsonNode> {
    @Override
    public boolean accepts(JsonNode event) {
      return event.path("invocationLabel").asText().equals("both");
    }

    @Override
    public Object handle(JsonNode event) {
      return null;
    }
  }
}
