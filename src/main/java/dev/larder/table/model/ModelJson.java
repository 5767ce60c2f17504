package dev.larder.table.model;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import dev.larder.dynamo.item.JsonProblems;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The JSON of a model: what {@code larder.yaml} is compiled to, and what {@code LARDER_MODEL} has.
 */
public final class ModelJson {
  private static final JsonFactory JSON = new JsonFactory();

  private ModelJson() {}

  /**
   * Parses JSON.
   *
   * @param source where the text is, for messages
   * @throws IllegalArgumentException with the place of a syntax error
   */
  public static ModelNode parse(String text, String source) {
    Mistakes mistakes = new Mistakes(source);
    try (JsonParser json = JSON.createParser(text)) {
      if (json.nextToken() == null) {
        mistakes.add(new ModelNode.Place(1, 1), "this is empty; write {} for nothing");
      } else {
        ModelNode node = node(json);
        if (json.nextToken() == null) {
          return node;
        }
        mistakes.add(place(json.currentTokenLocation()), "there is more after the JSON");
      }
    } catch (JsonProcessingException e) {
      mistakes.add(place(e.getLocation()), "this is not valid JSON: " + JsonProblems.complaint(e));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    mistakes.refuse();
    throw new IllegalStateException();
  }

  private static ModelNode.Place place(JsonLocation location) {
    return new ModelNode.Place(location.getLineNr(), location.getColumnNr());
  }

  private static ModelNode node(JsonParser json) throws IOException {
    ModelNode.Place place = place(json.currentTokenLocation());
    return switch (json.currentToken()) {
      case START_OBJECT -> {
        List<ModelNode.Member> members = new ArrayList<>();
        while (json.nextToken() != JsonToken.END_OBJECT) {
          ModelNode.Place name = place(json.currentTokenLocation());
          String text = json.currentName();
          json.nextToken();
          members.add(new ModelNode.Member(name, text, node(json)));
        }
        yield new ModelNode.Mapping(place, members);
      }
      case START_ARRAY -> {
        List<ModelNode> elements = new ArrayList<>();
        while (json.nextToken() != JsonToken.END_ARRAY) {
          elements.add(node(json));
        }
        yield new ModelNode.Sequence(place, elements);
      }
      case VALUE_TRUE, VALUE_FALSE -> new ModelNode.Flag(place, json.getBooleanValue());
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT ->
          new ModelNode.Number(place, json.getDecimalValue());
      case VALUE_STRING -> new ModelNode.Text(place, json.getText());
      default -> new ModelNode.Nothing(place);
    };
  }

  /** Writes JSON without white space. */
  public static String write(ModelNode node) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(text)) {
      write(json, node);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  private static void write(JsonGenerator json, ModelNode node) throws IOException {
    if (node instanceof ModelNode.Mapping mapping) {
      json.writeStartObject();
      for (ModelNode.Member member : mapping.members()) {
        json.writeFieldName(member.name());
        write(json, member.value());
      }
      json.writeEndObject();
    } else if (node instanceof ModelNode.Sequence sequence) {
      json.writeStartArray();
      for (ModelNode element : sequence.elements()) {
        write(json, element);
      }
      json.writeEndArray();
    } else if (node instanceof ModelNode.Text text) {
      json.writeString(text.value());
    } else if (node instanceof ModelNode.Number number) {
      json.writeNumber(number.value());
    } else if (node instanceof ModelNode.Flag flag) {
      json.writeBoolean(flag.value());
    } else {
      json.writeNull();
    }
  }
}
