package dev.larder.table.model;

import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Collectors;

/** The mistakes in the text of a model, each with its place. */
public final class Mistakes {
  private record Mistake(ModelNode.Place place, String complaint) {}

  private final String source;
  private final Set<Mistake> mistakes = new LinkedHashSet<>();

  /**
   * @param source where the text is, as in {@code larder.yaml}
   */
  public Mistakes(String source) {
    this.source = source;
  }

  /**
   * Adds a mistake.
   *
   * @param complaint what is wrong, and what would be right
   */
  public void add(ModelNode.Place place, String complaint) {
    mistakes.add(new Mistake(place, complaint));
  }

  /**
   * Ends the reading of a text with mistakes.
   *
   * @throws IllegalArgumentException with a line for each mistake, in the order of the text
   */
  public void refuse() {
    if (!mistakes.isEmpty()) {
      throw new BrokenModelException(
          mistakes.stream()
              .sorted(
                  Comparator.comparingInt((Mistake mistake) -> mistake.place().line())
                      .thenComparingInt(mistake -> mistake.place().column())
                      .thenComparing(Mistake::complaint))
              .map(
                  mistake ->
                      "%s:%d:%d: %s"
                          .formatted(
                              source,
                              mistake.place().line(),
                              mistake.place().column(),
                              mistake.complaint()))
              .collect(Collectors.joining("\n")));
    }
  }
}
