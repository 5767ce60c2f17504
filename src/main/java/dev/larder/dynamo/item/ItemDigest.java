package dev.larder.dynamo.item;

import dev.larder.text.Digest;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * A digest of an item's content that does not depend on the order of attributes and set elements.
 */
public final class ItemDigest {
  private static final int BYTES = 16;

  private final ByteArrayOutputStream digested = new ByteArrayOutputStream(1024);

  private ItemDigest() {}

  /** The first 128 bits of a SHA-256, as base64url without padding. */
  public static String of(Item item) {
    ItemDigest digest = new ItemDigest();
    digest.map(item.attributes());
    return Digest.text(Arrays.copyOf(Digest.sha256(digest.digested.toByteArray()), BYTES));
  }

  private void map(Map<String, AttributeValue> members) {
    number(members.size());
    String[] names = members.keySet().toArray(String[]::new);
    Arrays.sort(names);
    for (String name : names) {
      text(name);
      value(members.get(name));
    }
  }

  private void value(AttributeValue value) {
    digested.write(value.type().ordinal());
    switch (value.type()) {
      case S -> text(value.s());
      case N -> text(DynamoNumber.canonical(value.n()));
      case B -> bytes(value.b().asByteArrayUnsafe());
      case BOOL -> digested.write(value.bool() ? 1 : 0);
      case NUL -> {}
      case M -> map(value.m());
      case L -> {
        number(value.l().size());
        value.l().forEach(this::value);
      }
      case SS -> strings(value.ss().stream());
      case NS -> strings(value.ns().stream().map(DynamoNumber::canonical));
      case BS -> strings(value.bs().stream().map(b -> hex(b.asByteArrayUnsafe())));
      default -> throw new IllegalStateException("The value has an unknown DynamoDB type");
    }
  }

  private static String hex(byte[] bytes) {
    return java.util.HexFormat.of().formatHex(bytes);
  }

  private void strings(Stream<String> elements) {
    List<String> sorted = elements.sorted().toList();
    number(sorted.size());
    sorted.forEach(this::text);
  }

  private void text(String text) {
    bytes(text.getBytes(StandardCharsets.UTF_8));
  }

  private void bytes(byte[] bytes) {
    number(bytes.length);
    digested.writeBytes(bytes);
  }

  private void number(int number) {
    for (int shift = 24; shift >= 0; shift -= 8) {
      digested.write(number >> shift);
    }
  }
}
