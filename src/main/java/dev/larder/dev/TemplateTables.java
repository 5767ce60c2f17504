package dev.larder.dev;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.CreateTableRequest;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;

/** The tables of the deployment's template, so that local tables have the keys of deployed ones. */
public final class TemplateTables {
  private static final String TEMPLATE = "/dev/larder/build/template.yaml";

  private final JsonNode resources;

  private TemplateTables(JsonNode resources) {
    this.resources = resources;
  }

  /** Reads Larder's template. */
  public static TemplateTables read() {
    try (InputStream template = TemplateTables.class.getResourceAsStream(TEMPLATE)) {
      return new TemplateTables(new YAMLMapper().readTree(template).path("Resources"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Returns a request that creates a table of the template, without the table's name.
   *
   * @param logicalId the resource's name in the template
   */
  public CreateTableRequest.Builder definition(String logicalId) {
    JsonNode properties = properties(logicalId);
    List<AttributeDefinition> attributes = new ArrayList<>();
    for (JsonNode attribute : properties.path("AttributeDefinitions")) {
      // The YAML mapper reads the !If of a parameter as an array.
      if (attribute.isObject()) {
        attributes.add(
            AttributeDefinition.builder()
                .attributeName(attribute.path("AttributeName").asText())
                .attributeType(attribute.path("AttributeType").asText())
                .build());
      }
    }
    List<KeySchemaElement> key = new ArrayList<>();
    for (JsonNode element : properties.path("KeySchema")) {
      key.add(
          KeySchemaElement.builder()
              .attributeName(element.path("AttributeName").asText())
              .keyType(element.path("KeyType").asText())
              .build());
    }
    return CreateTableRequest.builder()
        .attributeDefinitions(attributes)
        .keySchema(key)
        .billingMode(BillingMode.PAY_PER_REQUEST);
  }

  /** Returns the TTL attribute that the template gives a table unless a parameter sets it. */
  String ttlAttribute(String logicalId) {
    return properties(logicalId).at("/TimeToLiveSpecification/AttributeName").asText();
  }

  private JsonNode properties(String logicalId) {
    JsonNode resource = resources.path(logicalId);
    if (!resource.path("Type").asText().equals("AWS::DynamoDB::Table")) {
      throw new IllegalArgumentException("The template has no table " + logicalId);
    }
    return resource.path("Properties");
  }
}
