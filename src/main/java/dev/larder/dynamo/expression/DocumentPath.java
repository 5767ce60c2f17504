package dev.larder.dynamo.expression;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A path to a value in an item, which DynamoDB calls a document path: the name of an attribute,
 * then the names of members of maps and the indexes of elements of lists.
 *
 * @param steps the first is a {@link Member}
 */
public record DocumentPath(List<Step> steps) {
  /** Steps in one path. An item has at most as many levels. */
  private static final int MAX_STEPS = 32;

  /** A step into a map or list. */
  public sealed interface Step {}

  /** The member of a map, or an attribute of the item. */
  public record Member(String name) implements Step {}

  /** The element of a list, from 0. */
  public record Element(int index) implements Step {}

  public DocumentPath {
    steps = List.copyOf(steps);
  }

  public static DocumentPath of(String attribute) {
    return new DocumentPath(List.of(new Member(attribute)));
  }

  /**
   * Parses a path such as {@code lines[0].price}. A backslash makes the next character part of a
   * name.
   *
   * @return empty if the text is not a path
   */
  public static Optional<DocumentPath> parse(String text) {
    List<Step> steps = new ArrayList<>();
    StringBuilder name = new StringBuilder();
    boolean afterElement = false;
    int at = 0;
    while (at <= text.length()) {
      char c = at == text.length() ? '.' : text.charAt(at);
      if (c == '\\' && at + 1 < text.length() && !afterElement) {
        name.append(text.charAt(at + 1));
        at += 2;
      } else if (c == '.' || c == '[') {
        if (name.isEmpty() != afterElement) {
          return Optional.empty();
        }
        if (!afterElement) {
          steps.add(new Member(name.toString()));
          name.setLength(0);
        }
        afterElement = c == '[';
        if (afterElement) {
          int end = text.indexOf(']', at);
          Optional<Element> element =
              end < 0 ? Optional.empty() : element(text.substring(at + 1, end));
          if (element.isEmpty()) {
            return Optional.empty();
          }
          steps.add(element.get());
          at = end + 1;
        } else {
          at++;
        }
      } else if (c == '\\' || afterElement) {
        return Optional.empty();
      } else {
        name.append(c);
        at++;
      }
    }
    return steps.size() > MAX_STEPS ? Optional.empty() : Optional.of(new DocumentPath(steps));
  }

  private static Optional<Element> element(String digits) {
    return digits.matches("0|[1-9][0-9]{0,8}")
        ? Optional.of(new Element(Integer.parseInt(digits)))
        : Optional.empty();
  }

  /** The name of the attribute. */
  public String attribute() {
    return ((Member) steps.get(0)).name();
  }

  /** Whether the path is that of a whole attribute. */
  public boolean isAttribute() {
    return steps.size() == 1;
  }

  /**
   * Whether DynamoDB refuses an update of both paths: one leads to the other, or the same value
   * would have to be a map and a list.
   */
  public boolean overlaps(DocumentPath other) {
    int shorter = Math.min(steps.size(), other.steps.size());
    for (int i = 0; i < shorter; i++) {
      if (!steps.get(i).equals(other.steps.get(i))) {
        return steps.get(i).getClass() != other.steps.get(i).getClass();
      }
    }
    return true;
  }

  /** The path as {@link #parse} reads it. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (Step step : steps) {
      if (step instanceof Element element) {
        text.append('[').append(element.index()).append(']');
      } else if (step instanceof Member member) {
        text.append(text.isEmpty() ? "" : ".");
        text.append(member.name().replaceAll("[\\\\.\\[]", "\\\\$0"));
      }
    }
    return text.toString();
  }
}
