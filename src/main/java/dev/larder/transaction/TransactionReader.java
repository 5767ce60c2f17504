package dev.larder.transaction;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import dev.larder.dynamo.Transactions;
import dev.larder.dynamo.item.Item;
import dev.larder.dynamo.item.ItemFormat;
import dev.larder.dynamo.item.ItemReader;
import dev.larder.dynamo.item.JsonProblems;
import dev.larder.http.EntityTagList;
import dev.larder.http.Preconditions;
import dev.larder.problem.Limit;
import dev.larder.problem.ProblemException;
import dev.larder.problem.ProblemType;
import dev.larder.text.Abbreviation;
import dev.larder.text.JsonInput;
import dev.larder.transaction.TransactionOperation.Method;
import java.io.CharConversionException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the operations of a transaction from JSON, token by token. */
final class TransactionReader {
  private static final String OPERATIONS = "operations";
  private static final String METHOD = "method";
  private static final String BODY = "body";
  private static final List<String> MEMBERS =
      List.of(METHOD, "path", BODY, "ifMatch", "ifNoneMatch", "if");

  private final JsonParser parser;
  private final ItemFormat form;
  private final Limit most;
  private final Limit depth;

  private TransactionReader(JsonParser parser, ItemFormat form, Limit most, Limit depth) {
    this.parser = parser;
    this.form = form;
    this.most = most;
    this.depth = depth;
  }

  /**
   * Reads a transaction, which must be all of the input.
   *
   * @param form the format of the items; the JSON around them is plain in either
   * @param most limit of the number of operations
   * @param depth limit of the depth of an item
   * @throws ProblemException {@code malformed-json}; {@code invalid-transaction}; {@code
   *     limit-exceeded}; {@code invalid-item} and {@code invalid-header}. The problem of one
   *     operation has its index as {@code operation}, and its {@code pointer} starts at the
   *     operation's item.
   */
  static List<TransactionOperation> read(byte[] json, ItemFormat form, Limit most, Limit depth)
      throws IOException {
    try (JsonParser parser = JsonProblems.parser(() -> JsonInput.FACTORY.createParser(json))) {
      try {
        return new TransactionReader(parser, form, most, depth).transaction();
      } catch (JsonProcessingException e) {
        throw JsonProblems.malformed(parser, JsonProblems.complaint(e));
      } catch (CharConversionException e) {
        throw JsonProblems.malformed(parser, JsonProblems.NOT_UTF_8);
      }
    }
  }

