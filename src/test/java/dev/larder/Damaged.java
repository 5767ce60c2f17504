package dev.larder;

import java.nio.charset.StandardCharsets;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/** What was well-formed before something was put into it, taken out of it or put over it. */
public final class Damaged {
  /** What means something to those who read JSON, CSV or URLs. */
  private static final byte[] MEANINGFUL =
      "{}[]\":,\\/ \t\r\n\0%&=;+-.0129eEtfnuSNBLMW*é\uFEFF".getBytes(StandardCharsets.UTF_8);

  private Damaged() {}

  /** Texts in UTF-8, damaged in up to three places. */
  public static Arbitrary<byte[]> bytes(Arbitrary<String> texts) {
    Arbitrary<Byte> bytes =
        Arbitraries.frequencyOf(
            Tuple.of(
                4,
                Arbitraries.integers().between(0, MEANINGFUL.length - 1).map(at -> MEANINGFUL[at])),
            Tuple.of(1, Arbitraries.bytes()));
    Arbitrary<Edit> edits =
        Combinators.combine(
                Arbitraries.doubles().between(0, 1),
                Arbitraries.integers().between(0, 3),
                bytes.list().ofMaxSize(3))
            .as(Edit::new);
    return Combinators.combine(texts, edits.list().ofMinSize(1).ofMaxSize(3))
        .as(
            (text, all) -> {
              byte[] damaged = text.getBytes(StandardCharsets.UTF_8);
              for (Edit edit : all) {
                damaged = edit.of(damaged);
              }
              return damaged;
            });
  }

  /** The same as text; what is no UTF-8 becomes the replacement character. */
  public static Arbitrary<String> texts(Arbitrary<String> texts) {
    return bytes(texts).map(bytes -> new String(bytes, StandardCharsets.UTF_8));
  }

  /**
   * @param place of the whole, from 0 to 1
   */
  private record Edit(double place, int removed, List<Byte> inserted) {
    byte[] of(byte[] bytes) {
      int start = (int) (place * bytes.length);
      int end = Math.min(bytes.length, start + removed);
      byte[] edited = new byte[bytes.length - (end - start) + inserted.size()];
      System.arraycopy(bytes, 0, edited, 0, start);
      for (int i = 0; i < inserted.size(); i++) {
        edited[start + i] = inserted.get(i);
      }
      System.arraycopy(bytes, end, edited, start + inserted.size(), bytes.length - end);
      return edited;
    }
  }
}