  private List<TransactionOperation> transaction() throws IOException {
    JsonToken first = parser.nextToken();
    if (first == null) {
      throw new ProblemException(
          ProblemType.MALFORMED_JSON, "The body is empty. Send {\"operations\": [...]}.");
    }
    if (first != JsonToken.START_OBJECT) {
      throw invalid("A transaction must be a JSON object, as in {\"operations\": [...]}.");
    }
    List<TransactionOperation> operations = null;
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      if (!parser.currentName().equals(OPERATIONS)) {
        throw invalid(
            "The transaction has the member "
                + quoted(parser.currentName())
                + ", which is not supported. Its only member is \"operations\".");
      }
      if (operations != null) {
        throw invalid("The transaction has the member \"operations\" twice.");
      }
      operations = operations();
    }
    if (parser.nextToken() != null) {
      throw JsonProblems.malformed(parser, "The transaction is complete, but more text follows it");
    }
    if (operations == null) {
      throw invalid("The transaction has no member \"operations\", the array of its operations.");
    }
    if (operations.isEmpty()) {
      throw invalid("The transaction has no operations. It must have 1 to " + most.max() + ".");
    }
    return operations;
  }

  private List<TransactionOperation> operations() throws IOException {
    if (parser.nextToken() != JsonToken.START_ARRAY) {
      throw invalid("The member \"operations\" must be an array of objects.");
    }
    List<TransactionOperation> operations = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      if (operations.size() == most.max()) {
        throw tooMany();
      }
      try {
        operations.add(operation(operations.size()));
      } catch (ProblemException e) {
        throw e.with("operation", operations.size());
      }
    }
    return operations;
  }

  private TransactionOperation operation(int index) throws IOException {
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      throw invalid(
          index, "is not an object such as {\"method\": \"DELETE\", \"path\": \"/items/a\"}");
    }
    Map<String, String> texts = new HashMap<>();
    Optional<Item> body = Optional.empty();
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      JsonToken value = parser.nextToken();
      if (!MEMBERS.contains(name)) {
        throw invalid(
            index,
            "has the member "
                + quoted(name)
                + ", which is not supported; the members are "
                + String.join(", ", MEMBERS));
      }
      if (texts.containsKey(name) || (name.equals(BODY) && body.isPresent())) {
        throw invalid(index, "has the member " + quoted(name) + " twice");
      }
      if (name.equals(BODY)) {
        body = Optional.of(ItemReader.read(parser, form, depth));
      } else if (value == JsonToken.VALUE_STRING) {
        texts.put(name, parser.getText());
      } else {
        throw invalid(index, "has a member " + quoted(name) + " that is not a string");
      }
    }
    return operation(index, texts, body);
  }

  private static TransactionOperation operation(
      int index, Map<String, String> texts, Optional<Item> body) {
    Method method = method(index, texts.get(METHOD));
    for (String name : MEMBERS) {
      boolean sent = name.equals(BODY) ? body.isPresent() : texts.containsKey(name);
      if (!sent && method.required().contains(name)) {
        throw invalid(index, "has no member " + quoted(name) + ", which " + method + " requires");
      }
      if (sent && !takes(method, name)) {
        throw invalid(
            index,
            "has the member "
                + quoted(name)
                + ", which "
                + method
                + " does not support; it requires "
                + String.join(", ", method.required())
                + (method.optional().isEmpty()
                    ? ""
                    : ", and optionally " + String.join(", ", method.optional())));
      }
    }
    if (method == Method.CHECK && Method.CONDITIONS.stream().noneMatch(texts::containsKey)) {
      throw invalid(
          index, "has no condition; CHECK requires one of " + String.join(", ", Method.CONDITIONS));
    }
    Preconditions preconditions =
        new Preconditions(
            tags(texts, "ifMatch"), tags(texts, "ifNoneMatch"), Optional.empty(), Optional.empty());
    return new TransactionOperation(
        index,
        method,
        texts.get("path"),
        body,
        preconditions,
        Optional.ofNullable(texts.get("if")));
  }

  private static Method method(int index, String name) {
    return Arrays.stream(Method.values())
        .filter(method -> method.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                invalid(
                    index,
                    (name == null
                            ? "has no member \"method\""
                            : "has the \"method\" " + quoted(name))
                        + "; it must be one of "
                        + String.join(
                            ", ", Arrays.stream(Method.values()).map(Method::name).toList())));
  }

  private static boolean takes(Method method, String member) {
    return member.equals(METHOD)
        || method.required().contains(member)
        || method.optional().contains(member);
  }

  private static Optional<EntityTagList> tags(Map<String, String> texts, String name) {
    return Optional.ofNullable(texts.get(name)).map(value -> EntityTagList.parse(name, value));
  }

  private ProblemException tooMany() {
    return most.exceeded(
        "The transaction has more than "
            + most.max()
            + " operations, which is the limit. The limit of DynamoDB itself is "
            + Transactions.MAX_WRITES
            + ", including the record of an Idempotency-Key. Nothing was written.");
  }

  private static ProblemException invalid(int index, String complaint) {
    return invalid("The operation " + index + " " + complaint + ".");
  }

  private static ProblemException invalid(String detail) {
    return new ProblemException(ProblemType.INVALID_TRANSACTION, detail);
  }

  private static String quoted(String text) {
    return '"' + Abbreviation.of(text) + '"';
  }
}
